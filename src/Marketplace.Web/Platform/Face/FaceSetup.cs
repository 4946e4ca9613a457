using System.Text.Encodings.Web;
using System.Text.Unicode;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face.Errors;
using Microsoft.Extensions.WebEncoders;

namespace Marketplace.Web.Platform.Face;

/// <summary>Pages: layout, styles, languages and the reader's preferences.</summary>
public static class FaceSetup
{
    public static void AddFace(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(options => options.RootDirectory = "/").AddMvcOptions(options => options.Filters.Add<AnsweredBySomething>());
        // Chinese and Uyghur as they are: escaped they are six times as long and unreadable in the source.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.Services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<Navigation>();
        builder.Services.AddNavigation(0, "/", () => FaceTexts.Home);
        builder.Services.AddNavigation(900, "/help", () => FaceTexts.Help);
    }

    public static void UseFace(this WebApplication app)
    {
        app.UseErrorPages();
        app.UseMiddleware<ReaderLanguage>();
    }

    public static void MapFace(this WebApplication app)
    {
        app.MapStaticAssets().For(Act.Probe);
        app.MapRazorPages().WithStaticAssets();
    }
}
