using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using C = Marketplace.Web.Catalogue.Listings.ListingColumns;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Listing fields out into a sheet and back from it.</summary>
public sealed class ListingSheet(AppDbContext db, Industries industries)
{
    private sealed record Line(Listing Listing, ListingDraft Draft, string PatentTitle);

    public async Task<byte[]> WriteAsync(IReadOnlyList<Guid> ids, string format, CancellationToken ct)
    {
        var wanted = ids.ToArray();
        var listings = await db.Set<Listing>().AsNoTracking().Where(l => wanted.Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(ct);
        var members = (await db.Set<ListingPatent>().AsNoTracking().Where(m => wanted.Contains(m.ListingId)).ToListAsync(ct)).ToLookup(m => m.ListingId);
        var titles = await db.Set<Patent>().Where(p => db.Set<ListingPatent>().Any(m => wanted.Contains(m.ListingId) && m.ApplicationNo == p.ApplicationNo)).ToDictionaryAsync(p => p.ApplicationNo, p => p.RemovedAt is null ? p.Title : "", StringComparer.Ordinal, ct);
        var lines = listings.Select(l =>
        {
            var draft = ListingDraft.Of(l, members[l.Id], []);
            return new Line(l, draft, draft.Members.Count > 0 ? titles[draft.Members[0].ApplicationNo] : "");
        }).ToList();
        return format == "csv" ? CsvWriter.Write(Fields(), lines) : XlsxWriter.Write(ListingTexts.Title, Fields(), lines);
    }

    private List<SheetField<Line>> Fields() =>
    [.. C.Plan.Columns.Select(c => new SheetField<Line>(c.Title, line => Value(c.Key, line))
    {
        Width = c.Key switch { C.Id => 38, C.No => 20, "title" or C.Scenes or C.KnowHow or C.Support or C.Definition => 40, _ => 16 },
        Form = c.Key switch { C.Amount or C.Upfront or C.UnitAmount or C.Min or C.Cap => SheetForm.Amount, C.Maturity => SheetForm.Whole, C.ExpiresOn => SheetForm.Date, _ => SheetForm.Text },
        Choices = c.Key switch
        {
            C.Forms => [.. C.FormWords.Keys],
            C.Model => [.. C.ModelWords.Keys],
            C.Base => [.. C.BaseWords.Keys],
            C.Period => [.. C.PeriodWords.Keys],
            C.Maturity => [.. Enumerable.Range(1, 9).Select(n => n.ToString(CultureInfo.InvariantCulture))],
            C.Chains => [.. industries.Chains.Select(chain => chain.Name).Distinct(StringComparer.Ordinal)],
            _ => [],
        },
        // Several in a cell are allowed.
        OnlyChoices = c.Key is not (C.Forms or C.Chains),
    })];

    private static object? Value(string key, Line line)
    {
        var (draft, fee) = (line.Draft, line.Draft.Fee);
        return key switch
        {
            C.Id => line.Listing.Id.ToString(),
            C.No => string.Join('；', draft.Members.Select(m => PatentNumber.Show(m.ApplicationNo))),
            "title" => draft.Title ?? line.PatentTitle,
            "state" => ListingWords.Name(line.Listing.State),
            C.Forms => string.Join('、', draft.Forms.Select(f => Word(C.FormWords, f))),
            C.Model => draft.FeeModel is { } model ? Word(C.ModelWords, model) : null,
            C.Amount => fee.Amount,
            C.Upfront => fee.Upfront,
            C.Base => fee.Base is { } of ? Word(C.BaseWords, of) : null,
            C.Rate => fee.Rate?.ToString("0.####", CultureInfo.InvariantCulture),
            C.Definition => fee.Definition,
            C.UnitAmount => fee.UnitAmount,
            C.Unit => fee.Unit,
            C.Period => fee.Period is { } period ? Word(C.PeriodWords, period) : null,
            C.Min => fee.Min,
            C.Cap => fee.Cap,
            C.LateRate => fee.LateRate?.ToString("0.####", CultureInfo.InvariantCulture),
            C.Reason => fee.Reason,
            C.Maturity => draft.Maturity,
            C.Scenes => draft.Scenes,
            C.Industries => string.Join('、', draft.Industries),
            C.Chains => string.Join('、', draft.Chains),
            C.KnowHow => draft.KnowHow,
            C.Support => draft.Support,
            C.ContactName => draft.ContactName,
            C.ContactPhone => draft.ContactPhone,
            C.ContactMail => draft.ContactMail,
            C.ExpiresOn => draft.ExpiresOn,
            _ => draft.Members.Count == 1 ? draft.Members[0].ReportNo : null,
        };
    }

    private static string Word<T>(IReadOnlyDictionary<string, T> words, T value) => words.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Key;

    /// <summary>Holds each row against the listing it names: what would change, what is the same, what cannot be.</summary>
    public async Task CompareAsync(ListingBatch batch, CancellationToken ct)
    {
        var opened = SheetReader.Open(batch.File!, C.Plan);
        var rows = opened.Succeeded ? opened.Value.ReadAll() : opened.Failures.ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<ListingBatchItem>().Where(i => i.BatchId == batch.Id).ExecuteDeleteAsync(ct);
        if (!rows.Succeeded)
        {
            await db.Set<ListingBatch>().Where(b => b.Id == batch.Id).ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BatchState.Failed).SetProperty(b => b.Fault, rows.Failures[0].Message), ct);
            await transaction.CommitAsync(ct);
            return;
        }
        var owner = batch.OrganisationId;
        var mine = await db.Set<Listing>().AsNoTracking().Where(l => l.OwnerId == owner).ToDictionaryAsync(l => l.Id, ct);
        var members = (await db.Set<ListingPatent>().AsNoTracking().Where(m => db.Set<Listing>().Any(l => l.Id == m.ListingId && l.OwnerId == owner)).ToListAsync(ct)).ToLookup(m => m.ListingId);
        var consents = (await db.Set<ListingConsent>().AsNoTracking().Where(c => db.Set<Listing>().Any(l => l.Id == c.ListingId && l.OwnerId == owner)).ToListAsync(ct)).ToLookup(c => c.ListingId);
        var held = await db.Set<PatentHolder>().Where(h => h.OrganisationId == owner).Select(h => h.ApplicationNo).Distinct().ToHashSetAsync(StringComparer.Ordinal, ct);
        var single = mine.Values.Where(l => l.State is not (ListingState.Withdrawn or ListingState.Expired) && members[l.Id].Count() == 1).ToLookup(l => members[l.Id].First().ApplicationNo, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = new List<ListingBatchItem>();
        foreach (var row in rows.Value.All)
        {
            var failures = new List<Failure>();
            var listing = Find(row, mine, single, held, failures, out var number);
            ListingDraft? before = listing is null ? null : ListingDraft.Of(listing, members[listing.Id], consents[listing.Id]);
            var wanted = failures.Count > 0 ? null : Read(row, before ?? new() { Members = [new(number!)] }, failures)?.Tidy();
            if (wanted is not null)
            {
                failures.AddRange(ListingRules.Fields(wanted, industries));
                if (wanted.FeeModel is { } model) failures.AddRange(wanted.Fee.Check(model));
                if (!seen.Add(listing?.Id.ToString() ?? number!)) failures.Add(new("row_twice", 400, ListingTexts.RowTwice));
            }
            var same = wanted is not null && before is not null && ListingContent.Write(wanted) == ListingContent.Write(before.Tidy());
            items.Add(new()
            {
                BatchId = batch.Id,
                Number = row.Number,
                ListingId = listing?.Id,
                Label = row[C.No] is { Length: > 0 and <= 200 } no ? no : row[C.Id] is { Length: > 0 and <= 200 } id ? id : "—",
                Outcome = failures.Count > 0 ? ItemOutcome.Refused : same ? ItemOutcome.Unchanged : ItemOutcome.Waiting,
                Faults = JsonSerializer.Serialize(failures.Select(f => f.Message), ListingWorker.Json),
                Wanted = wanted is null ? null : ListingContent.Write(wanted),
                Before = listing is null ? null : ListingContent.Of(listing, before!).ToJson(),
            });
        }
        db.AddRange(items);
        await db.SaveChangesAsync(ct);
        await db.Set<ListingBatch>().Where(b => b.Id == batch.Id && b.State == BatchState.Comparing).ExecuteUpdateAsync(set => set
            .SetProperty(b => b.State, BatchState.Compared).SetProperty(b => b.File, (byte[]?)null).SetProperty(b => b.Total, items.Count)
            .SetProperty(b => b.Refused, items.Count(i => i.Outcome == ItemOutcome.Refused)).SetProperty(b => b.Unchanged, items.Count(i => i.Outcome == ItemOutcome.Unchanged)), ct);
        await transaction.CommitAsync(ct);
    }

    private static Listing? Find(SheetRow row, Dictionary<Guid, Listing> mine, ILookup<string, Listing> single, HashSet<string> held, List<Failure> failures, out string? number)
    {
        number = null;
        if (row[C.Id] is { Length: > 0 } typed)
        {
            if (Guid.TryParse(typed, out var id) && mine.TryGetValue(id, out var listing)) return listing;
            failures.Add(new("listing_unknown", 404, ListingTexts.RowUnknown.Fill(typed)));
            return null;
        }
        var parsed = PatentNumber.Parse(row[C.No], out var fault);
        if (parsed is null || fault is not null || row.HasLostDigits(C.No))
        {
            failures.Add(new("number_wrong", 400, ListingTexts.NumberWrong.Fill(row[C.No])));
            return null;
        }
        var body = number = parsed.Body;
        var there = single[body].ToList();
        if (there.Count > 1) failures.Add(new("listing_ambiguous", 409, ListingTexts.RowAmbiguous.Fill(row[C.No])));
        else if (there.Count == 0 && !held.Contains(body)) failures.Add(new("not_yours", 404, ListingTexts.NotYours.Fill(row[C.No])));
        return there.Count == 1 ? there[0] : null;
    }

    private static ListingDraft Read(SheetRow row, ListingDraft draft, List<Failure> failures)
    {
        void Wrong(string key) => failures.Add(new("cell_wrong", 400, ListingTexts.CellWrong.Fill(C.Plan.Columns.First(c => c.Key == key).Title, row[key])));
        string? Text(string key, string? now) => row[key] switch { "" => now, C.Nothing => null, var typed => typed };
        T? One<T>(string key, T? now, IReadOnlyDictionary<string, T> words) where T : struct
        {
            if (row[key] is not { Length: > 0 } typed) return now;
            if (typed == C.Nothing) return null;
            var folded = NameFolding.Fold(typed);
            foreach (var (word, value) in words) if (NameFolding.Fold(word) == folded) return value;
            Wrong(key);
            return now;
        }
        decimal? Number(string key, decimal? now)
        {
            if (row[key] is not { Length: > 0 } typed) return now;
            if (typed == C.Nothing) return null;
            if (decimal.TryParse(typed.Normalize(System.Text.NormalizationForm.FormKC).TrimEnd('%'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value)) return value;
            Wrong(key);
            return now;
        }
        IReadOnlyList<string> List(string key, IReadOnlyList<string> now) => row[key] switch { "" => now, C.Nothing => [], var typed => C.Split(typed) };
        var forms = draft.Forms;
        if (row[C.Forms] is { Length: > 0 } written)
        {
            var words = C.Split(written);
            if (written == C.Nothing) forms = [];
            else if (words.FirstOrDefault(w => !C.FormWords.ContainsKey(w)) is not null) Wrong(C.Forms);
            else forms = [.. words.Select(w => C.FormWords[w])];
        }
        var expires = draft.ExpiresOn;
        if (row[C.ExpiresOn] is { Length: > 0 } day)
        {
            if (SheetDates.Read(day) is { } read) expires = read;
            else Wrong(C.ExpiresOn);
        }
        var maturity = Number(C.Maturity, draft.Maturity);
        if (maturity is { } level && (level != decimal.Truncate(level) || level is < 1 or > 9)) Wrong(C.Maturity);
        return draft with
        {
            Forms = forms,
            FeeModel = One(C.Model, draft.FeeModel, C.ModelWords),
            Fee = draft.Fee with
            {
                Amount = Number(C.Amount, draft.Fee.Amount),
                Upfront = Number(C.Upfront, draft.Fee.Upfront),
                Base = One(C.Base, draft.Fee.Base, C.BaseWords),
                Rate = Number(C.Rate, draft.Fee.Rate),
                Definition = Text(C.Definition, draft.Fee.Definition),
                UnitAmount = Number(C.UnitAmount, draft.Fee.UnitAmount),
                Unit = Text(C.Unit, draft.Fee.Unit),
                Period = One(C.Period, draft.Fee.Period, C.PeriodWords),
                Min = Number(C.Min, draft.Fee.Min),
                Cap = Number(C.Cap, draft.Fee.Cap),
                LateRate = Number(C.LateRate, draft.Fee.LateRate),
                Reason = Text(C.Reason, draft.Fee.Reason),
            },
            Maturity = maturity is { } fits && fits is >= 1 and <= 9 ? (int)fits : null,
            Scenes = Text(C.Scenes, draft.Scenes),
            Industries = List(C.Industries, draft.Industries),
            Chains = List(C.Chains, draft.Chains),
            KnowHow = Text(C.KnowHow, draft.KnowHow),
            Support = Text(C.Support, draft.Support),
            ContactName = Text(C.ContactName, draft.ContactName),
            ContactPhone = Text(C.ContactPhone, draft.ContactPhone),
            ContactMail = Text(C.ContactMail, draft.ContactMail),
            ExpiresOn = expires,
            Members = draft.Members.Count == 1 ? [draft.Members[0] with { ReportNo = Text(C.Report, draft.Members[0].ReportNo) }] : draft.Members,
        };
    }
}

/// <summary>A day as people and spreadsheets write it.</summary>
public static class SheetDates
{
    private static readonly string[] s_forms = ["yyyy-M-d", "yyyy.M.d", "yyyy/M/d", "yyyyMMdd", "yyyy年M月d日", "yyyy-MM-dd HH:mm:ss"];

    public static DateOnly? Read(string typed) =>
        DateTime.TryParseExact(typed.Normalize(System.Text.NormalizationForm.FormKC).Trim(), s_forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? DateOnly.FromDateTime(day) : null;
}
