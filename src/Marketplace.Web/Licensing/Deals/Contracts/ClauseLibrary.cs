using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Web.Licensing.Deals.Contracts;

/// <summary>One clause of the library.</summary>
/// <param name="Id">Of the clause, for ever.</param>
/// <param name="Version">Raised with each change of its words.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">With fields in braces.</param>
/// <param name="Kinds">Contracts it belongs to; null: all.</param>
/// <param name="When">What must be agreed for it to stand; null: always.</param>
public sealed record Clause(string Id, int Version, string Title, string Text, IReadOnlyList<DealKind>? Kinds = null, string? When = null);

/// <summary>条款库: the clauses we wrote (data/contracts), with the edition a lawyer signs off.</summary>
public sealed record ClauseLibrary(string Edition, string Reviewed, IReadOnlyList<Clause> Clauses)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static ClauseLibrary Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "contracts", "clauses.json"));
        return JsonSerializer.Deserialize<ClauseLibrary>(file, s_json)!;
    }

    /// <summary>Those that stand in a contract on these terms, in order.</summary>
    public IEnumerable<Clause> For(DealTerms terms) => Clauses.Where(clause => clause.Kinds?.Contains(terms.Kind) != false && Stands(clause, terms));

    private static bool Stands(Clause clause, DealTerms terms) => clause.When switch
    {
        null => true,
        "running" => terms.Fee.Period is not null,
        "sublicence" => terms.Sublicence,
        "noSublicence" => !terms.Sublicence,
        "improvementMaker" => terms.Improvements == ImprovementRule.Maker,
        "improvementMakerWithUse" => terms.Improvements == ImprovementRule.MakerWithUse,
        "improvementBoth" => terms.Improvements == ImprovementRule.Both,
        "confidential" => terms.ConfidentialYears > 0,
        "foreign" => terms.Foreign,
        "other" => !string.IsNullOrWhiteSpace(terms.Other),
        _ => throw new InvalidOperationException($"Clause {clause.Id} asks for {clause.When}, which no terms say."),
    };
}
