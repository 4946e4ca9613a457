using System.Globalization;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Needs;

/// <summary>One part of a need: saved for itself, with what its own words suggest.</summary>
[Access(Act.KeepNeeds)]
public sealed class EditNeedModel(NeedDesk desk, NeedSuggestions suggestions, NeedChecks checks, NeedFiles files, Industries industries, Crops crops, RegionTree regions, TimeProvider time) : AnsweringPage
{
    /// <summary>Said by the script that saves while one writes: the answer is a version, not a page.</summary>
    public const string QuietHeader = "X-Save-Quietly";

    [BindProperty]
    public NeedForm Form { get; set; } = new();

    [FromRoute(Name = "part")]
    public string PartName { get; set; } = "";

    public NeedPart Part { get; private set; }
    public Need Need { get; private set; } = null!;
    public NeedSuggestion Suggested { get; private set; } = null!;
    public IReadOnlyList<GiveAwayHit> Hits { get; private set; } = [];
    public IReadOnlyList<Platform.Files.StoredFile> Attached { get; private set; } = [];
    public string RegionName { get; private set; } = "";
    public IReadOnlyList<(string Code, string Name)> FoundRegions { get; private set; } = [];

    /// <summary>Weak words stand in the way of saving an open need until somebody says that they tell nothing.</summary>
    public bool AskConfirmation { get; private set; }

    public IEnumerable<Industry> IndustryChoices => Suggested.Industries.Concat(Form.Industry is { } code && industries.Find(code) is { } chosen ? [chosen] : []).DistinctBy(i => i.Code, StringComparer.Ordinal);
    public IEnumerable<SelectListItem> IpcOptions => Suggested.Ipc.Select(i => (i.Code, Text: $"{i.Code} {i.Title}")).Concat(Form.Ipc.Select(code => (Code: code, Text: code))).DistinctBy(i => i.Code, StringComparer.Ordinal)
        .Select(i => new SelectListItem(i.Text, i.Code, Form.Ipc.Contains(i.Code, StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> ChainOptions => Suggested.Chains.Select(c => c.Name).Concat(Form.Chains).Distinct(StringComparer.Ordinal).Select(name => new SelectListItem(name, name, Form.Chains.Contains(name, StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> CropOptions => [new(NeedTexts.NotAgriculture, ""), .. crops.All.Select(crop => new SelectListItem(crop.Name, crop.Name))];
    public IEnumerable<SelectListItem> FormOptions => Enum.GetValues<OfferForm>().Select(f => new SelectListItem(ListingWords.Name(f) + Seems(Suggested.Forms.Contains(f)), f.ToString(), Form.Forms.Contains(f.ToString(), StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> WayOptions => Enum.GetValues<Cooperation>().Select(w => new SelectListItem(NeedWords.Name(w) + Seems(Suggested.Cooperation.Contains(w)), w.ToString(), Form.Cooperation.Contains(w.ToString(), StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> TrlOptions => [new(NeedTexts.AnyMaturity, ""), .. Enumerable.Range(1, 9).Select(n => new SelectListItem($"{n} {ListingWords.Trl(n)}", n.ToString(CultureInfo.InvariantCulture)))];

    public static string TitleOf(NeedPart part) => NeedTexts.ResourceManager.GetString("Part" + part, NeedTexts.Culture)!;

    public static string Address(Guid id, NeedPart part) => $"/needs/{id}/edit/{part.ToString().ToLowerInvariant()}";

    public async Task<IActionResult> OnGetAsync(Guid id, string? q, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await OpenAsync(id, ct)) return NotFound();
        Form = NeedForm.Of(desk.DraftOf(Need), Need.Version);
        await LoadAsync(q, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await OpenAsync(id, ct)) return NotFound();
        var failures = new List<Failure>();
        Form.Into(new(), Part, failures);
        var saved = failures.Count > 0 ? failures : await desk.SaveAsync(id, draft => Form.Into(draft, Part, []), Form.Version, Form.Confirmed, ct);
        if (Request.Headers.ContainsKey(QuietHeader))
            return saved.Succeeded ? Content(saved.Value.Version.ToString(CultureInfo.InvariantCulture), "text/plain") : StatusCode(saved.Failures[0].Status);
        if (saved.Succeeded) return Went($"/needs/{id}", NeedTexts.Saved);
        AskConfirmation = saved.Failures.Any(f => f.Code == "need_confirm_words");
        await LoadAsync(null, ct);
        return Refused(saved.Failures);
    }

    public async Task<IActionResult> OnPostFileAsync(Guid id, List<IFormFile> attachments, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await OpenAsync(id, ct)) return NotFound();
        var added = await files.AddAsync(Need, attachments, ct);
        if (added.Succeeded) return Went(Address(id, NeedPart.Files), NeedTexts.Saved);
        await LoadAsync(null, ct);
        return Refused([.. added.Failures.Select(f => f with { Field = "attachments" })]);
    }

    public async Task<IActionResult> OnPostDropAsync(Guid id, Guid file, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await OpenAsync(id, ct)) return NotFound();
        return await files.DropAsync(Need, file, ct) ? Went(Address(id, NeedPart.Files), NeedTexts.FileDropped) : NotFound();
    }

    private async Task<bool> OpenAsync(Guid id, CancellationToken ct)
    {
        if (!Enum.TryParse<NeedPart>(PartName, ignoreCase: true, out var part) || !Enum.IsDefined(part) || await desk.FindAsync(id, ct) is not { } found) return false;
        (Part, Need) = (part, found);
        return true;
    }

    private async Task LoadAsync(string? words, CancellationToken ct)
    {
        var draft = desk.DraftOf(Need);
        var own = Need.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Suggested = suggestions.Of($"{draft.Title}。{draft.Summary}\n{draft.Detail}", own.ElementAtOrDefault(1), Dates.Today(time));
        if (Part == NeedPart.Problem && draft.Visibility == NeedVisibility.Anonymous) Hits = await checks.FindAsync(Need.OwnerId, draft with { Title = Form.Title ?? "", Summary = Form.Summary ?? "" }, ct);
        if (Part == NeedPart.Files) Attached = await files.OfAsync(Need.Id, ct);
        if (Part != NeedPart.Terms) return;
        var code = Form.Region ?? own.LastOrDefault();
        RegionName = code is not null && await regions.FindAsync(code, ct) is { } place ? await regions.NameAsync(place.Path, ct) : "";
        if (string.IsNullOrWhiteSpace(words)) return;
        var found = await regions.SearchAsync(words, ct);
        var trails = await regions.TrailsAsync([.. found.Select(r => r.Path)], ct);
        FoundRegions = [.. found.Select(r => (r.Code, string.Join(' ', trails[r.Path].Select(t => t.Name))))];
    }

    private static string Seems(bool suggested) => suggested ? " · " + NeedTexts.SeemsSo : "";
}
