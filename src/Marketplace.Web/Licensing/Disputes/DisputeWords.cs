namespace Marketplace.Web.Licensing.Disputes;

/// <summary>Disputes, their states and steps in the reader's language.</summary>
public static class DisputeWords
{
    public static string Name(DisputeState state) => Text("State" + state);

    public static string Name(DisputeCause cause) => Text("Do" + cause);

    public static string Name(DisputeSubject subject) => Text("About" + subject);

    public static string Say(DisputeNotice notice) => Text("Say" + notice);

    public static string Look(DisputeState state) => state switch
    {
        DisputeState.Agreed or DisputeState.Resolved => "ok",
        DisputeState.Failed => "overdue",
        _ when state.IsOver() => "stopped",
        _ => "soon",
    };

    private static string Text(string name) => DisputeTexts.ResourceManager.GetString(name, DisputeTexts.Culture)!;
}
