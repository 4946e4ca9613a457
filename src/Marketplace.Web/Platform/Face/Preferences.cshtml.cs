using Marketplace.Web.Platform.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.Face;

/// <summary>
/// Language, theme and text size: set by the buttons in the header or on a page of their own. Error pages carry the buttons too, also
/// while the database is away, so that the form is guarded by its origin and not by a token.
/// </summary>
[IgnoreAntiforgeryToken]
[SameOrigin]
public sealed class Preferences : PageModel
{
    // Browsers cap a cookie at 400 days; a year is what people expect of "remember".
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(365);

    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    public void OnGet() => Return = Local(Return);

    public async Task<IActionResult> OnPostAsync(string? language, string? theme, string? text)
    {
        if (language is not null && Language.Find(language) is null)
        {
            await ReaderLanguage.RefuseAsync(HttpContext);
            return new EmptyResult();
        }
        if (!KnownOrAbsent(Reader.Themes, theme) || !KnownOrAbsent(Reader.TextSizes, text)) return StatusCode(StatusCodes.Status400BadRequest);
        Keep(Reader.LanguageCookie, Language.Find(language)?.Tag);
        Keep(Reader.ThemeCookie, theme);
        Keep(Reader.TextCookie, text);
        return LocalRedirect(Local(Return));
    }

    private static bool KnownOrAbsent(IReadOnlyList<string> known, string? value) => value is null || known.Contains(value, StringComparer.Ordinal);

    private string Local(string? address) => Url.IsLocalUrl(address) ? address : "/";

    private void Keep(string cookie, string? value)
    {
        if (value is not null) Response.Cookies.Append(cookie, value, ReaderLanguage.Cookie(Request, s_kept));
    }
}
