using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>A draft: its patents, its enterprises, its reason.</summary>
[Access(Act.PushPatents)]
public sealed class EditPushModel(AppDbContext db, PushDesk desk, PushPatents patents) : AnsweringPage
{
    public Push Push { get; private set; } = null!;
    public PushForm Form { get; private set; } = new();
    public IReadOnlyList<PushPatent> Patents { get; private set; } = [];
    public IReadOnlyList<string> Robots => desk.Robots;
    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    public static IReadOnlyList<SelectListItem> Sizes =>
        [new(DirectoryTexts.Any, ""), .. Enum.GetValues<EnterpriseSize>().Select(s => new SelectListItem(DirectoryWords.Size(s), s.ToString())), new(FaceTexts.NotRecorded, "none")];

    public static IReadOnlyList<SelectListItem> Labels => [new(DirectoryTexts.Any, ""), .. LabelText.Known.Select(l => new SelectListItem(l, l))];

    public static IReadOnlyList<SelectListItem> Stages => [new(DirectoryTexts.Any, ""), .. Enum.GetValues<DirectoryStage>().Where(s => s != DirectoryStage.Gone).Select(s => new SelectListItem(DirectoryWords.Stage(s), s.ToString()))];

    public static IReadOnlyList<SelectListItem> WayOptions => [new(PushTexts.MailFirst, nameof(PushWay.MailFirst)), new(PushTexts.SmsFirst, nameof(PushWay.SmsFirst))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, PushSource.Staff, ct) is not { } push) return NotFound();
        if (push.State != PushState.Draft) return Redirect($"/pushes/{id}");
        var filter = PushPlanner.FilterOf(push.Filter);
        Form = new()
        {
            Numbers = string.Join('\n', push.Patents),
            Scope = push.Filter is null ? "picked" : "filter",
            Region = filter.Region,
            Size = filter.Size,
            Label = filter.Label,
            Place = filter.Place,
            Stage = filter.Stage,
            Q = filter.Q,
            Industry = push.Industry,
            Enterprises = string.Join('\n', push.Enterprises),
            Reason = push.Reason,
            Way = push.Way,
            Resend = push.Resend,
            Robots = [.. push.Robots],
        };
        await ReadAsync(push, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] PushForm form, CancellationToken ct)
    {
        ModelState.Clear();
        var saved = await desk.SaveAsync(id, form, ct);
        if (saved.Succeeded) return Redirect($"/pushes/{id}");
        if (await desk.FindAsync(id, PushSource.Staff, ct) is not { } push) return NotFound();
        Form = form;
        await ReadAsync(push, ct);
        return Refused(saved.Failures);
    }

    private async Task ReadAsync(Push push, CancellationToken ct)
    {
        Push = push;
        Patents = await patents.CheckAsync(push.Patents, ct);
        var regions = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(push.RegionPath)).OrderBy(r => r.Path).ToListAsync(ct);
        Regions = [new(DirectoryTexts.Any, ""), .. regions.Skip(1).Select(r => new SelectListItem(r.Level == RegionLevel.Local ? "— " + r.Name : r.Name, r.Code))];
        Places = [new(DirectoryTexts.Any, ""), .. (await db.Set<DirectoryEntry>().Where(e => e.RegionPath.StartsWith(push.RegionPath) && e.Place != null).Select(e => e.Place!).Distinct().OrderBy(p => p).Take(200).ToListAsync(ct)).Select(p => new SelectListItem(p, p))];
    }
}
