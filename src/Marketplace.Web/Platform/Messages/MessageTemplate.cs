using System.Globalization;
using System.Resources;

namespace Marketplace.Web.Platform.Messages;

/// <summary>
/// What can be said. A feature keeps its texts in a .resx of its own folder and registers its templates with
/// <c>builder.AddMessageTemplates(…)</c>; <see cref="SubjectName"/> and <see cref="TextName"/> are names in that file.
/// </summary>
public sealed record MessageTemplate
{
    public required string Key { get; init; }
    public required ResourceManager Texts { get; init; }
    public required string SubjectName { get; init; }
    public required string TextName { get; init; }
    public required IReadOnlyList<string> Parameters { get; init; }
    /// <summary>Those of the parameters that open something (codes, links): forgotten once they were handed to the gateway, or are good for nothing any more.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
    public required MessagePurpose Purpose { get; init; }
    /// <summary>Ignores quiet hours and goes before others: somebody is waiting for it, such as a one-time code.</summary>
    public bool Urgent { get; init; }
    /// <summary>Three days: the longest usual outage of a gateway (a weekend) and a working day.</summary>
    public TimeSpan GoodFor { get; init; } = TimeSpan.FromDays(3);

    public string Subject(string language) => Find(SubjectName, language);

    public string Text(string language) => Find(TextName, language);

    public IReadOnlyDictionary<string, string> WithoutSecrets(IReadOnlyDictionary<string, string> parameters) =>
        Secrets.Count == 0 ? parameters : parameters.Where(p => !Secrets.Contains(p.Key, StringComparer.Ordinal)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    /// <summary>Never falls back to another language: a template that lacks one is found at start, not by a reader.</summary>
    private string Find(string name, string language)
    {
        // The neutral file is Simplified Chinese.
        var culture = language == MessageLanguages.Chinese ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        return Texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.GetString(name)
            ?? throw new InvalidOperationException($"Template {Key} has no text {name} in {language}.");
    }
}

public static class MessageLanguages
{
    public const string Chinese = "zh-CN";
    public const string English = "en";
    public const string Uyghur = "ug";

    public static readonly IReadOnlyList<string> All = [Chinese, English, Uyghur];

    /// <summary>The language of a visitor's culture, such as <c>en-GB</c>, as one of ours.</summary>
    public static string Of(CultureInfo culture) =>
        All.FirstOrDefault(l => culture.Name == l || culture.TwoLetterISOLanguageName == l) ?? Chinese;
}
