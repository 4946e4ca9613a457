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

    public static string Look(this ClaimState state) => state switch
    {
        ClaimState.Granted => "ok",
        ClaimState.Refused or ClaimState.Dropped => "stopped",
        _ => "soon",
    };
}
