using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>What was understood of a file, what was not, and what it would change; before anything does.</summary>
[Access(Act.KeepTables)]
public sealed class IndustryEditionModel(AppDbContext db, IndustryTableDesk desk, IndustryTableExport export) : AnsweringPage
{
    /// <summary>The rest is in the download.</summary>
    public const int Shown = 50;

    public IndustryEdition Edition { get; private set; } = null!;
    public IReadOnlyList<TableFault> Faults { get; private set; } = [];

    /// <summary>Null for what was dropped, and for what is in force: it is compared with nothing else.</summary>
    public IndustryTableChange? Change { get; private set; }

    /// <summary>The number in force that it is held against.</summary>
    public long Against { get; private set; }
    public bool InForce { get; private set; }
    public bool HasFile => Edition.State != EditionState.Dropped;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, ct) is not { } edition) return NotFound();
        (Edition, Faults) = (edition, IndustryTableExport.Faults(edition));
        var last = await IndustryTableInForce.LastAsync(db, ct);
        (Against, InForce) = (last?.Number ?? 0, last?.EditionId == id);
        if (edition.State != EditionState.Dropped && !InForce) Change = await export.ChangeAsync(edition, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, long against, CancellationToken ct)
    {
        var failure = act switch { "confirm" => await desk.ConfirmAsync(id, against, ct), "drop" => await desk.DropAsync(id, ct), _ => Failures.OfStatus(StatusCodes.Status400BadRequest) };
        if (failure is null) return Went("/industry-tables", act == "drop" ? IndustryTableTexts.Dropped : IndustryTableTexts.Used);
        return await OnGetAsync(id, ct) is NotFoundResult gone ? gone : Refused([failure]);
    }
}
