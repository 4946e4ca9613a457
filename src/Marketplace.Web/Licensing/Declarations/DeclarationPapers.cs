using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Licensing.Papers;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>The declaration's form and the form that withdraws it, as files; and the list of declarations.</summary>
internal static class DeclarationPapers
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/declarations/{id:guid}/{paper:regex(^(declaration|withdrawal)$)}.{format:regex(^(docx|pdf|html)$)}", async (Guid id, string paper, string format, DeclarationReach reach, DeclarationChecks checks, PaperPdf pdf, HttpContext http, CancellationToken ct) =>
        {
            if (await reach.FindAsync(id, ct) is not { State: { } state } declaration || await checks.OfAsync(declaration, ct) is not { } check) return Results.StatusCode(StatusCodes.Status404NotFound);
            if (paper == "withdrawal" && !DeclarationBook.Stands(state)) return Results.StatusCode(StatusCodes.Status404NotFound);
            var form = declaration.Form is { } submitted ? PreparedDeclaration.Read(submitted)[0] : check.Form;
            var made = paper == "declaration" ? DeclarationPaper.Of(form) : WithdrawalPaper.Of(check.Terms with { AnnouncementNo = declaration.AnnouncementNo!, AnnouncedOn = declaration.AnnouncedOn!.Value });
            return PaperFile.Of(made, format, $"{made.Title} {form.ApplicationNo}", pdf, http);
        }).ExcludeFromDescription().For(Act.KeepListings);
        routes.MapGet($"/declarations.{{{SheetFile.Formats}}}", (string format, DeclarationState? state, DeclarationReach reach, DeclarationRows rows, CancellationToken ct) =>
            rows.ExportAsync(state is { } only ? reach.Own().Where(d => d.State == only) : reach.Own(), format, ct)).ExcludeFromDescription().For(Act.KeepListings);
    }
}
