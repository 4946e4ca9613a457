namespace Marketplace.Web.Platform.Face;

/// <summary>Pages: layout, styles, languages and the reader's preferences.</summary>
public static class FaceSetup
{
    public static void AddFace(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(options => options.RootDirectory = "/");
    }

    public static void UseFace(this WebApplication app)
    {
    }

    public static void MapFace(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
    }
}
