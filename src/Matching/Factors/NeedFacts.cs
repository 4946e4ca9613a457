namespace Marketplace.Matching.Factors;

/// <summary>What a need's owner has said beside the text. What was not said is null or empty, and then counts neither for nor against anything.</summary>
public sealed record NeedFacts
{
    public required string Title { get; init; }
    public string Text { get; init; } = "";

    /// <summary>GB/T 4754 code of two to four digits.</summary>
    public string? Industry { get; init; }
    public IReadOnlyList<string> Ipc { get; init; } = [];
    public IReadOnlyList<string> Chains { get; init; } = [];
    public Forms Forms { get; init; }
    public decimal? BudgetTo { get; init; }
    public int? MaturityLeast { get; init; }

    /// <summary>Codes from the root down, <c>/650000/652700/652701/</c>.</summary>
    public string RegionPath { get; init; } = "";
}
