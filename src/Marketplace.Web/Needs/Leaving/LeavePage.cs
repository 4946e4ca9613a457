using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>What leaving a need by phone number and the farmers' page share: words, number, place, and the code that proves the number.</summary>
public abstract class LeavePage(LeaveDesk desk, CodeDesk codes, ProgressCookie progress, DriveDesk drives, RegionTree regions) : AnsweringPage
{
    private const string Cookie = "leaving-need";

    [BindProperty(Name = "once")] public Guid Once { get; set; }
    [BindProperty(Name = "text")] public string? Text { get; set; }
    [BindProperty(Name = "phone")] public string? Phone { get; set; }
    [BindProperty(Name = "contact")] public string? Contact { get; set; }
    [BindProperty(Name = "crop")] public string? Crop { get; set; }
    [BindProperty(Name = "region")] public string? Region { get; set; }

    /// <summary>A county or township in words, where it is not chosen from a list.</summary>
    [BindProperty(Name = "place")] public string? Place { get; set; }
    [BindProperty(Name = "agreed")] public bool Agreed { get; set; }
    [BindProperty(Name = "code")] public string? Code { get; set; }
    [BindProperty(Name = "drive", SupportsGet = true)] public Guid? DriveId { get; set; }

    public Drive? Drive { get; private set; }
    public bool CodeSent { get; private set; }

    /// <summary>The places of the drive, or those the words fit.</summary>
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public abstract string Address { get; }
    protected LeaveDesk Desk => desk;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Once = Guid.CreateVersion7();
        await LoadAsync(ct);
        return Page();
    }

    /// <summary>Sends the code; what was typed stays on the page.</summary>
    public async Task<IActionResult> OnPostCodeAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (await BeginAsync(ct) is { } refused) return refused;
        var login = LoginName.Parse(Phone)!;
        var sent = await codes.SendAsync(login, CodePurpose.Confirm, HttpContext.Connection.RemoteIpAddress, ct);
        if (!sent.Succeeded) return Refused([.. sent.Failures.Select(f => f with { Field = "phone" })]);
        progress.Write(HttpContext, new() { Login = login, Code = sent.Value }, Cookie);
        CodeSent = true;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(List<IFormFile> photos, CancellationToken ct)
    {
        ModelState.Clear();
        if (await BeginAsync(ct) is { } refused) return refused;
        var proven = false;
        if (!string.IsNullOrWhiteSpace(Code))
        {
            CodeSent = true;
            var login = LoginName.Parse(Phone)!;
            var begun = progress.Read(HttpContext, Cookie);
            if (await codes.CheckAsync(begun?.Login == login ? begun.Code : null, login, CodePurpose.Confirm, Code, ct) is { } wrong) return Refused([wrong]);
            proven = true;
        }
        var left = await desk.LeaveAsync(Given(), photos, proven, HttpContext.Connection.RemoteIpAddress, ct);
        if (!left.Succeeded) return Refused(left.Failures);
        ProgressCookie.Clear(HttpContext, Cookie);
        return Redirect(desk.LinkTo(left.Value.Id) + "?left=true");
    }

    protected LeftNeed Given() => new() { Text = Text, Phone = Phone, Contact = Contact, Crop = Crop, Region = Region, Drive = DriveId, Agreed = Agreed, Once = Once };

    protected async Task LoadAsync(CancellationToken ct)
    {
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        if (DriveId is { } id && (Drive = await drives.PublicAsync(id, ct)) is not null) Places = await BelowAsync(regions, Drive.RegionPath, ct);
        else if (!string.IsNullOrWhiteSpace(Place))
        {
            var found = await regions.SearchAsync(Place.Split([' ', '，', ','], StringSplitOptions.RemoveEmptyEntries)[^1], ct);
            var trails = await regions.TrailsAsync([.. found.Select(r => r.Path)], ct);
            Places = [.. found.Where(r => r.Level is RegionLevel.County or RegionLevel.Local).Select(r => new SelectListItem(string.Join(' ', trails[r.Path].Select(t => t.Name)), r.Code))];
        }
    }

    /// <summary>Counties of a prefecture with their townships, townships of a county.</summary>
    internal static async Task<IReadOnlyList<SelectListItem>> BelowAsync(RegionTree regions, string path, CancellationToken ct)
    {
        var items = new List<SelectListItem>();
        foreach (var place in await regions.ChildrenAsync(path.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1], ct))
        {
            items.Add(new(place.Name, place.Code));
            if (place.Level != RegionLevel.Prefecture) items.AddRange((await regions.ChildrenAsync(place.Code, ct)).Select(inner => new SelectListItem($"{place.Name} {inner.Name}", inner.Code)));
        }
        return items;
    }

    /// <summary>Null when all is there to go on.</summary>
    private async Task<IActionResult?> BeginAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        // Typed in words: a single fit is meant, several are asked about.
        if (string.IsNullOrEmpty(Region) && !string.IsNullOrWhiteSpace(Place))
        {
            if (Places is [var only]) Region = only.Value;
            else return Refused([.. await desk.CheckAsync(Given(), ct), new Failure("need_place_which", 400, Places.Count == 0 ? CollectTexts.PlaceUnknown : CollectTexts.PlaceWhich, Places.Count == 0 ? "place" : "region")]);
        }
        var failures = await desk.CheckAsync(Given(), ct);
        return failures.Count > 0 ? Refused(failures) : null;
    }

}
