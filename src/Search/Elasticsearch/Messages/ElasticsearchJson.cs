using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch.Messages;

[JsonSerializable(typeof(SearchRequest))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(MultiSearchResponse))]
[JsonSerializable(typeof(BulkResponse))]
[JsonSerializable(typeof(BulkAction))]
[JsonSerializable(typeof(IndexedDocument))]
[JsonSerializable(typeof(MultiGetRequest))]
[JsonSerializable(typeof(MultiGetResponse))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSerializable(typeof(PointInTime))]
[JsonSerializable(typeof(SearchDocument))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(long))]
internal sealed partial class ElasticsearchJson : JsonSerializerContext
{
    /// <summary>Chinese text as it is and not as six characters of escape each: half the bytes.</summary>
    public static ElasticsearchJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.Strict,
    });
}
