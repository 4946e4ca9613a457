using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Words of legal status in the reader's language.</summary>
public static class LegalWords
{
    public static string Name(this PatentState state) => Named("State" + state);

    public static string Name(this PatentEventKind kind) => Named("Event" + kind);

    public static string Name(this StatusSource source) => Named("Source" + source);

    public static string Name(this PatentKind kind) => Named("Kind" + kind);

    public static string Name(this ReportConclusion conclusion) => Named("Conclusion" + conclusion);

    public static string Name(this HighValueKind kind) => Named("Value" + kind);

    /// <summary>How a state looks beside its word.</summary>
    public static string Look(this PatentState state) => state switch
    {
        PatentState.InForce or PatentState.PartlyInvalid or PatentState.Restored => "ok",
        PatentState.Pending => "soon",
        PatentState.FeeGrace or PatentState.Suspended => "overdue",
        _ => "stopped",
    };

    private static string Named(string key) => LegalTexts.ResourceManager.Named(key);
}
