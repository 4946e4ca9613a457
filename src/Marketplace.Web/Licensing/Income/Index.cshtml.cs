using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>收益分配: receipts that wait to be shared, and what was shared.</summary>
[Access(Act.KeepLicences)]
public sealed class IncomeModel(AppDbContext db, SharingList list, SharingDesk desk, PayrollDesk payroll, TimeProvider time) : AnsweringPage
{
    public const int PageSize = 25;

    public string Code { get; private set; } = "";
    public SharingState? State { get; private set; }
    public bool Later { get; private set; }
    public Guid? Next { get; private set; }
    public bool Payable { get; private set; }
    public IReadOnlyList<WaitingReceipt> Waiting { get; private set; } = [];
    public IReadOnlyList<SharingRow> Rows { get; private set; } = [];

    public IEnumerable<SelectListItem> StateOptions => [new(LicenceTexts.AnyState, ""), .. Enum.GetValues<SharingState>().Select(state => new SelectListItem(IncomeWords.Name(state), state.ToString()))];

    public async Task<IActionResult> OnGetAsync(string? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (list.Holder is not { } holder) return NotFound();
        await ReadAsync(holder, state, after, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostBeginAsync(Guid payment, CancellationToken ct)
    {
        ModelState.Clear();
        if (list.Holder is not { } holder) return NotFound();
        var begun = await desk.BeginAsync(payment, ct);
        if (begun.Succeeded) return Went($"/income/{begun.Value.Id}", IncomeTexts.Begun);
        await ReadAsync(holder, null, null, ct);
        return Refused(begun.Failures);
    }

    public async Task<IActionResult> OnPostPayrollAsync(string? format, CancellationToken ct)
    {
        ModelState.Clear();
        if (list.Holder is not { } holder) return NotFound();
        var made = await payroll.MakeAsync(holder, null, format == "csv" ? "csv" : "xlsx", ct);
        if (made.Succeeded) return PayrollFile(this, made.Value, format, time);
        await ReadAsync(holder, null, null, ct);
        return Refused(made.Failures);
    }

    internal static FileContentResult PayrollFile(Microsoft.AspNetCore.Mvc.RazorPages.PageModel page, byte[] bytes, string? format, TimeProvider time)
    {
        page.Response.Headers.CacheControl = "private, no-store";
        var csv = format == "csv";
        return new(bytes, csv ? CsvWriter.MediaType : XlsxWriter.MediaType) { FileDownloadName = $"{IncomeTexts.Payroll} {Dates.InTable(Dates.Today(time))}.{(csv ? "csv" : "xlsx")}" };
    }

    private async Task ReadAsync(Guid holder, string? state, Guid? after, CancellationToken ct)
    {
        (State, Later) = (Chosen.One<SharingState>(state), after is not null);
        Code = await db.Set<Organisation>().Where(o => o.Id == holder).Select(o => o.Uscc).SingleAsync(ct);
        Waiting = await list.WaitingAsync(null, ct);
        Payable = await db.Set<Sharing>().AnyAsync(s => s.HolderId == holder && s.State == SharingState.Confirmed, ct);
        var rows = await list.Of(State, after: after).Take(PageSize + 1).ToListAsync(ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Next = Rows[^1].Id;
    }
}
