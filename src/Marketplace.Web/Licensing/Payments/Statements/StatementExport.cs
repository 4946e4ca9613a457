using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>What became of each row of a statement, or would; and the file as it was brought.</summary>
internal static class StatementExport
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/payments/statement/{{id:guid}}/export.{{{SheetFile.Formats}}}", async (Guid id, string format, StatementDesk desk, AppDbContext db, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { State: not StatementState.Dropped } statement || await desk.LookAsync(statement, ct) is not { Succeeded: true } look) return Results.StatusCode(StatusCodes.Status404NotFound);
            var taken = await db.Set<BankStatementRow>().AsNoTracking().Where(r => r.StatementId == id).ToDictionaryAsync(r => r.Number, ct);
            IReadOnlyList<SheetField<StatementMatch>> fields =
            [
                new(PaymentTexts.Row, m => m.Line.Number) { Form = SheetForm.Whole, Width = 8 },
                new(LicenceTexts.PaidOn, m => m.Line.On) { Form = SheetForm.Date },
                new(PaymentTexts.Serial, m => m.Line.Serial) { Width = 28 },
                new(LicenceTexts.Payer, m => m.Line.Payer) { Width = 32 },
                new(LicenceTexts.Amount, m => m.Line.Amount) { Form = SheetForm.Amount },
                new(PaymentTexts.Remark, m => m.Line.Remark) { Width = 32 },
                new(PaymentTexts.Fate, m => PaymentWords.Name(taken.GetValueOrDefault(m.Line.Number)?.Fate ?? m.Fate)) { Width = 20 },
                new(PaymentTexts.Took, m => taken.ContainsKey(m.Line.Number) ? PaymentTexts.Yes : PaymentTexts.No) { Width = 10 },
                new(PaymentTexts.Explanation, m => taken.ContainsKey(m.Line.Number) ? "" : PaymentWords.Why(m)) { Width = 60 },
            ];
            return SheetFile.Of(PaymentTexts.StatementResult, format, fields, look.Value.Matches);
        }).For(Act.KeepLicences).ExcludeFromDescription();
        routes.MapGet("/payments/statement/{id:guid}/file", async (Guid id, StatementDesk desk, AppDbContext db, CancellationToken ct) =>
            await desk.FindAsync(id, ct) is { State: not StatementState.Dropped } statement
                ? Results.File(await db.Set<BankStatementFile>().Where(f => f.StatementId == id).Select(f => f.Bytes).SingleAsync(ct), "application/octet-stream", statement.FileName)
                : Results.StatusCode(StatusCodes.Status404NotFound)).For(Act.KeepLicences).ExcludeFromDescription();
    }
}
