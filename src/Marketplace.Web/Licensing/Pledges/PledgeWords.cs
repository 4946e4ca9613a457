using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>States, steps and the rest of pledges in the reader's language.</summary>
public static class PledgeWords
{
    public static string Name(PledgeState state) => Text("State" + state);

    public static string Name(PledgeCause cause) => Text("Do" + cause);

    public static string Name(LoanTag tag) => Text("Tag" + tag);

    public static string Name(Told told) => Text("Told" + told);

    public static string Guard(string code) => Text("Guard" + code);

    /// <summary>Null: no side of a pledge, but one that every case knows.</summary>
    public static string? Name(Side side) => side switch
    {
        Side.Giver => PledgeTexts.Pledgor,
        Side.Taker => PledgeTexts.Pledgee,
        _ => null,
    };

    public static string Look(PledgeState state) => state switch
    {
        PledgeState.Registered => "ok",
        PledgeState.Returned or PledgeState.Refused or PledgeState.Fallen => "overdue",
        _ when state.IsOver() => "stopped",
        _ => "soon",
    };

    private static string Text(string name) => PledgeTexts.ResourceManager.GetString(name, PledgeTexts.Culture)!;
}
