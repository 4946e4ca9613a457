namespace Marketplace.Web.Needs;

public enum NeedStep
{
    /// <summary>发布</summary>
    Open,

    /// <summary>暂停</summary>
    Pause,

    /// <summary>继续</summary>
    Resume,

    /// <summary>已解决</summary>
    Solve,

    /// <summary>撤销</summary>
    Withdraw,

    /// <summary>重新发布</summary>
    Reopen,

    /// <summary>延期</summary>
    Extend,
}

/// <summary>The one table of what can be done with a need in which state, and where it leads. The calendar alone expires.</summary>
public static class NeedSteps
{
    private static readonly Dictionary<(NeedState From, NeedStep Step), NeedState> s_to = new()
    {
        [(NeedState.Draft, NeedStep.Open)] = NeedState.Open,
        [(NeedState.Draft, NeedStep.Withdraw)] = NeedState.Withdrawn,
        [(NeedState.Open, NeedStep.Pause)] = NeedState.Paused,
        [(NeedState.Open, NeedStep.Solve)] = NeedState.Solved,
        [(NeedState.Open, NeedStep.Withdraw)] = NeedState.Withdrawn,
        [(NeedState.Open, NeedStep.Extend)] = NeedState.Open,
        [(NeedState.Paused, NeedStep.Resume)] = NeedState.Open,
        [(NeedState.Paused, NeedStep.Solve)] = NeedState.Solved,
        [(NeedState.Paused, NeedStep.Withdraw)] = NeedState.Withdrawn,
        [(NeedState.Paused, NeedStep.Extend)] = NeedState.Paused,
        [(NeedState.Solved, NeedStep.Reopen)] = NeedState.Open,
        [(NeedState.Expired, NeedStep.Reopen)] = NeedState.Open,
        [(NeedState.Withdrawn, NeedStep.Reopen)] = NeedState.Open,
    };

    public static NeedState? To(NeedState from, NeedStep step) => s_to.TryGetValue((from, step), out var to) ? to : null;

    public static IReadOnlyList<NeedStep> From(NeedState state) => [.. s_to.Keys.Where(key => key.From == state).Select(key => key.Step).Order()];

    /// <summary>Leads to where it is matched and shown, so what is asked of opening is asked again.</summary>
    public static bool Opens(NeedStep step) => step is NeedStep.Open or NeedStep.Reopen or NeedStep.Resume;
}
