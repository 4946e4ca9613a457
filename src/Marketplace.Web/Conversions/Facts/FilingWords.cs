using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Facts;

public static class FilingWords
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Name(ConversionType type) => Named("Type" + type);
    public static string Name(MarketNature nature) => Named("Nature" + nature);
    public static string Name(EvidenceLevel level) => Named("Level" + level);
    public static string Name(Register register) => Named("Register" + register);
    public static string Name(ProofKind kind) => Named("Proof" + kind);
    public static string Name(FilingState state) => Named("State" + state);
    public static string Name(FilingCause cause) => Named("Cause" + cause);
    public static string Name(FilingKind kind) => Named("Kind" + kind);
    public static string Name(ConversionOrigin origin) => Named("Origin" + origin);
    public static string Name(ReportStep step) => Named("Step" + step);
    public static string Name(Wanting wanting) => Named("Want" + wanting);
    public static string Name(PartyKind kind) => Named("Party" + kind);
    public static string Name(Side side) => side == Side.Giver ? ConversionTexts.Giver : ConversionTexts.Taker;

    public static string Look(FilingState state) => state switch { FilingState.Verified => "ok", FilingState.Submitted or FilingState.Checked => "soon", FilingState.Returned => "overdue", _ => "stopped" };

    /// <summary>Of all that was said: the same words have the same, whoever said them and when.</summary>
    public static string Stamp(Filing filing)
    {
        var words = new
        {
            filing.Kind,
            filing.Type,
            filing.Nature,
            filing.ContractNo,
            filing.SignedOn,
            filing.EffectiveOn,
            filing.PaidOn,
            filing.EndedOn,
            Amount = Plain(filing.Amount),
            New = Plain(filing.NewAmount),
            Paid = Plain(filing.Paid),
            Share = Plain(filing.PatentShare),
            filing.PartOfId,
            filing.ChainId,
            filing.LoanNo,
            filing.FirstLoan,
            filing.Mixed,
            Subsidy = Plain(filing.Subsidy),
            filing.Insurance,
            filing.Product,
            filing.Note,
            Patents = filing.Patents.OrderBy(p => p.Place).Select(p => new { p.ApplicationNo, p.Title, p.Returned, p.CountsAs }),
            Parties = filing.Parties.OrderBy(p => p.Side).ThenBy(p => p.Place).Select(p => new { p.Side, p.Key, p.Name, p.RegionPath, p.Small }),
            Registers = filing.Registers.OrderBy(r => r.Register).ThenBy(r => r.Number, StringComparer.Ordinal).Select(r => new { r.Register, r.Number, r.On, Amount = Plain(r.Amount) }),
            Proofs = filing.Proofs.OrderBy(p => p.Place).Select(p => new { p.Kind, p.FileId, p.Note }),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(words, s_json)));
    }

    /// <summary>Field by field: for the page, and for what a correction changes.</summary>
    /// <param name="filing">What was said.</param>
    /// <param name="place">Names a path.</param>
    public static IReadOnlyList<TermLine> Lines(Filing filing, Func<string, string> place) =>
    [
        new(ConversionTexts.Type, Name(filing.Type)),
        new(ConversionTexts.Nature, Name(filing.Nature)),
        new(ConversionTexts.Patents, string.Join('\n', filing.Patents.OrderBy(p => p.Place).Select(Patent))),
        new(ConversionTexts.Giver, Parties(filing, Side.Giver, place)),
        new(ConversionTexts.Taker, Parties(filing, Side.Taker, place)),
        new(ConversionTexts.ContractNo, filing.ContractNo ?? ""),
        new(ConversionTexts.SignedOn, Day(filing.SignedOn)),
        new(ConversionTexts.EffectiveOn, Day(filing.EffectiveOn)),
        new(ConversionTexts.PaidOn, Day(filing.PaidOn)),
        new(ConversionTexts.RecordedOn, Day(filing.RecordedOn)),
        new(ConversionTexts.EndedOn, Day(filing.EndedOn)),
        new(filing.Type == ConversionType.Pledge ? ConversionTexts.Loan : ConversionTexts.Amount, Yuan(filing.Amount)),
        new(ConversionTexts.NewAmount, Yuan(filing.NewAmount)),
        new(ConversionTexts.Paid, Yuan(filing.Paid)),
        new(ConversionTexts.Registers, string.Join('\n', filing.Registers.OrderBy(r => r.On).ThenBy(r => r.Number, StringComparer.Ordinal).Select(r => $"{Name(r.Register)} {r.Number} · {Dates.InTable(r.On)}{(r.Amount is { } yuan ? " · " + Money.Exact(yuan) : "")}"))),
        new(ConversionTexts.LoanNo, filing.LoanNo ?? ""),
        new(ConversionTexts.LoanMarks, string.Join('、', new[] { filing.FirstLoan ? ConversionTexts.FirstLoan : null, filing.Mixed ? ConversionTexts.Mixed : null, filing.Type == ConversionType.Pledge && filing.PartOfId is not null ? ConversionTexts.Renewal : null }.OfType<string>())),
        new(ConversionTexts.PatentShare, Yuan(filing.PatentShare)),
        new(ConversionTexts.Subsidy, Yuan(filing.Subsidy)),
        new(ConversionTexts.Insurance, filing.Insurance ?? ""),
        new(ConversionTexts.Product, filing.Product ?? ""),
        new(ConversionTexts.Note, filing.Note ?? ""),
    ];

    private static string Patent(FilingPatent patent) => string.Join(' ', new[]
    {
        PatentNumber.Show(patent.ApplicationNo), patent.Title, patent.Returned ? ConversionTexts.GoesBack : null, patent.CountsAs is { } other ? Organisations.Words.Fill(ConversionTexts.CountsAs, PatentNumber.Show(other)) : null,
    }.OfType<string>());

    private static string Parties(Filing filing, Side side, Func<string, string> place) => string.Join('\n', filing.Parties.Where(p => p.Side == side).OrderBy(p => p.Place)
        .Select(p => string.Join(' ', new[] { p.Name, p.Key.Contains(':', StringComparison.Ordinal) ? null : p.Key, place(p.RegionPath), p.Small == true ? ConversionTexts.Small : null }.OfType<string>())));

    private static string Day(DateOnly? day) => day is null ? "" : Dates.InTable(day);

    private static string Yuan(decimal? yuan) => yuan is { } value ? Money.Exact(value) : "";

    private static string? Plain(decimal? value) => value?.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Named(string key) => ConversionTexts.ResourceManager.Named(key);
}
