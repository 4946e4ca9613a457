namespace Marketplace.Web.Plans.Rounds;

/// <summary>What is typed to open a round.</summary>
public sealed class RoundForm
{
    public string? Quarter { get; set; }
    public DateOnly? DueOn { get; set; }
    public string? Word { get; set; }

    /// <summary>Codes of the regions asked.</summary>
    public List<string> Regions { get; set; } = [];

    /// <summary>All of them.</summary>
    public bool All { get; set; }

    /// <summary>Key of the plan whose responsible units are asked.</summary>
    public string? Plan { get; set; }
}
