using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Marketplace.Search.Documents;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What a patent is found by among offers. Given only where an index keeps it.</summary>
public delegate sbyte[] VectorOf(string title, string? summary);

/// <summary>
/// Reads patents as documents of the index, many at a time: the patent, its holders with their places, its public listing. A patent is read before what stands beside it,
/// so its revision is never newer than the rest: what changes in between comes with a revision of its own.
/// </summary>
public sealed class PatentDocuments(Industries industries, RemovedTitles? removed = null, VectorOf? vectorOf = null)
{
    /// <summary>As many as an event names at most, twice over: four queries each.</summary>
    private const int Chunk = 2048;

    /// <summary>Of an industry that IPC leads to: a tenth of a patent's weight says nothing.</summary>
    private const double LeastWeight = 0.2;

    /// <summary>Which table says the industries of what is read now.</summary>
    public long IndustryTable => industries.Table.Number;

    /// <summary>The changes that bring an index in step with the truth about these.</summary>
    public async Task<List<IndexChange>> ChangesAsync(AppDbContext db, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var wanted = numbers.ToArray();
        var rows = await Rows(db.Set<Patent>().Where(p => wanted.Contains(p.ApplicationNo))).ToListAsync(ct);
        var documents = await DocumentsAsync(db, rows.FindAll(row => row.RemovedAt is null),
            db.Set<PatentHolder>().Where(h => wanted.Contains(h.ApplicationNo)), db.Set<ListingPatent>().Where(m => wanted.Contains(m.ApplicationNo)), ct);
        foreach (var row in rows) if (row.RemovedAt is not null) removed?.Add(row.Title);
        return [.. documents.Select(IndexChange.Put), .. rows.Where(row => row.RemovedAt is not null).Select(row => IndexChange.Remove(row.No, row.Revision))];
    }

    /// <summary>
    /// The whole catalogue, in the order of numbers; in a transaction that sees one moment, all of that moment. While a chunk is worked on, the next is read; nobody else may
    /// use the context meanwhile.
    /// </summary>
    public async IAsyncEnumerable<SearchDocument> AllAsync(AppDbContext db, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var next = ReadAsync(db, "", ct);
        try
        {
            while (await next is { Count: > 0 } documents)
            {
                next = ReadAsync(db, documents[^1].Id, ct);
                foreach (var document in documents) yield return document;
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>By ranges of numbers: a list of two thousand would have the database walk all holders for each chunk.</summary>
    private async Task<List<SearchDocument>> ReadAsync(AppDbContext db, string after, CancellationToken ct)
    {
        // On a thread of its own: else what is there already would be read before the caller gets on.
        await Task.Yield();
        var rows = await Rows(db.Set<Patent>().Where(p => p.RemovedAt == null && p.ApplicationNo.CompareTo(after) > 0).OrderBy(p => p.ApplicationNo).Take(Chunk)).ToListAsync(ct);
        if (rows.Count == 0) return [];
        var last = rows[^1].No;
        return [.. await DocumentsAsync(db, rows,
            db.Set<PatentHolder>().Where(h => h.ApplicationNo.CompareTo(after) > 0 && h.ApplicationNo.CompareTo(last) <= 0),
            db.Set<ListingPatent>().Where(m => m.ApplicationNo.CompareTo(after) > 0 && m.ApplicationNo.CompareTo(last) <= 0), ct)];
    }

    /// <summary>What the index must count, and the sum its marks must give.</summary>
    public static async Task<(long Count, ulong Checksum)> MarkAsync(AppDbContext db, CancellationToken ct)
    {
        var (count, sum) = (0L, 0UL);
        await foreach (var row in db.Set<Patent>().Where(p => p.RemovedAt == null).Select(p => new { p.ApplicationNo, p.Revision }).AsAsyncEnumerable().WithCancellation(ct))
        {
            count++;
            sum += DocumentMark.Of(row.ApplicationNo, row.Revision);
        }
        return (count, sum);
    }

    private static IQueryable<Row> Rows(IQueryable<Patent> patents) => patents.AsNoTracking().Select(p => new Row(
        p.ApplicationNo, p.Revision, p.RemovedAt, p.Title, p.Abstract, p.MainClaim, p.Ipc, p.Locarno, p.FilingDate, p.GrantDate, p.PublicationNo, p.GrantNo, p.State, p.StatusOn, p.LastDay, p.CreatedAt));

    private async Task<IEnumerable<SearchDocument>> DocumentsAsync(AppDbContext db, List<Row> rows, IQueryable<PatentHolder> heldBy, IQueryable<ListingPatent> listed, CancellationToken ct)
    {
        if (rows.Count == 0) return [];
        var holders = (await (from h in heldBy.AsNoTracking()
                              join o in db.Set<Organisation>() on h.OrganisationId equals o.Id into known
                              from o in known.DefaultIfEmpty()
                              orderby h.ApplicationNo, h.Place
                              select new HolderRow(h.ApplicationNo, h.Name, h.Uscc, o == null ? null : o.Name, o == null ? null : o.Uscc, o == null ? null : o.RegionPath)).ToListAsync(ct))
            .ToLookup(holder => holder.No, StringComparer.Ordinal);
        var listings = (await (from m in listed.AsNoTracking()
                               join l in db.Set<Listing>() on m.ListingId equals l.Id
                               where l.State == ListingState.Public
                               select new ListingRow(m.ApplicationNo, l.Id, l.Forms, l.FeeModel, l.FeeYuan, l.Maturity, l.Industries, l.Chains, l.PublishedAt, l.ConfirmedOn, l.AnnouncementNo != null && l.OwnerId == null, l.StaleSince != null))
                .ToListAsync(ct))
            .OrderByDescending(listing => listing.ConfirmedOn ?? (listing.PublishedAt is { } at ? Dates.Day(at) : default)).ThenBy(listing => listing.Id)
            .ToLookup(listing => listing.No, StringComparer.Ordinal);
        return rows.Select(row => Document(row, [.. holders[row.No]], [.. listings[row.No]]));
    }

    private SearchDocument Document(Row row, IReadOnlyList<HolderRow> holders, IReadOnlyList<ListingRow> listings)
    {
        var texts = new Dictionary<string, string>(4, StringComparer.Ordinal) { [PatentSchema.Title] = row.Title };
        if (holders.Count > 0) texts[PatentSchema.Holders] = string.Join('\n', holders.Select(Shown));
        if (!string.IsNullOrWhiteSpace(row.Abstract)) texts[PatentSchema.Abstract] = row.Abstract;
        if (!string.IsNullOrWhiteSpace(row.Claim)) texts[PatentSchema.Claim] = row.Claim;
        var offer = listings.Count == 0 ? null : listings[0].Offer;
        var document = new SearchDocument
        {
            Id = row.No,
            Version = row.Revision,
            Texts = texts,
            Values = Values(row, holders, listings),
            Numbers = Numbers(row, offer, listings),
            Stored = JsonSerializer.Serialize(new StoredPatent(row.State, row.Ipc.Length > 0 ? row.Ipc : row.Locarno, row.Filed, row.Granted, row.LastDay, row.StatusOn, offer), StoredJson.Default.StoredPatent),
        };
        if (vectorOf is null || offer is null) return document;
        return document with { Vectors = new Dictionary<string, sbyte[]>(1, StringComparer.Ordinal) { [PatentSchema.Terms] = vectorOf(row.Title, row.Abstract) } };
    }

    /// <summary>As the register has it and, behind a tab, the name of today, so that both are found and the first is shown.</summary>
    private static string Shown(HolderRow holder) => holder.Organisation is { } now && now != holder.Name ? $"{holder.Name}\t{now}" : holder.Name;

    private Dictionary<string, IReadOnlyList<string>> Values(Row row, IReadOnlyList<HolderRow> holders, IReadOnlyList<ListingRow> listings)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(20, StringComparer.Ordinal);
        Put(PatentSchema.Number, NumbersOf(row));
        Put(PatentSchema.Kind, [FacetWords.Camel(PatentNumber.KindOf(row.No).ToString())]);
        Put(PatentSchema.Status, [FacetWords.Camel(row.State.ToString())]);
        Put(PatentSchema.Section, row.Ipc.Select(symbol => symbol[..1]));
        Put(PatentSchema.Subclass, row.Ipc.Where(symbol => symbol.Length >= 4).Select(symbol => symbol[..4]));
        Put(PatentSchema.Ipc, row.Ipc.SelectMany(Levels).Concat(row.Locarno));
        var codes = IndustriesOf(row, listings);
        Put(PatentSchema.Division, codes.Where(code => code.Length >= 2).Select(code => code[..2]));
        Put(PatentSchema.Industry, codes.SelectMany(IndustryLevels));
        var chains = listings.SelectMany(listing => listing.Chains).ToList();
        Put(PatentSchema.Chain, chains.Count > 0 ? chains : industries.SuggestChains(row.Ipc).Select(chain => chain.Name));
        Put(PatentSchema.Holder, holders.Select(holder => holder.Organisation ?? holder.Name));
        Put(PatentSchema.HolderCode, holders.SelectMany(holder => new[] { holder.Name, holder.Organisation, holder.Uscc, holder.OrganisationUscc }).OfType<string>());
        var places = holders.Select(holder => holder.RegionPath).OfType<string>().SelectMany(path => path.Split('/', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Put(PatentSchema.Province, places.Where(code => code.EndsWith("0000", StringComparison.Ordinal)));
        Put(PatentSchema.Prefecture, places.Where(code => code.EndsWith("00", StringComparison.Ordinal) && !code.EndsWith("0000", StringComparison.Ordinal)));
        Put(PatentSchema.Region, places);
        if (row.Granted is { } granted) Put(PatentSchema.Granted, [granted.Year.ToString(CultureInfo.InvariantCulture)]);
        Put(PatentSchema.Filed, [row.Filed.Year.ToString(CultureInfo.InvariantCulture)]);
        if (listings.Count == 0) return values;
        Put(PatentSchema.Offer, ["yes"]);
        Put(PatentSchema.Form, listings.SelectMany(listing => listing.Forms).Select(form => FacetWords.Camel(form.ToString())));
        Put(PatentSchema.Fee, listings.Select(listing => FeeBand.Of(listing.Model, listing.FeeYuan)).OfType<string>());
        Put(PatentSchema.Maturity, listings.Select(listing => listing.Maturity?.ToString(CultureInfo.InvariantCulture)).OfType<string>());
        return values;

        void Put(string column, IEnumerable<string> what)
        {
            // A handful each: looking through them is quicker than a set.
            List<string>? each = null;
            foreach (var value in what) if (each?.Contains(value) != true) (each ??= []).Add(value);
            if (each is not null) values[column] = each;
        }
    }

    private static Dictionary<string, long> Numbers(Row row, PatentOffer? offer, IReadOnlyList<ListingRow> listings)
    {
        // On offer before not, among each what was granted, else filed, last. A stale offer stands with those that are not on offer.
        var fresh = offer is not null && !offer.Stale;
        var day = (row.Granted ?? row.Filed).DayNumber;
        var numbers = new Dictionary<string, long>(6, StringComparer.Ordinal)
        {
            [PatentSchema.FilingDay] = row.Filed.DayNumber,
            [PatentSchema.LastDay] = row.LastDay.DayNumber,
            [PatentSchema.Rank] = (fresh ? 1_000_000 : row.State.Ended() ? -1_000_000 : 0) + day,
            [PatentSchema.News] = listings.Select(listing => listing.PublishedAt).OfType<DateTimeOffset>().Append(row.CreatedAt).Max().ToUnixTimeSeconds(),
        };
        if (row.Granted is { } granted) numbers[PatentSchema.GrantDay] = granted.DayNumber;
        var fees = listings.Where(listing => listing.Model == FeeModel.Free || listing.FeeYuan is not null).Select(listing => listing.Model == FeeModel.Free ? 0 : listing.FeeYuan!.Value).ToList();
        if (fees.Count > 0) numbers[PatentSchema.FeeAmount] = (long)(fees.Min() * 100);
        return numbers;
    }

    /// <summary>Every form somebody may paste.</summary>
    private static IEnumerable<string> NumbersOf(Row row)
    {
        var shown = PatentNumber.Show(row.No);
        string?[] all = [row.No, shown, shown.Replace(".", "", StringComparison.Ordinal), row.PublicationNo, row.GrantNo];
        return all.OfType<string>();
    }

    /// <summary>Class, subclass, main group and the symbol itself.</summary>
    private static IEnumerable<string> Levels(string symbol)
    {
        if (symbol.Length >= 3) yield return symbol[..3];
        if (symbol.Length >= 4) yield return symbol[..4];
        if (symbol.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash) yield return symbol[..slash] + "/00";
        yield return symbol;
    }

    private List<string> IndustriesOf(Row row, IReadOnlyList<ListingRow> listings)
    {
        var confirmed = listings.SelectMany(listing => listing.Industries).ToList();
        if (confirmed.Count > 0) return confirmed;
        var suggested = industries.Suggest(row.Ipc);
        // The official table leads a symbol to a dozen classes, none of them likely: then what they have in common says where it belongs.
        for (var digits = 4; digits >= 2; digits--)
        {
            var likely = suggested.GroupBy(pair => pair.Industry.Code[..Math.Min(digits, pair.Industry.Code.Length)], StringComparer.Ordinal)
                .Select(same => (Code: same.Key, Weight: same.Sum(pair => pair.Weight))).Where(pair => pair.Weight >= LeastWeight).ToList();
            if (likely.Count > 0) return [.. likely.OrderByDescending(pair => pair.Weight).ThenBy(pair => pair.Code, StringComparer.Ordinal).Take(3).Select(pair => pair.Code)];
        }
        return [];
    }

    private IEnumerable<string> IndustryLevels(string code)
    {
        if (industries.Find(code)?.Section is { } section) yield return section;
        for (var length = 2; length <= code.Length; length++) yield return code[..length];
    }

    private sealed record Row(
        string No, long Revision, DateTimeOffset? RemovedAt, string Title, string? Abstract, string? Claim, string[] Ipc, string[] Locarno, DateOnly Filed, DateOnly? Granted,
        string? PublicationNo, string? GrantNo, PatentState State, DateOnly? StatusOn, DateOnly LastDay, DateTimeOffset CreatedAt);

    private sealed record HolderRow(string No, string Name, string? Uscc, string? Organisation, string? OrganisationUscc, string? RegionPath);

    private sealed record ListingRow(
        string No, Guid Id, OfferForm[] Forms, FeeModel? Model, decimal? FeeYuan, int? Maturity, string[] Industries, string[] Chains, DateTimeOffset? PublishedAt, DateOnly? ConfirmedOn, bool FromGazette, bool Stale)
    {
        public PatentOffer Offer => new(Id, Forms, Model, FeeYuan, Maturity, ConfirmedOn ?? (PublishedAt is { } at ? Dates.Day(at) : null), FromGazette, Stale);
    }
}
