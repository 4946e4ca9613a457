using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Collecting;

/// <summary>代录: a station's clerk writes down what somebody says who agrees to it.</summary>
[Access(Act.CollectNeeds)]
public sealed class OnBehalfModel(CollectDesk desk, DriveDesk drives, Crops crops, RegionTree regions) : AnsweringPage
{
    [BindProperty(Name = "once")] public Guid Once { get; set; }
    [BindProperty(Name = "text")] public string? Text { get; set; }
    [BindProperty(Name = "crop")] public string? Crop { get; set; }
    [BindProperty(Name = "region")] public string? Region { get; set; }
    [BindProperty(Name = "uscc")] public string? OwnerCode { get; set; }
    [BindProperty(Name = "contact")] public string? Contact { get; set; }
    [BindProperty(Name = "phone")] public string? Phone { get; set; }
    [BindProperty(Name = "how")] public string? How { get; set; }
    [BindProperty(Name = "on")] public string? On { get; set; }
    [BindProperty(Name = "drive", SupportsGet = true)] public Guid? DriveId { get; set; }

    public IEnumerable<SelectListItem> CropOptions => [new(NeedTexts.NotAgriculture, ""), .. crops.All.Select(crop => new SelectListItem(crop.Name, crop.Name))];
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Drives { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Once = Guid.CreateVersion7();
        return await LoadAsync(ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(List<IFormFile> photos, IFormFile? paper, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await LoadAsync(ct)) return NotFound();
        var failures = new List<Failure>();
        var day = NeedForm.Day(On, "on", failures);
        if (failures.Count > 0) return Refused(failures);
        var entered = await desk.EnterAsync(new() { Text = Text, Crop = Crop, Region = Region, Uscc = OwnerCode, Contact = Contact, Phone = Phone, How = Chosen.One<ConsentWay>(How), On = day, Drive = DriveId, Once = Once }, photos, paper, ct);
        return entered.Succeeded ? Went($"/needs/collected/{entered.Value.Id}", CollectTexts.Entered) : Refused(entered.Failures);
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await desk.BureauAsync(ct) is not { } bureau) return false;
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var here = await regions.FindAsync(bureau.RegionCode, ct);
        Places = [new(CollectTexts.ChoosePlace, ""), .. here is null ? (SelectListItem[])[] : [new(here.Name, here.Code)], .. await LeavePage.BelowAsync(regions, bureau.RegionPath, ct)];
        Drives = [new(CollectTexts.NoDrive, ""), .. (await drives.Own().AsNoTracking().Where(d => d.State == DriveState.Open).OrderBy(d => d.Deadline).ThenBy(d => d.Id).ToListAsync(ct)).Select(d => new SelectListItem(d.Title, d.Id.ToString()))];
        return true;
    }
}
