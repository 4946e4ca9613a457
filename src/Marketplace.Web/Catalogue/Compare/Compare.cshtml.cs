using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Compare;

/// <param name="Values">One for each patent; null: unknown.</param>
/// <param name="Chinese">Texts of the register, whatever the reader's language.</param>
/// <param name="Own">Each patent has its own, so that it differs says nothing.</param>
public sealed record CompareRow(string Label, IReadOnlyList<string?> Values, bool Chinese = false, bool Own = false)
{
    public bool Differs => !Own && Values.Distinct(StringComparer.Ordinal).Count() > 1;
}

/// <summary>Up to four patents side by side. Which ones stands in the address, so that it can be sent to a colleague.</summary>
[Access(Act.ReadPublic)]
public sealed class CompareModel(AppDbContext db, FacetWords words, IpcTitles titles) : PageModel
{
    public const int Most = 4;

    public IReadOnlyList<Patent> Patents { get; private set; } = [];
    public IReadOnlyList<CompareRow> Rows { get; private set; } = [];

    /// <summary>More were ticked than fit.</summary>
    public bool TooMany { get; private set; }

    /// <summary>What is in the address and not in the catalogue.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    public static string AddressOf(IEnumerable<string> numbers) => "/patents/compare" + QueryString.Create(numbers.Select(no => KeyValuePair.Create("no", (string?)no)));

    public string Without(Patent patent) => AddressOf(Patents.Where(p => p != patent).Select(p => p.ApplicationNo));

    public async Task<IActionResult> OnGetAsync([FromQuery] string?[]? no, CancellationToken ct)
    {
        ModelState.Clear();
        var asked = (no ?? []).OfType<string>().Select(text => text.Trim()).Where(text => text.Length > 0).Take(20).Select(text => (Text: text, Number: PatentNumber.Parse(text, out _)?.Body))
            .DistinctBy(each => each.Number ?? each.Text, StringComparer.Ordinal).ToList();
        var numbers = asked.Select(each => each.Number).OfType<string>().ToList();
        var found = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToDictionaryAsync(p => p.ApplicationNo, StringComparer.Ordinal, ct);
        Unknown = [.. asked.Where(each => each.Number is null || !found.ContainsKey(each.Number)).Select(each => each.Text)];
        TooMany = found.Count > Most;
        Patents = [.. numbers.Where(found.ContainsKey).Take(Most).Select(number => found[number])];
        if (Patents.Count > 0) await CompareAsync(ct);
        if (Unknown.Count == 0) return Page();
        ModelState.AddModelError("no", CompareTexts.Unknown.Fill(string.Join('、', Unknown)));
        return Page();
    }

    private async Task CompareAsync(CancellationToken ct)
    {
        var numbers = Patents.Select(p => p.ApplicationNo).ToList();
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place).ToListAsync(ct))
            .ToLookup(h => h.ApplicationNo, StringComparer.Ordinal);
        var offers = (await db.Set<ListingPatent>().AsNoTracking().Where(m => numbers.Contains(m.ApplicationNo))
                .Join(db.Set<Listing>().Where(l => l.State == ListingState.Public), m => m.ListingId, l => l.Id, (m, l) => new { m.ApplicationNo, Listing = l }).ToListAsync(ct))
            .OrderByDescending(pair => pair.Listing.PublishedAt).ThenBy(pair => pair.Listing.Id).DistinctBy(pair => pair.ApplicationNo, StringComparer.Ordinal)
            .ToDictionary(pair => pair.ApplicationNo, pair => pair.Listing, StringComparer.Ordinal);

        CompareRow Row(string label, Func<Patent, string?> value, bool chinese = false, bool own = false) => new(label, [.. Patents.Select(p => value(p) is { Length: > 0 } text ? text : null)], chinese, own);
        CompareRow OfOffer(string label, Func<Listing, string?> value, bool chinese = false) => Row(label, p => offers.TryGetValue(p.ApplicationNo, out var offer) ? value(offer) : CompareTexts.NotOffered, chinese);

        Rows =
        [
            Row(CompareTexts.Number, p => p.Number, own: true),
            Row(CompareTexts.Kind, p => Word("kind", p.Kind.ToString())),
            Row(CompareTexts.State, p => Word("status", p.State.ToString())),
            Row(CompareTexts.Holders, p => string.Join('；', holders[p.ApplicationNo].Select(h => h.Name)), chinese: true),
            Row(CompareTexts.Ipc, p => string.Join('；', p.Ipc.Select(symbol => titles.Find(symbol) is { } title ? $"{PatentClass.Show(symbol)} {title.Title}" : PatentClass.Show(symbol)).Concat(p.Locarno)), chinese: true),
            OfOffer(CompareTexts.Forms, o => string.Join('；', o.Forms.Select(form => Word("form", form.ToString())))),
            OfOffer(CompareTexts.Fee, o => o.FeeYuan is { } yuan && FeeBand.Of(o.FeeModel, o.FeeYuan) is not FeeBand.Free ? Money.Exact(yuan) : FeeBand.Of(o.FeeModel, o.FeeYuan) is { } band ? words.ValueOf("fee", band) : null),
            OfOffer(CompareTexts.Maturity, o => o.Maturity is { } trl ? words.ValueOf("maturity", trl.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null),
            OfOffer(CompareTexts.Scenes, o => o.Scenes, chinese: true),
            Row(CompareTexts.Filed, p => Dates.InTable(p.FilingDate)),
            Row(CompareTexts.Granted, p => p.GrantDate is { } day ? Dates.InTable(day) : null),
            Row(CompareTexts.LastDay, p => Dates.InTable(p.LastDay)),
            Row(CompareTexts.Inventors, p => string.Join('；', p.Inventors), chinese: true, own: true),
            Row(CompareTexts.Abstract, p => p.Abstract, chinese: true, own: true),
            Row(CompareTexts.Claim, p => p.MainClaim, chinese: true, own: true),
        ];
    }

    private string Word(string facet, string value) => words.ValueOf(facet, FacetWords.Camel(value));
}
