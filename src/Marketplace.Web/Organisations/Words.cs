using System.Globalization;
using System.Resources;

namespace Marketplace.Web.Organisations;

public static class Words
{
    /// <summary>Fills the places of a text in the reader's language.</summary>
    public static string Fill(this string format, params object?[] values) => string.Format(CultureInfo.CurrentCulture, format, values);

    /// <summary>What fits into a place; a sign that takes two characters is never halved.</summary>
    public static string Cut(this string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The text of a state, kind or reason whose key is put together.</summary>
    public static string Named(this ResourceManager texts, string key) => texts.GetString(key, CultureInfo.CurrentUICulture) ?? throw new InvalidOperationException($"There is no text {key}.");

    public static string Name(this OrganisationKind kind) => Named("Kind" + kind);

    public static string Name(this OrganisationState state) => Named("State" + state);

    public static string Name(this EnterpriseSize size) => Named("Size" + size);

    /// <summary>How a state looks beside its word.</summary>
    public static string Look(this OrganisationState state) => state switch
    {
        OrganisationState.Active => "ok",
        OrganisationState.Draft or OrganisationState.Submitted or OrganisationState.Listed => "soon",
        OrganisationState.Returned => "overdue",
        _ => "stopped",
    };

    private static string Named(string key) => OrganisationTexts.ResourceManager.Named(key);
}
