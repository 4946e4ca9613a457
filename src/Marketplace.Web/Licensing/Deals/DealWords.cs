using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>States, steps and kinds of deals in the reader's language.</summary>
public static class DealWords
{
    public static string Name(DealState state) => Text("State" + state);

    public static string Name(DealCause cause) => Text("Do" + cause);

    public static string Name(DealKind kind) => Text("Kind" + kind);

    public static string Name(ImprovementRule rule) => Text("Improvement" + rule);

    public static string Paper(string code) => Text("Show" + char.ToUpperInvariant(code[0]) + code[1..]);

    public static string Guard(string code) => Text("Guard" + code);

    public static string Name(Side side) => side == Side.Giver ? DealTexts.Holder : DealTexts.Taker;

    public static string Look(DealState state) => state switch
    {
        DealState.Effective => "ok",
        DealState.Returned or DealState.Refused => "overdue",
        _ when state.IsOver() => "stopped",
        _ => "soon",
    };

    private static string Text(string name) => DealTexts.ResourceManager.GetString(name, DealTexts.Culture)!;
}
