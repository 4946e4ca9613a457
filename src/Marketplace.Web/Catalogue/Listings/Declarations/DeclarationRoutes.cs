using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings.Declarations;

/// <summary>The prepared declarations of a batch: as one workbook, as papers to be signed one by one, and all papers in an archive.</summary>
internal static class DeclarationRoutes
{
    /// <summary>So many items are in memory at once; a batch may have thousands.</summary>
    private const int Piece = 50;

    public static string Address(Guid batch, int item, PreparedDeclaration row) => string.Create(CultureInfo.InvariantCulture, $"/listings/batches/{batch}/declarations/{item}/{row.ApplicationNo}");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/listings/batches/{id:guid}/declarations.xlsx", async (Guid id, BatchDesk desk, AuditLog audit, AppDbContext db, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { Kind: BatchKind.PrepareDeclarations, File: { } file } batch) return Results.StatusCode(StatusCodes.Status404NotFound);
            audit.Record(db, "declarations.downloaded", $"listing-batch:{id}", new { bytes = file.Length });
            await db.SaveChangesAsync(ct);
            return Results.File(file, XlsxWriter.MediaType, $"{AllOf(batch)}.xlsx");
        }).ExcludeFromDescription().For(Act.KeepListings);
        routes.MapGet("/listings/batches/{id:guid}/declarations-{format:regex(^(docx|pdf)$)}.zip", async (Guid id, string format, BatchDesk desk, PaperPdf pdf, AuditLog audit, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { Kind: BatchKind.PrepareDeclarations, File: not null } batch) return Results.StatusCode(StatusCodes.Status404NotFound);
            if (format == "pdf" && pdf.Missing is { } missing) return Results.StatusCode(missing.Status);
            audit.Record(db, "declarations.downloaded", $"listing-batch:{id}", new { format });
            await db.SaveChangesAsync(ct);
            // The framework's archive ends an entry without awaiting, even when it is disposed of asynchronously.
            http.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
            return Results.Stream(stream => FixedZip.WriteAsync(stream, FilesAsync(db, id, format, pdf, ct), ct), RecordalPack.MediaType, $"{AllOf(batch)} {format}.zip");
        }).ExcludeFromDescription().For(Act.KeepListings);
        routes.MapGet("/listings/batches/{id:guid}/declarations/{number:int}/{no:regex(^[0-9]+$)}.{format:regex(^(docx|pdf|html)$)}", async (Guid id, int number, string no, string format, BatchDesk desk, PaperPdf pdf, AuditLog audit, AppDbContext db, HttpContext http, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { Kind: BatchKind.PrepareDeclarations, File: not null }
                || await db.Set<ListingBatchItem>().Where(i => i.BatchId == id && i.Number == number).Select(i => i.After).SingleOrDefaultAsync(ct) is not { } json
                || PreparedDeclaration.Read(json).FirstOrDefault(r => r.ApplicationNo == no) is not { } row) return Results.StatusCode(StatusCodes.Status404NotFound);
            var paper = DeclarationPaper.Of(row);
            if (format == "pdf" && pdf.Refusal(paper) is { } refused) return Results.StatusCode(refused.Status);
            audit.Record(db, "declarations.downloaded", $"listing-batch:{id}", new { format, patent = no });
            await db.SaveChangesAsync(ct);
            return PaperFile.Of(paper, format, $"{DeclarationTexts.FileName} {row.Number}", pdf, http);
        }).ExcludeFromDescription().For(Act.KeepListings);
    }

    private static string AllOf(ListingBatch batch) => $"{DeclarationTexts.FileName} {Dates.InTable(Dates.Day(batch.CreatedAt))}";

    /// <summary>Numbered as in the workbook. What cannot be a PDF comes as its page.</summary>
    private static async IAsyncEnumerable<(string, byte[])> FilesAsync(AppDbContext db, Guid batch, string format, PaperPdf pdf, [EnumeratorCancellation] CancellationToken ct)
    {
        var (place, last) = (0, 0);
        while (await db.Set<ListingBatchItem>().Where(i => i.BatchId == batch && i.Number > last && i.After != null).OrderBy(i => i.Number).Take(Piece).Select(i => new { i.Number, i.After }).ToListAsync(ct) is { Count: > 0 } items)
        {
            last = items[^1].Number;
            foreach (var row in items.SelectMany(item => PreparedDeclaration.Read(item.After!)))
            {
                var (paper, name) = (DeclarationPaper.Of(row), string.Create(CultureInfo.InvariantCulture, $"{++place:0000} {row.Number}"));
                if (format == "docx") yield return (name + ".docx", WordDocument.Of(paper));
                else if (pdf.Of(paper) is { Succeeded: true, Value: var bytes }) yield return (name + ".pdf", bytes);
                else yield return (name + ".html", Encoding.UTF8.GetBytes(PaperPage.Of(paper)));
            }
        }
    }
}
