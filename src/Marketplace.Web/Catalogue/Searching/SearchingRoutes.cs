using System.Globalization;
using Marketplace.Search.Queries;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Beside the search page: the result as a table to take away, and what is offered while somebody types.</summary>
internal static class SearchingRoutes
{
    /// <summary>The issue: the first 5,000. More belongs to the API, which pages.</summary>
    private const int MostRows = 5000;

    public static void MapSearching(this WebApplication app)
    {
        app.MapGet($"/patents/export.{{{SheetFile.Formats}}}", ExportAsync).For(Act.ReadPublic).ExcludeFromDescription();
        app.MapGet("/patents/suggestions", (string? q, CatalogueWords words) => TypedResults.Json(Suggest(words, q ?? ""))).For(Act.ReadPublic).ExcludeFromDescription();
    }

    private static async Task<IResult> ExportAsync(string format, HttpContext http, PatentSearch search, CancellationToken ct)
    {
        var query = PatentQuery.Read(http.Request.Query) with { Size = QueryCheck.LargestPage, After = null };
        var rows = new List<PatentCard>();
        do
        {
            var page = await search.SearchAsync(query, ct);
            if (!page.Succeeded) return Results.StatusCode(page.Failures[0].Status);
            rows.AddRange(page.Value.Hits.Select(hit => hit.Card));
            query = query with { After = page.Value.Next };
        }
        while (query.After is not null && rows.Count < MostRows);
        return SheetFile.Of(SearchTexts.Title, format, Fields(), rows);
    }

    /// <summary>Headed as imports read them.</summary>
    private static IReadOnlyList<SheetField<PatentCard>> Fields() =>
    [
        new(SearchTexts.Number, card => card.Number) { Width = 20 },
        new(SearchTexts.Name, card => card.Title) { Width = 44 },
        new(SearchTexts.FacetKind, card => card.Kind.Name()),
        new(SearchTexts.FacetStatus, card => card.State.Name()),
        new(SearchTexts.FacetHolder, card => string.Join(';', card.Holders)) { Width = 36 },
        new(SearchTexts.Ipc, card => string.Join(';', card.Ipc.Select(PatentClass.Show))) { Width = 24 },
        new(SearchTexts.Filed, card => card.Filed) { Form = SheetForm.Date },
        new(SearchTexts.Granted, card => card.Granted) { Form = SheetForm.Date },
        new(SearchTexts.Ends, card => card.LastDay) { Form = SheetForm.Date },
        new(SearchTexts.FacetForm, card => card.Offer is { } offer ? ListingWords.Names(offer.Forms) : null) { Width = 24 },
        new(SearchTexts.FeeHead, card => card.Offer?.FeeYuan) { Form = SheetForm.Amount },
        new(SearchTexts.FacetMaturity, card => card.Offer?.Maturity?.ToString(CultureInfo.InvariantCulture)),
        new(SearchTexts.Abstract, card => card.Abstract) { Width = 60 },
    ];

    private static IEnumerable<SuggestedGroup> Suggest(CatalogueWords words, string typed) => words.Suggest(typed).Select(group => new SuggestedGroup(
        group.Kind switch { CatalogueWords.Holder => SearchTexts.SuggestHolder, CatalogueWords.Class => SearchTexts.SuggestClass, _ => SearchTexts.SuggestTitle },
        [.. group.Texts.Select(text => new Suggested(text, Query(group.Kind, text)))]));

    /// <summary>What is put into the box when it is chosen.</summary>
    private static string Query(string kind, string text) => kind switch
    {
        CatalogueWords.Holder => $"holder:\"{text.Replace("\"", "", StringComparison.Ordinal)}\"",
        CatalogueWords.Class => $"ipc:{text.Split(' ')[0]}",
        _ => text,
    };

    internal sealed record SuggestedGroup(string Title, IReadOnlyList<Suggested> Items);

    internal sealed record Suggested(string Text, string Query);
}
