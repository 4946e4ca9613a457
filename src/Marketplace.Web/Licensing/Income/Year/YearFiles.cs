using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income.Year;

/// <summary>The year as a sheet, as the yearly report, and the rows of one figure. That names and amounts went out is noted.</summary>
internal static class YearFiles
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/organisations/{{uscc}}/year/export.{{{SheetFile.Formats}}}", async (string uscc, string format, int y, AppDbContext db, AccessCheck access, YearReport report, AuditLog audit, CancellationToken ct) =>
        {
            if (await HolderAsync(db, access, uscc, y, ct) is not { } holder) return Results.StatusCode(StatusCodes.Status404NotFound);
            var lines = await report.LinesAsync(holder, y, ct);
            await NoteAsync(db, audit, holder, "year", y, ct);
            return SheetFile.Of($"{IncomeTexts.YearTitle} {y}", format, YearReport.Fields(y), lines);
        }).ExcludeFromDescription().For(Act.KeepLicences);
        routes.MapGet("/organisations/{uscc}/year/report.{format:regex(^(docx|pdf|html)$)}", async (string uscc, string format, int y, AppDbContext db, AccessCheck access, YearReport report, AuditLog audit, PaperPdf pdf, HttpContext http, CancellationToken ct) =>
        {
            if (await HolderAsync(db, access, uscc, y, ct) is not { } holder) return Results.StatusCode(StatusCodes.Status404NotFound);
            // The report is Chinese whoever makes it, the names of its lines too.
            var paper = YearReport.PaperOf(holder, y, await report.LinesAsync(holder, y, ct));
            await NoteAsync(db, audit, holder, "report", y, ct);
            return PaperFile.Of(paper, format, paper.Title, pdf, http);
        }).ExcludeFromDescription().For(Act.KeepLicences);
        routes.MapGet($"/organisations/{{uscc}}/year/rows.{{{SheetFile.Formats}}}", async (string uscc, string format, int y, string of, string? unit, string? who, AppDbContext db, AccessCheck access, YearReport report, AuditLog audit, CancellationToken ct) =>
        {
            if (Chosen.One<YearFigure>(of) is not { } figure || await HolderAsync(db, access, uscc, y, ct) is not { } holder) return Results.StatusCode(StatusCodes.Status404NotFound);
            var rows = await report.RowsAsync(holder, y, figure, unit, who, ct);
            await NoteAsync(db, audit, holder, of, y, ct);
            return SheetFile.Of($"{IncomeWords.Name(figure)} {y}", format,
                (SheetField<YearRow>[])
                [
                    new(IncomeTexts.Day, row => row.On) { Form = SheetForm.Date },
                    new(IncomeTexts.YearItem, row => row.What) { Width = 40 },
                    new(IncomeTexts.Who, row => row.Who) { Width = 24 },
                    new(figure.IsMoney() ? IncomeTexts.AmountYuan : IncomeTexts.UnitNumber, row => row.Amount) { Form = figure.IsMoney() ? SheetForm.Amount : SheetForm.Whole },
                ], rows);
        }).ExcludeFromDescription().For(Act.KeepLicences);
    }

    private static async Task<Organisation?> HolderAsync(AppDbContext db, AccessCheck access, string code, int year, CancellationToken ct)
    {
        if (year is < YearModel.First or > 2150) return null;
        var uscc = Uscc.Clean(code);
        return await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == uscc, ct) is { } holder && access.May(Act.KeepLicences, holder.Target) ? holder : null;
    }

    private static Task<int> NoteAsync(AppDbContext db, AuditLog audit, Organisation holder, string what, int year, CancellationToken ct)
    {
        audit.Record(db, "year.exported", $"organisation:{holder.Id}", new { what, year });
        return db.SaveChangesAsync(ct);
    }
}
