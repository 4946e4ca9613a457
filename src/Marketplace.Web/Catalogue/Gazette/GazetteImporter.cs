using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using C = Marketplace.Web.Catalogue.Gazette.GazetteColumns;

namespace Marketplace.Web.Catalogue.Gazette;

/// <summary>One announced declaration, as it was understood.</summary>
public sealed record Declaration
{
    public required string ApplicationNo { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<string> Holders { get; init; }
    public string? Uscc { get; init; }
    public IReadOnlyList<string> Ipc { get; init; } = [];
    public DateOnly? Filed { get; init; }
    public DateOnly? Granted { get; init; }
    public string? FeeText { get; init; }
    public FeeModel? Model { get; init; }
    public decimal? Amount { get; init; }
    public required string AnnouncementNo { get; init; }
    public required DateOnly AnnouncedOn { get; init; }
    public DateOnly? Until { get; init; }

    public FeeTerms Fee => new() { Amount = Model == FeeModel.LumpSum ? Amount : null, Announced = FeeText };
}

/// <summary>Brings announced declarations in as listings whose holder is not registered yet (public data; domain.md §2.2).</summary>
public sealed class GazetteImporter(AppDbContext db, DeclarationBook declarations, AuditLog audit, TimeProvider time)
{
    private static readonly JsonSerializerOptions s_json = ListingWorker.Json;

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
        var read = rows.Value.All.Select(row => (Row: row, Outcome: Read(row))).ToList();
        var numbers = read.Where(r => r.Outcome.Succeeded).Select(r => r.Outcome.Value.ApplicationNo).Distinct(StringComparer.Ordinal).ToArray();
        var patents = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo)).ToDictionaryAsync(p => p.ApplicationNo, p => p.RemovedAt is not null, StringComparer.Ordinal, ct);
        var there = (await (from m in db.Set<ListingPatent>() join l in db.Set<Listing>() on m.ListingId equals l.Id where numbers.Contains(m.ApplicationNo) && l.AnnouncementNo != null select new { m.ApplicationNo, l }).AsNoTracking().ToListAsync(ct))
            .ToLookup(x => (x.ApplicationNo, x.l.AnnouncementNo!), x => x.l);
        var seen = new HashSet<(string, string)>();
        var items = new List<ListingBatchItem>();
        foreach (var (row, outcome) in read)
        {
            var failures = outcome.Failures.ToList();
            var declared = outcome.Succeeded ? outcome.Value : null;
            Listing? listing = null;
            if (declared is not null)
            {
                listing = there[(declared.ApplicationNo, declared.AnnouncementNo)].FirstOrDefault();
                if (!seen.Add((declared.ApplicationNo, declared.AnnouncementNo))) failures.Add(new("row_twice", 400, ListingTexts.RowTwice));
                // A patent the catalogue has keeps its data; a new one needs the day its term runs from.
                if (!patents.TryGetValue(declared.ApplicationNo, out var removed) && declared.Filed is null) failures.Add(new("filed_missing", 400, ListingTexts.FiledMissing));
                if (removed) failures.Add(Removed());
            }
            items.Add(new()
            {
                BatchId = batch.Id,
                Number = row.Number,
                ListingId = listing?.Id,
                Label = declared is null ? (row[C.No] is { Length: > 0 and <= 200 } typed ? typed : "—") : PatentNumber.Show(declared.ApplicationNo),
                Outcome = failures.Count > 0 ? ItemOutcome.Refused : listing is not null && Same(listing, declared!) ? ItemOutcome.Unchanged : ItemOutcome.Waiting,
                Faults = JsonSerializer.Serialize(failures.Select(f => f.Message), s_json),
                Wanted = declared is null ? null : JsonSerializer.Serialize(declared, s_json),
                Before = listing is null ? null : JsonSerializer.Serialize(new { fee = FeeWords.Sentence(listing.FeeModel, FeeTerms.Of(listing.FeeTerms)), until = listing.ExpiresOn, listing.AnnouncedOn }, s_json),
            });
        }
        db.AddRange(items);
        await db.SaveChangesAsync(ct);
        await db.Set<ListingBatch>().Where(b => b.Id == batch.Id && b.State == BatchState.Comparing).ExecuteUpdateAsync(set => set
            .SetProperty(b => b.State, BatchState.Compared).SetProperty(b => b.File, (byte[]?)null).SetProperty(b => b.Total, items.Count)
            .SetProperty(b => b.Refused, items.Count(i => i.Outcome == ItemOutcome.Refused)).SetProperty(b => b.Unchanged, items.Count(i => i.Outcome == ItemOutcome.Unchanged)), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>One declaration, in the transaction of its item.</summary>
    public async Task<IReadOnlyList<Failure>> SaveAsync(ListingBatch batch, ListingBatchItem item, CancellationToken ct)
    {
        var declared = JsonSerializer.Deserialize<Declaration>(item.Wanted!, s_json)!;
        // Two bureaus with one file: the second waits and finds what the first brought.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"gazette:" + declared.ApplicationNo}, 0))", ct);
        // Whoever marks it secret at this moment waits for the listing, and takes it down.
        await db.Database.ExecuteSqlAsync($"select from patents where application_no = {declared.ApplicationNo} for update", ct);
        if (await db.Set<Patent>().AnyAsync(p => p.ApplicationNo == declared.ApplicationNo && p.RemovedAt != null, ct)) return [Removed()];
        var now = time.GetUtcNow();
        var bureau = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == batch.OrganisationId, ct);
        await KeepPatentAsync(declared, now, ct);
        // Prepared here by its holder: that one is announced, with the offer it was made from.
        if (await declarations.OursAsync(declared.ApplicationNo, declared.AnnouncementNo, declared.AnnouncedOn, declared.FeeText, ct))
        {
            item.Before = item.After = "{}";
            return [];
        }
        var listing = await (from m in db.Set<ListingPatent>() join l in db.Set<Listing>() on m.ListingId equals l.Id where m.ApplicationNo == declared.ApplicationNo && l.AnnouncementNo == declared.AnnouncementNo select l).FirstOrDefaultAsync(ct);
        // Its holder has it in hand by now: theirs to change.
        if (listing is { OwnerId: not null } || (listing is not null && Same(listing, declared)))
        {
            item.Before = item.After = "{}";
            return [];
        }
        var isNew = listing is null;
        if (listing is null)
        {
            listing = new() { BureauId = bureau.Id, RegionPath = bureau.RegionPath, State = ListingState.Public, CreatedAt = now, Forms = [OfferForm.OpenLicence], AnnouncementNo = declared.AnnouncementNo };
            db.Add(listing);
            db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = declared.ApplicationNo, Place = 1, SharePercent = 100m });
        }
        listing.AnnouncedOn = declared.AnnouncedOn;
        listing.FeeModel = declared.Model;
        listing.FeeTerms = declared.Fee.ToJson();
        listing.FeeYuan = declared.Fee.Headline(declared.Model);
        listing.ExpiresOn = declared.Until;
        listing.PublishedAt ??= now;
        listing.ConfirmedOn = Dates.Day(now);
        listing.ChangedAt = now;
        // A term that is over is history, not an offer.
        if (declared.Until < Dates.Day(now)) listing.State = ListingState.Expired;
        audit.Record(db, isNew ? "gazette.listed" : "gazette.changed", ListingDesk.Subject(listing.Id), new { bureau = bureau.Id, declared.ApplicationNo, declared.AnnouncementNo, batch = batch.Id });
        await db.SaveChangesAsync(ct);
        await declarations.AnnouncedAsync(listing, declared.ApplicationNo, ct);
        await db.SaveChangesAsync(ct);
        await CatalogueChanges.TouchAsync(db, [declared.ApplicationNo], ct);
        item.ListingId = listing.Id;
        item.After = "{}";
        return [];
    }

    private static Failure Removed() => new("patent_removed", 409, ListingTexts.PatentRemoved);

    private async Task KeepPatentAsync(Declaration declared, DateTimeOffset now, CancellationToken ct)
    {
        if (!await db.Set<Patent>().AnyAsync(p => p.ApplicationNo == declared.ApplicationNo, ct))
        {
            var kind = PatentNumber.KindOf(declared.ApplicationNo);
            var filed = declared.Filed!.Value;
            db.Add(new Patent
            {
                ApplicationNo = declared.ApplicationNo,
                Kind = kind,
                Title = declared.Title,
                Ipc = kind == PatentKind.Design ? [] : [.. declared.Ipc],
                Locarno = kind == PatentKind.Design ? [.. declared.Ipc] : [],
                FilingDate = filed,
                GrantDate = declared.Granted,
                // Only a right in force can be declared (Rules 85, 86); what is known is what the gazette said on that day.
                State = PatentState.InForce,
                StateSince = declared.Granted,
                StatusOn = declared.AnnouncedOn,
                StatusSource = StatusSource.Gazette,
                LastDay = PatentTerm.LastDay(kind, filed),
                CreatedAt = now,
            });
            for (var i = 0; i < declared.Holders.Count; i++)
            {
                var folded = NameFolding.Fold(declared.Holders[i]);
                var code = declared.Holders.Count == 1 ? declared.Uscc : null;
                db.Add(new PatentHolder { ApplicationNo = declared.ApplicationNo, Place = i + 1, Name = declared.Holders[i], FoldedName = folded, Uscc = code, OrganisationId = await OrganisationAsync(folded, code, ct) });
            }
            if (declared.Granted is { } granted) db.Add(Event(declared, PatentEventKind.Granted, granted, now));
            await db.SaveChangesAsync(ct);
        }
        if (!await db.Set<PatentEvent>().AnyAsync(e => e.ApplicationNo == declared.ApplicationNo && e.Kind == PatentEventKind.OpenLicenceDeclared && e.On == declared.AnnouncedOn && e.StruckAt == null, ct))
            db.Add(Event(declared, PatentEventKind.OpenLicenceDeclared, declared.AnnouncedOn, now));
    }

    private static PatentEvent Event(Declaration declared, PatentEventKind kind, DateOnly on, DateTimeOffset now) =>
        new() { ApplicationNo = declared.ApplicationNo, Kind = kind, On = on, Source = StatusSource.Gazette, Reference = declared.AnnouncementNo, RecordedAt = now };

    private async Task<Guid?> OrganisationAsync(string folded, string? code, CancellationToken ct)
    {
        if (code is not null && await db.Set<Organisation>().Where(o => o.Uscc == code).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(ct) is { } byCode) return byCode;
        var names = await db.Set<Organisation>().Where(o => o.FoldedName == folded).Select(o => o.Id)
            .Union(db.Set<OrganisationName>().Where(n => n.FoldedName == folded).Select(n => n.OrganisationId)).Take(2).ToListAsync(ct);
        return names.Count == 1 ? names[0] : null;
    }

    private static bool Same(Listing listing, Declaration declared) => listing.OwnerId is not null
        || (listing.AnnouncedOn == declared.AnnouncedOn && listing.FeeModel == declared.Model && listing.ExpiresOn == declared.Until
            && FeeTerms.Of(listing.FeeTerms) is var fee && fee.Announced == declared.FeeText && fee.Amount == declared.Fee.Amount);

    private static Outcome<Declaration> Read(SheetRow row)
    {
        var failures = new List<Failure>();
        void Wrong(string key) => failures.Add(new("cell_wrong", 400, ListingTexts.CellWrong.Fill(C.Plan.Columns.First(c => c.Key == key).Title, row[key].Length > 60 ? row[key][..60] : row[key])));
        DateOnly? Day(string key)
        {
            if (row[key].Length == 0) return null;
            if (SheetDates.Read(row[key]) is { } day) return day;
            Wrong(key);
            return null;
        }
        var number = PatentNumber.Parse(row[C.No], out var fault);
        if (number is null || fault is not null || row.HasLostDigits(C.No)) failures.Add(new("number_wrong", 400, ListingTexts.NumberWrong.Fill(row[C.No])));
        if (row[C.Title].Length is 0 or > 500) Wrong(C.Title);
        var holders = row[C.Holder].Split([';', '；', '、', '\n', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (holders.Count == 0 || holders.Exists(h => h.Length > 200)) Wrong(C.Holder);
        var announced = Day(C.AnnouncedOn);
        if (announced is null && row[C.AnnouncedOn].Length == 0) Wrong(C.AnnouncedOn);
        if (row[C.AnnouncementNo].Length is 0 or > 100) Wrong(C.AnnouncementNo);
        var code = Organisations.Uscc.Clean(row[C.Uscc]);
        if (code.Length > 0 && Organisations.Uscc.Check(code) == UsccVerdict.Malformed) Wrong(C.Uscc);
        decimal? amount = null;
        if (row[C.Amount] is { Length: > 0 } typed)
        {
            if (decimal.TryParse(typed.Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var yuan) && yuan <= FeeTerms.Largest) amount = decimal.Round(yuan, 2);
            else Wrong(C.Amount);
        }
        FeeModel? model = null;
        if (row[C.Model] is { Length: > 0 } way)
        {
            model = ModelOf(way);
            if (model is null && row[C.FeeText].Length == 0) Wrong(C.Model);
        }
        else if (amount is not null) model = amount == 0 ? FeeModel.Free : FeeModel.LumpSum;
        else if (ModelOf(row[C.FeeText]) == FeeModel.Free) model = FeeModel.Free;
        // A sum without which the model means nothing: then the announcement's words say it.
        if (model == FeeModel.LumpSum && amount is null) model = null;
        if (model is not (null or FeeModel.LumpSum or FeeModel.Free)) model = null;
        var words = row[C.FeeText] is { Length: > 0 } text ? text : row[C.Model] is { Length: > 0 } short_ ? short_ : null;
        if (words is null && model is null) failures.Add(new("fee_missing", 400, ListingTexts.GazetteFeeMissing));
        var (filed, granted, until) = (Day(C.Filed), Day(C.Granted), Day(C.Until));
        var ipc = row[C.Ipc].Split([';', '；', '、', ',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(symbol => PatentClass.Ipc(symbol) ?? PatentClass.Locarno(symbol)).OfType<string>().ToList();
        if (failures.Count > 0) return failures;
        return new Declaration
        {
            ApplicationNo = number!.Body,
            Title = row[C.Title],
            Holders = holders,
            Uscc = code.Length > 0 ? code : null,
            Ipc = ipc,
            Filed = filed,
            Granted = granted,
            FeeText = words?.Cut(2000),
            Model = model,
            Amount = amount,
            AnnouncementNo = row[C.AnnouncementNo],
            AnnouncedOn = announced!.Value,
            Until = until,
        };
    }

    private static FeeModel? ModelOf(string words) => words switch
    {
        _ when words.Contains("免费", StringComparison.Ordinal) || words.Contains("无偿", StringComparison.Ordinal) => FeeModel.Free,
        _ when words.Contains("入门费", StringComparison.Ordinal) => FeeModel.UpfrontRunning,
        _ when words.Contains("提成", StringComparison.Ordinal) => FeeModel.RunningRate,
        _ when words.Contains("分期", StringComparison.Ordinal) => FeeModel.Instalment,
        _ when words.Contains("一次", StringComparison.Ordinal) || words.Contains("固定", StringComparison.Ordinal) => FeeModel.LumpSum,
        _ => null,
    };
}
