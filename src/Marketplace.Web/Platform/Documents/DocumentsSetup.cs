namespace Marketplace.Web.Platform.Documents;

public static class DocumentsSetup
{
    public static void AddDocuments(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PaperFontOptions>().BindConfiguration("PaperFonts")
            .Validate(o => new[] { o.Text, o.Title, o.Label }.All(path => path is null || File.Exists(path)), "PaperFonts: Text, Title and Label are paths of font files").ValidateOnStart();
        builder.Services.AddSingleton<PaperFonts>();
        builder.Services.AddSingleton<PaperPdf>();
    }
}
