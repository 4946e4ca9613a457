using Marketplace.Web.Catalogue.Searching;

namespace Marketplace.Web.Catalogue.Kept;

/// <summary>What a question is called when nobody gave it a name: its words and filters.</summary>
public sealed class SavedSearchNames(FacetWords words)
{
    public string Of(PatentQuery query)
    {
        var parts = query.Chosen.SelectMany(pair => pair.Value.Select(value => words.ValueOf(pair.Key, value)));
        var text = string.Join(" · ", query.Text.Length > 0 ? parts.Prepend(query.Text) : parts);
        return text.Length == 0 ? KeptTexts.AllPatents : text.Length > SavedSearch.NameMax ? text[..(SavedSearch.NameMax - 1)] + "…" : text;
    }
}
