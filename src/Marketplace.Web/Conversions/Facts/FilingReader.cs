using System.Buffers;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Puts what was typed into a filing, or says at each field what is wrong. What is not there yet is no mistake: that is asked when it is handed in.</summary>
public sealed class FilingReader(AppDbContext db, RegionTree regions, PartyKeys keys, FilingReach reach, TimeProvider time)
{
    /// <summary>A hundred million yuan times a thousand: more is a slip of the keys.</summary>
    private const decimal Largest = 100_000_000_000;

    private static readonly char[] s_gaps = [' ', '\t', '　', ',', '，', ';', '；'];

    private static readonly SearchValues<char> s_gap = SearchValues.Create(s_gaps);

    /// <param name="form">What was typed.</param>
    /// <param name="filing">Draft or returned, with its children.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<List<Failure>> ReadAsync(FilingForm form, Filing filing, CancellationToken ct)
    {
        var failures = new List<Failure>();
        var typed = new Typed(failures);
        if (Chosen.One<ConversionType>(form.Type) is { } type) filing.Type = type;
        else failures.Add(new("type_missing", 400, ConversionTexts.TypeMissing, "type"));
        filing.Nature = Chosen.One<MarketNature>(form.Nature) ?? MarketNature.Market;
        (filing.SignedOn, filing.EffectiveOn) = (Day(form.SignedOn, "signedOn"), Day(form.EffectiveOn, "effectiveOn"));
        (filing.PaidOn, filing.EndedOn) = (Day(form.PaidOn, "paidOn"), Day(form.EndedOn, "endedOn"));
        (filing.Amount, filing.NewAmount, filing.Paid) = (Yuan(form.Amount, "amount"), Yuan(form.NewAmount, "newAmount"), Yuan(form.Paid, "paid"));
        if (filing.NewAmount > filing.Amount) failures.Add(new("new_amount_more", 400, ConversionTexts.NewAmountMore, "newAmount"));
        filing.ContractNo = Text(form.ContractNo, "contractNo", Filing.NumberMax);
        (filing.Product, filing.Note) = (Text(form.Product, "product", Filing.TextMax), Text(form.Note, "note", Filing.TextMax));
        var pledge = filing.Type == ConversionType.Pledge;
        (filing.LoanNo, filing.Insurance) = (pledge ? Text(form.LoanNo, "loanNo", Filing.NumberMax) : null, pledge ? Text(form.Insurance, "insurance", Filing.TextMax) : null);
        (filing.FirstLoan, filing.Mixed, filing.Subsidy) = (pledge && form.FirstLoan, pledge && form.Mixed, pledge ? Yuan(form.Subsidy, "subsidy") : null);
        filing.PatentShare = filing.Mixed ? Yuan(form.PatentShare, "patentShare") : null;
        if (filing.PatentShare > filing.Amount) failures.Add(new("share_more", 400, ConversionTexts.ShareMore, "patentShare"));
        if (filing.EndedOn < (filing.EffectiveOn ?? filing.SignedOn)) failures.Add(new("ended_before", 400, ConversionTexts.EndedBefore, "endedOn"));
        filing.PartOfId = (await OtherAsync(form.PartOf, "partOf"))?.Id;
        if (await OtherAsync(form.Chain, "chain") is { } link) filing.ChainId = await db.Set<Filing>().Where(f => f.ConversionId == link.Id && f.Number == link.Filings).Select(f => f.ChainId).SingleAsync(ct) ?? link.Id;
        else filing.ChainId = null;
        Patents(form, filing, failures);
        await PartiesAsync(form, filing, failures, ct);
        Registers(form, filing, typed, failures);
        return failures;

        DateOnly? Day(string? text, string field)
        {
            var day = typed.Day(text, field);
            if (day > Dates.Today(time)) failures.Add(new("day_ahead", 400, ConversionTexts.DayAhead, field));
            return day;
        }
        decimal? Yuan(string? text, string field)
        {
            var yuan = typed.Number(text, field);
            if (yuan is not { } value || (value >= 0 && value <= Largest && decimal.Round(value, 2) == value)) return yuan;
            failures.Add(new("amount_wrong", 400, ConversionTexts.AmountWrong, field));
            return null;
        }
        string? Text(string? text, string field, int most)
        {
            var clean = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
            if (clean?.Length > most) failures.Add(new("text_long", 400, ConversionTexts.TooLong.Fill(most), field));
            return clean;
        }
        async Task<Conversion?> OtherAsync(string? number, string field)
        {
            if (string.IsNullOrWhiteSpace(number)) return null;
            var code = PatentNumber.Tidy(number).Replace("ZH-", "", StringComparison.Ordinal);
            var other = await db.Set<Conversion>().AsNoTracking().SingleOrDefaultAsync(c => c.Reference == code, ct);
            if (other is not null && other.Id != filing.ConversionId && await reach.FindAsync(other.Id, ct) is not null) return other;
            failures.Add(new("number_unknown", 400, ConversionTexts.NumberUnknown, field));
            return null;
        }
    }

    private static void Patents(FilingForm form, Filing filing, List<Failure> failures)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Split(form.Pairs))
        {
            var sides = line.Split('=', '＝');
            if (sides.Length == 2 && PatentNumber.Parse(sides[0], out var wrong) is { } model && wrong is null && PatentNumber.Parse(sides[1], out wrong) is { } invention && wrong is null) pairs[model.Body] = invention.Body;
            else failures.Add(new("pair_unreadable", 400, ConversionTexts.PairWrong.Fill(line), "pairs"));
        }
        filing.Patents.Clear();
        foreach (var (text, field, returned) in ((string?, string, bool)[])[(form.Patents, "patents", false), (form.Returned, "returned", true)])
        {
            if (returned && filing.Type != ConversionType.CrossLicence) continue;
            foreach (var line in Split(text))
            {
                var end = line.AsSpan().IndexOfAny(s_gap);
                var number = PatentNumber.Parse(end < 0 ? line : line[..end], out var fault);
                if (number is null) failures.Add(new("patent_unreadable", 400, ConversionTexts.PatentUnreadable.Fill(line), field));
                else if (fault is not null) failures.Add(new("patent_check", 400, ConversionTexts.PatentCheck.Fill(line), field));
                else if (filing.Patents.Exists(p => p.ApplicationNo == number.Body)) failures.Add(new("patent_twice", 400, ConversionTexts.PatentTwice.Fill(line), field));
                else
                {
                    var title = end < 0 ? null : line[(end + 1)..].Trim(s_gaps);
                    filing.Patents.Add(new() { FilingId = filing.Id, ApplicationNo = number.Body, Place = filing.Patents.Count, Title = string.IsNullOrEmpty(title) ? null : title.Cut(Filing.TextMax), Returned = returned, CountsAs = pairs.GetValueOrDefault(number.Body) });
                }
            }
        }
    }

    private async Task PartiesAsync(FilingForm form, Filing filing, List<Failure> failures, CancellationToken ct)
    {
        var kept = filing.Parties.ToDictionary(p => (p.Side, p.Place), p => p.Key).Values.ToHashSet(StringComparer.Ordinal);
        filing.Parties.Clear();
        foreach (var (i, row) in form.Parties.Index())
        {
            if (row.IsEmpty) continue;
            var told = failures.Count;
            void Wrong(string what, string message) => failures.Add(new("party_" + what, 400, message, $"parties[{i}].{what}"));
            var (side, kind, code) = (Chosen.One<Side>(row.Side) ?? Side.Taker, Chosen.One<PartyKind>(row.Kind) ?? PartyKind.Organisation, Uscc.Clean(row.Code ?? ""));
            var known = kind == PartyKind.Organisation ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code, ct) : null;
            var name = string.IsNullOrWhiteSpace(row.Name) ? known?.Name : row.Name.Trim();
            if (name is null) Wrong("name", ConversionTexts.PartyName);
            else if (name.Length > 200) Wrong("name", ConversionTexts.TooLong.Fill(200));
            if (kind == PartyKind.Organisation && known is null && Uscc.Check(code) != UsccVerdict.Right) Wrong("code", ConversionTexts.PartyCode);
            var stays = kind == PartyKind.Person && row.Code is { } key && kept.Contains(key.Trim()) ? row.Code.Trim() : null;
            if (kind == PartyKind.Person && stays is null && !PartyKeys.IsIdNumber(code)) Wrong("code", ConversionTexts.PartyIdNumber);
            // The division that gave the code stands in it; people move seldom enough for a first guess, and the field says what was taken.
            var place = !string.IsNullOrWhiteSpace(row.Region) ? await PlaceAsync(row.Region.Trim(), ct) : known?.RegionPath ?? (stays is null && code.Length == 18 ? await PlaceAsync(kind == PartyKind.Person ? code[..6] : code[2..8], ct) : null);
            if (place is null) Wrong("region", ConversionTexts.PartyRegion);
            if (failures.Count > told) continue;
            filing.Parties.Add(new()
            {
                FilingId = filing.Id,
                Side = side,
                Place = filing.Parties.Count(p => p.Side == side),
                Key = kind switch { PartyKind.Organisation => code, PartyKind.Person => stays ?? await keys.OfPersonAsync(code, ct), _ => PartyKeys.OfName(name!) },
                Name = name!,
                RegionPath = place!,
                OrganisationId = known?.Id,
                Small = row.Small switch { "yes" => true, "no" => false, _ => known is null ? null : SmallOf(known) },
                Public = PublicOf(known?.Kind, code),
            });
        }
    }

    /// <summary>Of one that is not in the directory the credit code says whether it is a public institution (12…); whether an enterprise is state-owned it does not say.</summary>
    internal static bool? PublicOf(OrganisationKind? kind, string? code) =>
        kind is { } known ? known is OrganisationKind.University or OrganisationKind.Institute or OrganisationKind.StateEnterprise : code?.StartsWith("12", StringComparison.Ordinal) == true ? true : null;

    /// <summary>中小微企业, as its own figures say; null: it has none.</summary>
    internal static bool? SmallOf(Organisation organisation) => organisation.Kind switch
    {
        OrganisationKind.Enterprise or OrganisationKind.StateEnterprise => organisation.Size is { } size ? size != EnterpriseSize.Large : null,
        OrganisationKind.HouseholdBusiness or OrganisationKind.Cooperative => true,
        _ => false,
    };

    private static void Registers(FilingForm form, Filing filing, Typed typed, List<Failure> failures)
    {
        filing.Registers.Clear();
        foreach (var (i, row) in form.Registers.Index())
        {
            if (row.IsEmpty) continue;
            var told = failures.Count;
            void Wrong(string what, string message) => failures.Add(new("register_" + what, 400, message, $"registers[{i}].{what}"));
            var number = row.Number?.Trim().ToUpperInvariant() ?? "";
            if (Chosen.One<Register>(row.Register) is not { } register) { Wrong("register", ConversionTexts.RegisterMissing); continue; }
            if (number.Length is 0 or > Filing.NumberMax) Wrong("number", ConversionTexts.RegisterNumber);
            if (filing.Registers.Exists(r => r.Register == register && r.Number == number)) Wrong("number", ConversionTexts.RegisterTwice);
            var on = typed.Day(row.On, $"registers[{i}].on");
            if (on is null && failures.Count == told) Wrong("on", ConversionTexts.RegisterDay);
            var amount = typed.Number(row.Amount, $"registers[{i}].amount");
            if (amount is < 0 or > Largest) Wrong("amount", ConversionTexts.AmountWrong);
            if (failures.Count == told) filing.Registers.Add(new() { FilingId = filing.Id, Register = register, Number = number, On = on!.Value, Amount = amount });
        }
    }

    private async Task<string?> PlaceAsync(string typed, CancellationToken ct) =>
        (await regions.FindAsync(typed, ct))?.Path ?? (await regions.SearchAsync(typed, ct) is { Count: > 0 } found && found.Count(r => r.Name == typed) is var same && (same == 1 || found.Count == 1) ? found.FirstOrDefault(r => r.Name == typed)?.Path ?? found[0].Path : null);

    private static IEnumerable<string> Split(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(1000);
}
