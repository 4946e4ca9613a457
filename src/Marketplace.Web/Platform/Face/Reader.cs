namespace Marketplace.Web.Platform.Face;

/// <summary>How this reader wants pages: language, theme and text size, each kept in a cookie of its own.</summary>
public sealed record Reader(Language Language, string Theme, string TextSize)
{
    public const string LanguageCookie = "lang";
    public const string ThemeCookie = "theme";
    public const string TextCookie = "text";

    public static readonly IReadOnlyList<string> Themes = ["auto", "light", "dark"];
    public static readonly IReadOnlyList<string> TextSizes = ["normal", "large"];

    public static Reader Of(HttpContext context) => new(
        context.Items[typeof(Language)] as Language ?? Language.Chinese,
        OneOf(Themes, context.Request.Cookies[ThemeCookie]),
        OneOf(TextSizes, context.Request.Cookies[TextCookie]));

    private static string OneOf(IReadOnlyList<string> known, string? value) => known.Contains(value, StringComparer.Ordinal) ? value! : known[0];
}
