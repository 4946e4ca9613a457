using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Catalogue.Import;

public static class PatentImportNames
{
    public static string Name(this PatentImportState state) => state switch
    {
        PatentImportState.Preview => PatentImportTexts.StatePreview,
        PatentImportState.Checking => PatentImportTexts.StateChecking,
        PatentImportState.Running => PatentImportTexts.StateRunning,
        PatentImportState.Stopped => PatentImportTexts.StateStopped,
        PatentImportState.Done => PatentImportTexts.StateDone,
        PatentImportState.Failed => PatentImportTexts.StateFailed,
        _ => PatentImportTexts.StateDropped,
    };

    /// <summary>What stood or stands in a field, as a person writes it.</summary>
    public static string Say(string value) => value.Length == 0 ? FaceTexts.NotRecorded
        : value.StartsWith("state:", StringComparison.Ordinal) && Enum.TryParse<PatentState>(value.AsSpan(6), out var state) ? state.Name()
        : value.StartsWith("event:", StringComparison.Ordinal) && Enum.TryParse<PatentEventKind>(value.AsSpan(6), out var happened) ? happened.Name()
        : value;
}
