using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <param name="Gives">The reader's organisation has the money.</param>
public sealed record RefundRow(Refund Refund, string Code, bool Gives);

/// <summary>退款: what the organisation has to send back, and what it gets; or those of a bureau's region.</summary>
[Access(Act.ReadLicences)]
public sealed class RefundsModel(AppDbContext db, RefundReach reach, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<RefundRow> Rows { get; private set; } = [];
    public RefundState? State { get; private set; }
    public Guid? Next { get; private set; }
    public bool Later { get; private set; }

    /// <summary>Still to be sent by the reader's organisation, and still to come to it, in yuan.</summary>
    public decimal ToGive { get; private set; }
    public decimal ToGet { get; private set; }

    public IEnumerable<SelectListItem> StateOptions => [new(LicenceTexts.AnyState, ""), .. Enum.GetValues<RefundState>().Select(state => new SelectListItem(PaymentWords.Name(state), state.ToString()))];

    public async Task OnGetAsync(RefundState? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (State, Later) = (state, after is not null);
        var rows = await ReadAsync(db, reach, actor, state, after, PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Next = Rows[^1].Refund.Id;
        var open = reach.Seen().Where(r => r.State != RefundState.Received && r.State != RefundState.Declined);
        ToGive = await open.Where(r => r.GiverId == actor.ActingFor && r.State != RefundState.Sent).SumAsync(r => r.Amount, ct);
        ToGet = await open.Where(r => r.TakerId == actor.ActingFor).SumAsync(r => r.Amount, ct);
    }

    private static async Task<List<RefundRow>> ReadAsync(AppDbContext db, RefundReach reach, Actor actor, RefundState? state, Guid? after, int most, CancellationToken ct)
    {
        var seen = reach.Seen();
        if (state is not null) seen = seen.Where(r => r.State == state);
        if (after is { } last) seen = seen.Where(r => r.Id < last);
        var rows = await (from r in seen join l in db.Set<Licence>() on r.LicenceId equals l.Id orderby r.Id descending select new { r, l.Reference }).Take(most).ToListAsync(ct);
        return rows.ConvertAll(row => new RefundRow(row.r, row.Reference, row.r.GiverId == actor.ActingFor));
    }

    /// <summary>As many rows as anybody reads in a spreadsheet.</summary>
    private const int MostExported = 20_000;

    internal static void MapExport(IEndpointRouteBuilder routes) => routes.MapGet($"/payments/refunds/export.{{{SheetFile.Formats}}}", async (string format, RefundState? state, AppDbContext db, RefundReach reach, Actor actor, CancellationToken ct) =>
    {
        IReadOnlyList<SheetField<RefundRow>> fields =
        [
            new(PaymentTexts.Code, r => r.Code) { Width = 14 },
            new(PaymentTexts.Direction, r => r.Gives ? PaymentTexts.Gives : PaymentTexts.Gets),
            new(LicenceTexts.Amount, r => r.Refund.Amount) { Form = SheetForm.Amount },
            new(PaymentTexts.Why, r => PaymentWords.Name(r.Refund.Why)) { Width = 24 },
            new(LicenceTexts.Payer, r => r.Refund.Payer) { Width = 32 },
            new(PaymentTexts.CameOn, r => r.Refund.CameOn) { Form = SheetForm.Date },
            new(LicenceTexts.BankReference, r => r.Refund.BankReference) { Width = 28 },
            new(LicenceTexts.State, r => PaymentWords.Name(r.Refund.State!.Value)),
            new(PaymentTexts.SentOn, r => r.Refund.SentOn) { Form = SheetForm.Date },
            new(PaymentTexts.SentReference, r => r.Refund.SentReference) { Width = 28 },
        ];
        return SheetFile.Of(PaymentTexts.RefundsTitle, format, fields, await ReadAsync(db, reach, actor, state, null, MostExported, ct));
    }).For(Act.ReadLicences).ExcludeFromDescription();
}
