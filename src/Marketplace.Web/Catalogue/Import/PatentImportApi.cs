using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>How far an import is.</summary>
/// <param name="State">Preview until it is confirmed.</param>
/// <param name="Position">Rows dealt with so far.</param>
/// <param name="Total">Known once the file was read to its end.</param>
/// <param name="Claimed">Rows of other holders, now in the claim queue.</param>
/// <param name="Fault">Why it could not go on.</param>
/// <param name="Rejects">Where the rejected rows are downloaded, in the form they came in.</param>
public sealed record ImportProgress(
    Guid Id, string FileName, PatentImportState State, int Position, int? Total, int Read, int Accepted, int Updated, int Unchanged, int Rejected, int Claimed, string? Fault, string? Rejects);

public static class PatentImportApi
{
    public static void MapPatentImportApi(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapPost("/", async (IFormFile file, [FromQuery] bool? confirm, PatentImportDesk desk, HttpContext http, CancellationToken ct) =>
            {
                var taken = await desk.TakeAsync(file, ct);
                if (!taken.Succeeded) return taken.Failures.ToResult(http);
                if (confirm == true && await desk.ConfirmAsync(taken.Value.Id, ct) is { } refused) return new[] { refused }.ToResult(http);
                return TypedResults.Json(Of((await desk.FindAsync(taken.Value.Id, ct))!), statusCode: StatusCodes.Status202Accepted);
            })
            .For(Act.KeepPatents).DisableAntiforgery().WithMetadata(new TakesUpload())
            .WithName("sendImport").WithSummary("Sends a table of patents (.xlsx or .csv). Nothing is saved before it is confirmed: at once with confirm=true, or later.")
            .Produces<ImportProgress>(StatusCodes.Status202Accepted).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        imports.MapGet("/{id:guid}", async (Guid id, PatentImportDesk desk, HttpContext http, CancellationToken ct) =>
                await desk.FindAsync(id, ct) is { } import ? TypedResults.Json(Of(import)) : new[] { Failures.OfStatus(404) }.ToResult(http))
            .For(Act.KeepPatents).WithName("importProgress").WithSummary("How far an import is.").Produces<ImportProgress>().ProducesProblem(404);
        imports.MapPost("/{id:guid}/confirmation", async (Guid id, PatentImportDesk desk, HttpContext http, CancellationToken ct) =>
                await desk.ConfirmAsync(id, ct) is { } refused ? new[] { refused }.ToResult(http) : TypedResults.Json(Of((await desk.FindAsync(id, ct))!), statusCode: StatusCodes.Status202Accepted))
            .For(Act.KeepPatents).WithName("confirmImport").WithSummary("Lets a previewed import begin.").Produces<ImportProgress>(StatusCodes.Status202Accepted).ProducesProblem(404).ProducesProblem(409);
        imports.MapGet("/{id:guid}/rejects", async (Guid id, PatentImportDesk desk, AppDbContext db, HttpContext http, CancellationToken ct) =>
                await desk.FindAsync(id, ct) is { } import ? await FileAsync(import, SheetFile.FormatOf(import.FileName), db, ct) : new[] { Failures.OfStatus(404) }.ToResult(http))
            .For(Act.KeepPatents).WithName("importRejects").WithSummary("The rejected rows with row, column, value and reason, in the form the file came in.").Produces<byte[]>(200, XlsxWriter.MediaType, "text/csv").ProducesProblem(404);
    }

    public static void MapPatentImport(this WebApplication app) =>
        app.MapGet($"/portfolio/imports/{{id:guid}}/rejects.{{{SheetFile.Formats}}}", async (Guid id, string format, PatentImportDesk desk, AppDbContext db, AuditLog audit, CancellationToken ct) =>
        {
            if (await desk.FindAsync(id, ct) is not { } import) return Results.StatusCode(StatusCodes.Status404NotFound);
            audit.Record(db, "patents.rejects.exported", PatentImportDesk.Subject(id), new { import.Rejected });
            await db.SaveChangesAsync(ct);
            return await FileAsync(import, format, db, ct);
        }).ExcludeFromDescription().For(Act.KeepPatents);

    private static async Task<IResult> FileAsync(PatentImport import, string format, AppDbContext db, CancellationToken ct) =>
        Results.File(await PatentImportDesk.RejectsAsync(db, import.Id, format, ct), format == "csv" ? CsvWriter.MediaType : XlsxWriter.MediaType, $"{Path.GetFileNameWithoutExtension(import.FileName)}-{PatentImportTexts.Rejects}.{format}");

    private static ImportProgress Of(PatentImport i) => new(
        i.Id, i.FileName, i.State, i.Position, i.Total, i.Read, i.Accepted, i.Updated, i.Unchanged, i.Rejected, i.Claimed, i.Fault, i.Rejected > 0 ? $"/api/v1/imports/{i.Id}/rejects" : null);
}
