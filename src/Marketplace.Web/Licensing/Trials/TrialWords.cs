namespace Marketplace.Web.Licensing.Trials;

/// <summary>Trials, their states and steps in the reader's language.</summary>
public static class TrialWords
{
    public static string Name(TrialState state) => Text("State" + state);

    public static string Name(TrialCause cause) => Text("Do" + cause);

    public static string Name(TriggerState state) => Text("Trigger" + state);

    public static string Name(TriggerCause cause) => Text("TriggerDo" + cause);

    public static string Say(TrialNotice notice) => Text("Say" + notice);

    public static string Say(TriggerNotice notice) => Text("TriggerSay" + notice);

    public static string Look(TrialState state) => state switch
    {
        TrialState.Running or TrialState.Converted => "ok",
        TrialState.BrokenOff => "overdue",
        TrialState.Offered or TrialState.Agreed => "soon",
        _ => "stopped",
    };

    public static string Look(TriggerState state) => state switch
    {
        TriggerState.Stands => "ok",
        TriggerState.Contested => "overdue",
        TriggerState.Stated => "soon",
        _ => "stopped",
    };

    private static string Text(string name) => TrialTexts.ResourceManager.GetString(name, TrialTexts.Culture)!;
}
