using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Search.Queries;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.OpenApi;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>
/// <c>GET /api/v1/patents</c>. The busiest route there is: it asks the index only and writes its answer by hand, for half of the time would otherwise go into reflection.
/// </summary>
internal static class PatentSearchApi
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A whole abstract would make pages of results heavy; two lines tell why it fits.</summary>
    private static readonly IReadOnlyList<HighlightRequest> s_highlights = [new(PatentSchema.Title), new(PatentSchema.Abstract, Highlighter.Window)];

    public static void MapPatentSearchApi(this RouteGroupBuilder api) => api.MapGet("/patents", SearchAsync)
        .For(Act.ReadPublic)
        .WithName("searchPatents").WithTags("Patents").WithSummary("Searches the catalogue of patents.")
        .Produces<PatentPage>().ProducesProblem(400).ProducesProblem(429).ProducesProblem(503)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters = [.. Parameters()];
            return Task.CompletedTask;
        });

    private static async Task SearchAsync(HttpContext http, PatentSearch search, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        var query = PatentQuery.Read(http.Request.Query, out var failures);
        if (query.Size == PatentQuery.UsualSize && !http.Request.Query.ContainsKey("size")) query = query with { Size = UsualSize };
        var facets = Facets(http.Request.Query["facets"].ToString(), ref failures);
        if (failures.Count > 0)
        {
            await failures.ToResult(http).ExecuteAsync(http);
            return;
        }
        var highlights = http.Request.Query["highlight"].ToString() is "true" or "1";
        var outcome = await search.SearchAsync(query, new(PatentWanted.Counts(facets), highlights ? s_highlights : [], Correct: false), ct);
        if (!outcome.Succeeded)
        {
            if (outcome.Failures[0].Status == StatusCodes.Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "10";
            await outcome.Failures.ToResult(http).ExecuteAsync(http);
            return;
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        Write(http, outcome.Value, since);
        await http.Response.BodyWriter.FlushAsync(ct);
    }

    private const int UsualSize = 10;

    private static string[] Facets(string asked, ref IReadOnlyList<Failure> failures)
    {
        if (asked.Length == 0) return [];
        var names = asked.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (Array.Find(names, name => PatentFacet.Find(name) is null) is { } unknown) failures = [.. failures, SearchFailures.Facet(unknown)];
        return names;
    }

    private static void Write(HttpContext http, PatentResults results, long since)
    {
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, s_json);
        json.WriteStartObject();
        json.WriteNumber("total"u8, results.Total);
        json.WriteStartArray("items"u8);
        foreach (var hit in results.Hits) Write(json, hit);
        json.WriteEndArray();
        json.WriteStartObject("facets"u8);
        foreach (var (name, counts) in results.Facets)
        {
            json.WriteStartArray(name);
            foreach (var (value, count) in counts)
            {
                json.WriteStartObject();
                json.WriteString("value"u8, value);
                json.WriteNumber("count"u8, count);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteString("next"u8, results.Next);
        json.WriteString("reading"u8, FacetWords.Camel(results.Reading.ToString()));
        json.WriteBoolean("cut"u8, results.Cut);
        json.WriteNumber("tookMs"u8, Math.Round(Stopwatch.GetElapsedTime(since).TotalMilliseconds, 3));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PatentHit hit)
    {
        var card = hit.Card;
        json.WriteStartObject();
        json.WriteString("applicationNo"u8, hit.ApplicationNo);
        json.WriteString("number"u8, card.Number);
        json.WriteString("title"u8, card.Title);
        json.WriteNumber("score"u8, hit.Score);
        json.WriteString("kind"u8, FacetWords.Camel(card.Kind.ToString()));
        json.WriteString("status"u8, FacetWords.Camel(card.State.ToString()));
        WriteAll(json, "holders"u8, card.Holders);
        WriteAll(json, "ipc"u8, card.Ipc);
        WriteDay(json, "filingDate"u8, card.Filed);
        WriteDay(json, "grantDate"u8, card.Granted);
        if (card.Offer is { } offer) Write(json, offer);
        if (hit.Highlights.Count > 0)
        {
            json.WriteStartObject("highlights"u8);
            foreach (var (text, highlight) in hit.Highlights) json.WriteString(text, highlight.ToHtml());
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PatentOffer offer)
    {
        json.WriteStartObject("offer"u8);
        json.WriteString("listingId"u8, offer.Id);
        json.WriteStartArray("forms"u8);
        foreach (var form in offer.Forms) json.WriteStringValue(FacetWords.Camel(form.ToString()));
        json.WriteEndArray();
        if (offer.Model is { } model) json.WriteString("feeModel"u8, FacetWords.Camel(model.ToString()));
        if (offer.FeeYuan is { } fee) json.WriteNumber("feeYuan"u8, fee);
        if (offer.Maturity is { } maturity) json.WriteNumber("maturity"u8, maturity);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteDay(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateOnly? day)
    {
        if (day is not { } known) return;
        Span<char> text = stackalloc char[10];
        known.TryFormat(text, out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    private static IEnumerable<IOpenApiParameter> Parameters()
    {
        yield return One("q", "Words, as typed: `\"phrases\"`, `-without`, `ipc:H01M*`, `holder:…`. Empty: everything.", JsonSchemaType.String);
        yield return One("size", "Hits on a page, 1 to 100; 10 where nothing is said.", JsonSchemaType.Integer);
        yield return One("after", "`next` of the page before, of the same question.", JsonSchemaType.String);
        yield return One("sort", "`best` (default), `newest`, `filed`, `fee`, `fee-down`, `ending`.", JsonSchemaType.String);
        yield return One("facets", "Names of filters whose values are to be counted, parted by commas.", JsonSchemaType.String);
        yield return One("highlight", "`true`: title and a part of the abstract with the words in `<mark>`.", JsonSchemaType.Boolean);
        yield return One("feeMax", "The most to be paid first or in all, in yuan.", JsonSchemaType.Number);
        foreach (var facet in PatentFacet.All)
        {
            yield return new OpenApiParameter
            {
                Name = facet.Name,
                In = ParameterLocation.Query,
                Description = "Filter; several values are alternatives.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            };
        }

        static OpenApiParameter One(string name, string what, JsonSchemaType type) => new() { Name = name, In = ParameterLocation.Query, Description = what, Schema = new OpenApiSchema { Type = type } };
    }
}

/// <summary>The answer of the search, for the description of the API.</summary>
public sealed record PatentPage(
    long Total, IReadOnlyList<PatentPage.Item> Items, IReadOnlyDictionary<string, IReadOnlyList<PatentPage.Count>> Facets, string? Next, string Reading, bool Cut, double TookMs)
{
    public sealed record Item(
        string ApplicationNo, string Number, string Title, double Score, string Kind, string Status, IReadOnlyList<string> Holders, IReadOnlyList<string> Ipc, DateOnly FilingDate,
        DateOnly? GrantDate, OfferTerms? Offer, IReadOnlyDictionary<string, string>? Highlights);

    public sealed record OfferTerms(Guid ListingId, IReadOnlyList<string> Forms, string? FeeModel, decimal? FeeYuan, int? Maturity);

    public sealed record Count(string Value, [property: System.Text.Json.Serialization.JsonPropertyName("count")] long Number);
}
