using System.Globalization;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Health;

namespace Marketplace.Web.Platform.Face;

/// <summary>
/// Chooses the language of a request: <c>?lang=</c>, then the reader's own choice, then the browser's list, then Chinese.
/// An unknown <c>?lang=</c> is refused rather than ignored: whoever sent the link should learn that it does not do what they think.
/// </summary>
public sealed class ReaderLanguage(RequestDelegate next)
{
    public const string Query = "lang";

    /// <summary>Set when the request asked for a language we do not have; the error page then lists those we have.</summary>
    public const string UnknownKey = "face.unknown-language";

    public async Task InvokeAsync(HttpContext context)
    {
        // An error page runs through here a second time, with its own query: it keeps the language of the first.
        var known = context.Items[typeof(Language)] as Language;
        var asked = context.Request.Query[Query].ToString();
        // Probes are answered whatever they ask for: a wrong parameter must not get a healthy program restarted.
        var unknown = known is null && asked.Length > 0 && Language.Find(asked) is null && !HealthSetup.IsProbe(context.Request.Path);
        var language = known ?? Language.Find(asked) ?? Chosen(context.Request);
        context.Items[typeof(Language)] = language;
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language.Tag);
        context.Response.Headers.ContentLanguage = language.Tag;

        if (unknown)
        {
            await RefuseAsync(context);
            return;
        }
        // Whoever follows a link in a language and never chose one reads on in it until the browser is closed.
        if (known is null && Language.Find(asked) is not null && !context.Request.Cookies.ContainsKey(Reader.LanguageCookie))
        {
            context.Response.Cookies.Append(Reader.LanguageCookie, language.Tag, Cookie(context.Request, maxAge: null));
        }
        await next(context);
    }

    public static Task RefuseAsync(HttpContext context)
    {
        if (context.IsForPrograms()) return Problems.WriteAsync(Failures.LanguageUnknown(), context);
        context.Items[UnknownKey] = true;
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    public static CookieOptions Cookie(HttpRequest request, TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        SameSite = SameSiteMode.Lax,
        Secure = request.IsHttps,
    };

    private static Language Chosen(HttpRequest request) =>
        Language.Find(request.Cookies[Reader.LanguageCookie])
        ?? Language.Accepted(request.GetTypedHeaders().AcceptLanguage)
        ?? Language.Chinese;
}
