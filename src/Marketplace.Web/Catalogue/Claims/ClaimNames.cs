namespace Marketplace.Web.Catalogue.Claims;

public static class ClaimNames
{
    public static string Name(this ClaimState state) => state switch
    {
        ClaimState.Open => ClaimTexts.StateOpen,
        ClaimState.Asked => ClaimTexts.StateAsked,
        ClaimState.WithBureau => ClaimTexts.StateWithBureau,
        ClaimState.Granted => ClaimTexts.StateGranted,
        ClaimState.Refused => ClaimTexts.StateRefused,
        _ => ClaimTexts.StateDropped,
    };

    /// <summary>What the state means and what comes next, for the line under the title.</summary>
    public static string Next(this ClaimState state) => state switch
    {
        ClaimState.Open => ClaimTexts.NextOpen,
        ClaimState.Asked => ClaimTexts.NextAsked,
        ClaimState.WithBureau => ClaimTexts.NextWithBureau,
        ClaimState.Granted => ClaimTexts.NextGranted,
        ClaimState.Refused => ClaimTexts.NextRefused,
        _ => ClaimTexts.NextDropped,
    };

    public static string Look(this ClaimState state) => state switch
    {
        ClaimState.Granted => "ok",
        ClaimState.Refused or ClaimState.Dropped => "stopped",
        _ => "soon",
    };
}
