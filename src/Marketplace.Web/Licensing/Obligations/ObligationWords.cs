using Marketplace.Web.Licensing.Fees;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>Obligations, their states and steps in the reader's language.</summary>
public static class ObligationWords
{
    public static string Name(FeeObligation one) => FeeItemWords.Say(one.Due);

    public static string Name(ObligationState state) => Text("State" + state);

    public static string Name(ObligationCause cause) => Text("Do" + cause);

    public static string Name(AgreementCause cause) => Text("Agreement" + cause + "Step");

    public static string Say(ObligationNotice notice) => Text("Say" + notice);

    public static string Say(ConductNotice notice) => Text("Say" + notice);

    public static string Look(ObligationState state) => state switch
    {
        ObligationState.Paid => "ok",
        ObligationState.Overdue or ObligationState.Disputed => "overdue",
        ObligationState.Waived or ObligationState.Dropped => "stopped",
        _ => "soon",
    };

    private static string Text(string name) => ObligationTexts.ResourceManager.GetString(name, ObligationTexts.Culture)!;
}
