using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch;

/// <summary>
/// Settings and mapping of an index for a schema. The mapping leaves out what is Elasticsearch's default, because the server does so when asked:
/// that way a change by hand is any difference at all.
/// </summary>
internal static class IndexDefinition
{
    private const string Similarity = "same_as_embedded";

    /// <summary>Filled without refresh and without replicas, which are cheaper to copy once it is full.</summary>
    public static JsonObject Create(IndexSchema schema, ElasticsearchOptions options, params string[] aliases) => new()
    {
        ["settings"] = new JsonObject
        {
            ["index"] = new JsonObject
            {
                ["number_of_shards"] = options.Shards,
                ["number_of_replicas"] = 0,
                ["refresh_interval"] = "-1",
                ["similarity"] = new JsonObject { [Similarity] = SimilarityOf() },
            },
        },
        ["aliases"] = new JsonObject(aliases.Select(alias => KeyValuePair.Create(alias, (JsonNode?)new JsonObject()))),
        ["mappings"] = Mapping(schema),
    };

    public static JsonObject Live(ElasticsearchOptions options) => new() { ["index"] = new JsonObject { ["number_of_replicas"] = options.Replicas, ["refresh_interval"] = null } };

    public static JsonObject Mapping(IndexSchema schema)
    {
        var properties = new JsonObject
        {
            [Fields.Id] = new JsonObject { ["type"] = "keyword", ["index"] = false },
            [Fields.Version] = new JsonObject { ["type"] = "long", ["index"] = false },
            [Fields.Gone] = new JsonObject { ["type"] = "boolean" },
            [Fields.Document] = new JsonObject { ["type"] = "object", ["enabled"] = false },
        };
        foreach (var mark in (string[])[Fields.MarkLow, Fields.MarkMiddle, Fields.MarkHigh]) properties[mark] = new JsonObject { ["type"] = "integer", ["index"] = false };
        Add(properties, "terms", schema.Texts.Select(text => (text.Name, new JsonObject { ["type"] = "text", ["index_options"] = "freqs", ["analyzer"] = "whitespace", ["similarity"] = Similarity })));
        Add(properties, "phrases", schema.Texts.Select(text => (text.Name, new JsonObject { ["type"] = "text", ["norms"] = false, ["analyzer"] = "whitespace" })));
        Add(properties, "values", schema.Columns.Where(column => column.Kind == ColumnKind.Values).Select(column => (column.Name, new JsonObject { ["type"] = "keyword" })));
        Add(properties, "numbers", schema.Columns.Where(column => column.Kind == ColumnKind.Number).Select(column => (column.Name, new JsonObject { ["type"] = "long" })));
        Add(properties, "vectors", schema.Vectors.Select(vector => (vector.Name, VectorOf(vector))));
        return new()
        {
            ["dynamic"] = "strict",
            ["_meta"] = new JsonObject { ["schema"] = schema.Name, ["version"] = schema.Version, ["terms"] = Analyzer.Version },
            ["_source"] = new JsonObject
            {
                ["excludes"] = new JsonArray(Fields.Id, Fields.Version, Fields.MarkLow, Fields.MarkMiddle, Fields.MarkHigh, "terms", "phrases", "values", "numbers", "vectors"),
            },
            ["properties"] = properties,
        };
    }

    /// <summary>How an index that is there compares with what we would make.</summary>
    public static Likeness Compare(IndexSchema schema, JsonNode index)
    {
        var expected = Mapping(schema);
        var actual = index["mappings"];
        var similarity = index["settings"]?["index"]?["similarity"]?[Similarity];
        if (!Holds(expected, actual) || !Holds(SimilarityOf(), similarity)) return Likeness.Foreign;
        return JsonNode.DeepEquals(expected, actual) && JsonNode.DeepEquals(SimilarityOf(), similarity) ? Likeness.Same : Likeness.Extended;
    }

    private static void Add(JsonObject properties, string name, IEnumerable<(string Name, JsonObject Mapping)> fields)
    {
        var inner = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.Mapping)));
        if (inner.Count > 0) properties[name] = new JsonObject { ["properties"] = inner };
    }

    private static JsonObject VectorOf(VectorField vector) => new()
    {
        ["type"] = "dense_vector",
        ["dims"] = vector.Size,
        ["element_type"] = "byte",
        ["index"] = true,
        ["similarity"] = "cosine",
        ["index_options"] = new JsonObject { ["type"] = "hnsw", ["m"] = 16, ["ef_construction"] = 100 },
    };

    /// <summary>The server hands settings back as strings.</summary>
    private static JsonObject SimilarityOf() => new()
    {
        ["type"] = "BM25",
        ["k1"] = Bm25.K1.ToString(CultureInfo.InvariantCulture),
        ["b"] = Bm25.B.ToString(CultureInfo.InvariantCulture),
    };

    private static bool Holds(JsonNode? expected, JsonNode? actual) => expected is JsonObject wanted
        ? actual is JsonObject found && wanted.All(property => found.TryGetPropertyValue(property.Key, out var value) && Holds(property.Value, value))
        : JsonNode.DeepEquals(expected, actual);
}

/// <summary><see cref="Extended"/>: all of ours and something more, which searches do not notice.</summary>
internal enum Likeness
{
    Same,
    Extended,
    Foreign,
}
