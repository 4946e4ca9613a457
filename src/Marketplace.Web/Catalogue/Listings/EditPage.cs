using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What writing a new listing and changing one share: the form, its patents and what their classes suggest.</summary>
public abstract class EditPage(AppDbContext db, ListingDesk desk, Industries industries) : AnsweringPage
{
    protected AppDbContext Db => db;
    protected ListingDesk Desk => desk;

    [BindProperty]
    public ListingForm Form { get; set; } = new();

    public Organisation Owner { get; private set; } = null!;
    public IReadOnlyList<ListedPatent> Patents { get; private set; } = [];
    public IReadOnlyList<string> OtherHolders { get; private set; } = [];
    public IReadOnlyList<SelectListItem> IndustryOptions { get; private set; } = [];
    public IReadOnlyList<SelectListItem> ChainOptions { get; private set; } = [];
    public Listing? Listing { get; protected set; }

    public IEnumerable<SelectListItem> TrlOptions => [new(ListingTexts.Choose, ""), .. Enumerable.Range(1, 9).Select(n => new SelectListItem($"{n} {ListingWords.Trl(n)}", n.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    public IEnumerable<SelectListItem> FormOptions => Enum.GetValues<OfferForm>().Select(f => new SelectListItem(ListingWords.Name(f), f.ToString(), Form.Forms.Contains(f.ToString(), StringComparer.Ordinal)));

    /// <summary>The last day offered by itself: a year from now, or the patent's last.</summary>
    public string? Share(string no) => Form.Numbers.IndexOf(no) is var i and >= 0 ? Form.Shares.ElementAtOrDefault(i) : null;

    public string? Report(string no) => Form.Numbers.IndexOf(no) is var i and >= 0 ? Form.Reports.ElementAtOrDefault(i) : null;

    public string? ConsentOf(string name) => Form.ConsentNames.IndexOf(name) is var i and >= 0 ? Form.Consents.ElementAtOrDefault(i) : null;

    protected async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await desk.OwnerAsync(ct) is not { } owner) return false;
        Owner = owner;
        var numbers = Form.Members([]);
        Patents = await ListingFacts.OfAsync(db, [.. numbers.Take(ListingRules.MostPatents).Select(no => new DraftMember(no))], owner.Id, ct);
        OtherHolders = [.. Patents.SelectMany(p => p.Holders).Where(h => h.OrganisationId != owner.Id).DistinctBy(h => h.FoldedName, StringComparer.Ordinal).Select(h => h.Name)];
        var ipc = Patents.SelectMany(p => p.Ipc).ToList();
        var region = owner.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // Suggested first; ticked is only what people ticked.
        var suggested = industries.Suggest(ipc).Take(6).Select(s => s.Industry.Code).ToList();
        IndustryOptions = [.. suggested.Union(Form.Industries, StringComparer.Ordinal).Select(code => new SelectListItem($"{code} {industries.Find(code)?.Name}", code, Form.Industries.Contains(code, StringComparer.Ordinal)))];
        var chains = industries.SuggestChains(ipc, region.LastOrDefault()).Select(c => c.Name).Take(6);
        ChainOptions = [.. chains.Union(Form.Chains, StringComparer.Ordinal).Select(name => new SelectListItem(name, name, Form.Chains.Contains(name, StringComparer.Ordinal)))];
        return true;
    }

    /// <summary>The form again with another set of patents; nothing is saved.</summary>
    protected async Task<IActionResult> AgainAsync(CancellationToken ct)
    {
        var failures = new List<Failure>();
        var members = Form.Members(failures);
        ModelState.Clear();
        Form.Shares = [.. members.Select(Share)];
        Form.Reports = [.. members.Select(Report)];
        (Form.Numbers, Form.Drop, Form.More) = ([.. members], [], failures.Count > 0 ? Form.More : null);
        if (!await LoadAsync(ct)) return NotFound();
        failures.AddRange(members.Where(no => Patents.All(p => p.ApplicationNo != no)).Select(no => new Failure("listing_patent_unknown", 400, ListingTexts.PatentUnknown.Fill(Catalogue.Patents.PatentNumber.Show(no)), "patents")));
        return failures.Count > 0 ? this.Refuse(failures) : Page();
    }

    protected async Task<IActionResult> RefusedFormAsync(IReadOnlyList<Failure> failures, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        if (!await LoadAsync(ct)) return NotFound();
        return Refused(failures);
    }
}
