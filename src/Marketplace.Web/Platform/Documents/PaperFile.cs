namespace Marketplace.Web.Platform.Documents;

/// <summary>A paper as an answer: to be kept as docx or pdf, or to be printed from the browser as html.</summary>
public static class PaperFile
{
    /// <param name="paper">What it says.</param>
    /// <param name="format">docx, pdf or html.</param>
    /// <param name="name">Of the file, without its ending.</param>
    /// <param name="pdf">Makes the pdf, or says why the reader has to print the page.</param>
    /// <param name="http">The request.</param>
    public static IResult Of(Paper paper, string format, string name, PaperPdf pdf, HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        if (format == "docx") return Results.File(WordDocument.Of(paper), WordDocument.MediaType, name + ".docx");
        if (format == "pdf") return pdf.Of(paper) is { Succeeded: true, Value: var bytes } ? Results.File(bytes, PaperPdf.MediaType, name + ".pdf") : Results.StatusCode(StatusCodes.Status409Conflict);
        http.Response.Headers.ContentSecurityPolicy = PaperPage.Policy(paper);
        return Results.Content(PaperPage.Of(paper), "text/html; charset=utf-8");
    }
}
