using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Catalogue.Listings.Declarations;

public enum DeclarationVerdict
{
    /// <summary>All guards pass and nothing is missing: it can go to the office today.</summary>
    Ready,

    /// <summary>The guards pass; cells are to be filled.</summary>
    Incomplete,

    /// <summary>Something stands in the way.</summary>
    Blocked,
}

/// <summary>
/// 开放许可声明 of one patent, as far as the platform knows it (domain.md §2.2), and whether it may be made. Words of the declaration are Chinese, for the office; what the guards
/// say is in the language of whoever asked.
/// </summary>
public sealed record PreparedDeclaration
{
    /// <summary>What a cell holds that somebody has to fill.</summary>
    public const string Missing = Paper.Blank;

    /// <summary>The fee cannot be worked out, or words advertise (domain.md §2.3).</summary>
    public const string Terms = "G12";

    public required string ApplicationNo { get; init; }
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required string Kind { get; init; }

    /// <summary>In the order of the register.</summary>
    public required string Patentees { get; init; }
    public required string Codes { get; init; }
    public required string Consents { get; init; }
    public required string ReportNo { get; init; }
    public required string ReportOn { get; init; }
    public required string ReportConclusion { get; init; }
    public required string FeeModel { get; init; }
    public required string Fee { get; init; }
    public required string FeeBasis { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? Until { get; init; }
    public required string Payee { get; init; }
    public required string ContactName { get; init; }
    public required string ContactPhone { get; init; }
    public string? ContactMail { get; init; }
    public string? OtherTerms { get; init; }

    /// <summary>Each asked, in the order of the law.</summary>
    public IReadOnlyList<GuardAnswer> Guards { get; init; } = [];

    /// <summary>To be thought of; nothing that stops it.</summary>
    public IReadOnlyList<string> Reminders { get; init; } = [];

    /// <summary>Heads of the columns that are to be filled.</summary>
    public IReadOnlyList<string> ToFill { get; init; } = [];

    public DeclarationVerdict Verdict => Guards.Any(guard => guard.Blocks) ? DeclarationVerdict.Blocked : ToFill.Count > 0 ? DeclarationVerdict.Incomplete : DeclarationVerdict.Ready;

    /// <summary>One obstacle may stop two guards: a negative report is said once.</summary>
    [JsonIgnore]
    public IEnumerable<GuardAnswer> Obstacles => Guards.Where(guard => guard.Blocks).DistinctBy(guard => guard.Reason, StringComparer.Ordinal);

    public static string Write(IReadOnlyList<PreparedDeclaration> rows) => JsonSerializer.Serialize(rows, ListingWorker.Json);

    public static IReadOnlyList<PreparedDeclaration> Read(string json) => JsonSerializer.Deserialize<List<PreparedDeclaration>>(json, ListingWorker.Json)!;
}
