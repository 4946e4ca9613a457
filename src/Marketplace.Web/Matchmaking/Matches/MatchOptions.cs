namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>Section <c>Matching</c>.</summary>
public sealed class MatchOptions
{
    public const string Section = "Matching";

    /// <summary>Whether texts are also read by the sentence encoder: better matches, some milliseconds of a processor for each text. Off, the table of term vectors stands alone.</summary>
    public bool Encoder { get; set; } = true;
}
