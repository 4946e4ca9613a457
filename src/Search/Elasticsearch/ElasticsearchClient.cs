using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marketplace.Search.Elasticsearch.Messages;

namespace Marketplace.Search.Elasticsearch;

/// <summary>
/// As much of a client as the engine needs, in the official one's concepts (which no registry we restore from has), so that it can take this one's place.
/// What fails for reasons of the server's is an <see cref="EngineAwayException"/> with one of the codes of <see cref="ElasticsearchProblem"/>.
/// </summary>
internal sealed class ElasticsearchClient : IDisposable
{
    private readonly Transport _transport;
    private readonly ElasticsearchOptions _options;

    public ElasticsearchClient(ElasticsearchOptions options, TimeProvider time)
    {
        (_options, _transport) = (options, new(options, time));
        Indices = new(this, options);
    }

    public IndicesClient Indices { get; }

    /// <summary>Throws unless the server is an Elasticsearch 8.</summary>
    public async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new(HttpMethod.Get, "", _options.SearchTimeout, Patient: false), cancellationToken);
        ServerInfo? info;
        try
        {
            info = JsonSerializer.Deserialize(answer.Body, ElasticsearchJson.Wire.ServerInfo);
        }
        catch (JsonException e)
        {
            throw new EngineAwayException(ElasticsearchProblem.Version, e);
        }
        // OpenSearch calls itself 7.10 or names its distribution.
        var supported = info?.Version is { Number: { } number, Distribution: null } && number.StartsWith("8.", StringComparison.Ordinal);
        if (!supported) throw new EngineAwayException(ElasticsearchProblem.Version);
    }

    /// <param name="refresh">Returns when what was changed can be found.</param>
    public async Task<BulkResponse> BulkAsync(string alias, ReadOnlyMemory<byte> lines, bool refresh, CancellationToken cancellationToken)
    {
        // An index made up on the fly would have no mapping of ours, so the name must be an alias's.
        var path = $"{alias}/_bulk?require_alias=true{(refresh ? "&refresh=true" : "")}";
        var answer = await SendAsync(new(HttpMethod.Post, path, _options.RequestTimeout, Patient: true, lines, "application/x-ndjson"), cancellationToken);
        return Read(answer, ElasticsearchJson.Wire.BulkResponse);
    }

    public async Task<SearchResponse> SearchAsync(string path, SearchRequest request, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(request, ElasticsearchJson.Wire.SearchRequest);
        var response = Read(await SendAsync(new(HttpMethod.Post, path, _options.SearchTimeout, Patient: false, body), cancellationToken), ElasticsearchJson.Wire.SearchResponse);
        // Half of an index is no answer: the other half would be missing without anybody knowing.
        return response.Shards.Failed == 0 ? response : throw new EngineAwayException(ElasticsearchProblem.Away);
    }

    /// <summary>Several searches in one request, answered in its order: all of them, or none.</summary>
    public async Task<IReadOnlyList<HitList>> SearchAllAsync(string alias, IEnumerable<SearchRequest> requests, CancellationToken cancellationToken)
    {
        using var lines = new MemoryStream();
        foreach (var request in requests)
        {
            lines.Write("{}\n"u8);
            await JsonSerializer.SerializeAsync(lines, request, ElasticsearchJson.Wire.SearchRequest, cancellationToken);
            lines.Write("\n"u8);
        }
        var answer = await SendAsync(new(HttpMethod.Post, $"{alias}/_msearch", _options.RequestTimeout, Patient: false, lines.ToArray(), "application/x-ndjson"), cancellationToken);
        return [.. Read(answer, ElasticsearchJson.Wire.MultiSearchResponse).Responses.Select(item =>
            item.Error is { } error ? throw Failure(item.Status, error.Type, error.Reason ?? "") : item.Shards.Failed == 0 && item.Hits is { } hits ? hits : throw new EngineAwayException(ElasticsearchProblem.Away))];
    }

    /// <summary>What is there now, visible to searches or not.</summary>
    public async Task<Source?> GetAsync(string alias, string id, CancellationToken cancellationToken)
    {
        // In a body, because an id may be "..", which no path survives.
        var body = JsonSerializer.SerializeToUtf8Bytes(new([id]), ElasticsearchJson.Wire.MultiGetRequest);
        var found = Read(await SendAsync(new(HttpMethod.Post, $"{alias}/_mget", _options.SearchTimeout, Patient: false, body), cancellationToken), ElasticsearchJson.Wire.MultiGetResponse).Docs[0];
        if (found.Error is { } error) throw Failure(404, error.Type, error.Reason ?? "");
        return found.Found ? found.Source : null;
    }

    public async Task<string> OpenPointInTimeAsync(string index, string keepAlive, CancellationToken cancellationToken) =>
        Read(await SendAsync(new(HttpMethod.Post, $"{index}/_pit?keep_alive={keepAlive}", _options.RequestTimeout, Patient: true), cancellationToken), ElasticsearchJson.Wire.PointInTime).Id;

    public Task ClosePointInTimeAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Delete, "_pit", _options.RequestTimeout, Patient: true, JsonSerializer.SerializeToUtf8Bytes(new(id), ElasticsearchJson.Wire.PointInTime)), cancellationToken, allowed: 404);

    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken, int allowed = 200)
    {
        var answer = await _transport.SendAsync(call, cancellationToken);
        if (answer.Succeeded || answer.Status == allowed) return answer;
        var (type, reason) = ErrorIn(answer.Body);
        throw Failure(answer.Status, type, reason);
    }

    public void Dispose() => _transport.Dispose();

    private static Exception Failure(int status, string type, string reason)
    {
        var detail = new ElasticsearchException(status, type, reason);
        return ElasticsearchProblem.Of(status, type, reason) is { } code ? new EngineAwayException(code, detail) : detail;
    }

    private static T Read<T>(Answer answer, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            // Whoever answers 200 with something else is no Elasticsearch.
            throw new EngineAwayException(ElasticsearchProblem.Version, e);
        }
    }

    /// <summary>Usually an object; sometimes a bare string; from something in between, not even JSON.</summary>
    private static (string Type, string Reason) ErrorIn(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out var error)) return ("", "");
            if (error.ValueKind != JsonValueKind.Object) return ("", error.ToString());
            return (Text(error, "type"), Text(error, "reason"));
        }
        catch (JsonException)
        {
            return ("", "");
        }
    }

    private static string Text(JsonElement error, string name) => error.TryGetProperty(name, out var value) ? value.ToString() : "";
}
