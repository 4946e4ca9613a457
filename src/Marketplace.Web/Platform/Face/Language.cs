using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Platform.Face;

/// <summary>One interface language; its name is always shown in itself, so that a reader who took a wrong turn finds back.</summary>
public sealed record Language(string Tag, string Name, string Direction)
{
    public static readonly Language Chinese = new("zh-CN", "简体中文", "ltr");
    public static readonly Language English = new("en", "English", "ltr");
    public static readonly Language Uyghur = new("ug", "ئۇيغۇرچە", "rtl");

    public static readonly IReadOnlyList<Language> All = [Chinese, English, Uyghur];

    /// <summary>Says something in another language than that of the request at hand.</summary>
    public static T In<T>(string tag, Func<T> say)
    {
        var (texts, formats) = (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(tag);
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (texts, formats);
        }
    }

    public static Language? Find(string? tag) => All.FirstOrDefault(language => language.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first language of the browser's list that we speak: <c>zh-Hans</c>, <c>zh-TW</c> and the like are all served by zh-CN.</summary>
    public static Language? Accepted(IEnumerable<StringWithQualityHeaderValue> wanted) => wanted
        .Where(value => value.Quality is not 0)
        .OrderByDescending(value => value.Quality ?? 1)
        .Select(value => value.Value.Value?.Split('-')[0])
        .Select(primary => All.FirstOrDefault(language => language.Tag.Split('-')[0].Equals(primary, StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(language => language is not null);
}
