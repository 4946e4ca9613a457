using Marketplace.Web.Organisations;

namespace Marketplace.Web.Needs;

public static class NeedWords
{
    public static string Name(NeedState state) => Text("State" + state);

    public static string Name(NeedVisibility visibility) => Text("Visibility" + visibility);

    /// <summary>What follows from choosing it.</summary>
    public static string Then(NeedVisibility visibility) => Text("Visibility" + visibility + "Then");

    public static string Name(NeedSource source) => Text("Source" + source);

    public static string Name(Cooperation way) => Text("Cooperation" + way);

    public static string Names(IEnumerable<Cooperation> ways) => string.Join(WorkList.WorkTexts.ListComma, ways.Select(Name));

    public static string Name(Solution how) => Text("Solution" + how);

    public static string Name(NeedStep step) => Text("Step" + step);

    /// <summary>What happens next, under the title of the owner's page.</summary>
    public static string Next(NeedState state) => Text("Next" + state);

    public static string Look(NeedState state) => state switch { NeedState.Open => "ok", NeedState.Draft or NeedState.Paused => "soon", NeedState.Expired => "overdue", _ => "stopped" };

    public static string Reason(GiveAwayKind kind) => Text("Gives" + kind);

    private static string Text(string key) => NeedTexts.ResourceManager.Named(key);
}
