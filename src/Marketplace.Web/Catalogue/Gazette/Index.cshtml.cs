using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Gazette;

/// <summary>Where a bureau brings announced declarations in.</summary>
[Access(Act.KeepGazette)]
public sealed class GazetteModel(AppDbContext db, Actor actor, BatchDesk batches) : AnsweringPage
{
    public IReadOnlyList<ListingBatch> Earlier { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Earlier = await db.Set<ListingBatch>().AsNoTracking().Where(b => b.OrganisationId == actor.ActingFor && b.Kind == BatchKind.Gazette).OrderByDescending(b => b.Id).Take(20)
            .Select(b => new ListingBatch { Id = b.Id, OrganisationId = b.OrganisationId, Kind = b.Kind, State = b.State, Language = b.Language, FileName = b.FileName, CreatedAt = b.CreatedAt, Done = b.Done, Refused = b.Refused, Unchanged = b.Unchanged }).ToListAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        var taken = await batches.TakeAsync(BatchKind.Gazette, file, ct);
        if (taken.Succeeded) return Redirect($"/gazette/imports/{taken.Value.Id}");
        await OnGetAsync(ct);
        return Refused(taken.Failures);
    }
}

/// <summary>One file of declarations: its differences, its end.</summary>
[Access(Act.KeepGazette)]
public sealed class GazetteImportModel(AppDbContext db, BatchDesk desk, PaperPdf pdf, TimeProvider time) : BatchPageModel(db, desk, pdf, time)
{
    public override string Address => $"/gazette/imports/{Batch.Id}";

    protected override bool Fits(ListingBatch batch) => batch.Kind == BatchKind.Gazette;

    protected override IReadOnlyList<(string, string, string)> Changes(ListingBatchItem item)
    {
        if (item.Wanted is null || System.Text.Json.JsonSerializer.Deserialize<Declaration>(item.Wanted, ListingWorker.Json) is not { } declared) return [];
        return
        [
            (GazetteTexts.Announcement, FaceTexts.NotRecorded, $"{declared.AnnouncementNo} · {Dates.InTable(declared.AnnouncedOn)}"),
            (ListingTexts.PatentTitle, FaceTexts.NotRecorded, declared.Title),
            (ListingTexts.Holder, FaceTexts.NotRecorded, string.Join('；', declared.Holders)),
            (ListingTexts.Fee, FaceTexts.NotRecorded, FeeWords.Sentence(declared.Model, declared.Fee)),
            (ListingTexts.ExpiresOn, FaceTexts.NotRecorded, Dates.InTable(declared.Until)),
        ];
    }
}
