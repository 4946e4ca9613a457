using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Search.Elasticsearch;

/// <summary>Management of indexes and aliases, as the official client's <c>Indices</c>.</summary>
internal sealed class IndicesClient(ElasticsearchClient client, ElasticsearchOptions options)
{
    /// <summary>Aliases, mapping and settings of every index behind a name, by the index's own name; null when there is none.</summary>
    public async Task<JsonObject?> GetAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(new(HttpMethod.Get, name, options.SearchTimeout, Patient: false), cancellationToken, allowed: 404);
        return answer.Status == 404 ? null : JsonNode.Parse(answer.Body)!.AsObject();
    }

    public async Task CreateAsync(string name, JsonObject definition, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(Call(HttpMethod.Put, name, definition), cancellationToken);
        }
        catch (ElasticsearchException e) when (e.Type == "resource_already_exists_exception")
        {
            // Names are never used twice: it was ourselves, and the answer got lost.
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => client.SendAsync(Call(HttpMethod.Delete, name), cancellationToken, allowed: 404);

    public Task PutSettingsAsync(string name, JsonObject settings, CancellationToken cancellationToken) => client.SendAsync(Call(HttpMethod.Put, $"{name}/_settings", settings), cancellationToken);

    public Task RefreshAsync(string name, CancellationToken cancellationToken) => client.SendAsync(Call(HttpMethod.Post, $"{name}/_refresh"), cancellationToken);

    public Task UpdateAliasesAsync(JsonArray actions, CancellationToken cancellationToken) =>
        client.SendAsync(Call(HttpMethod.Post, "_aliases", new JsonObject { ["actions"] = actions }), cancellationToken);

    /// <summary>Which indexes have which of these aliases.</summary>
    public async Task<ILookup<string, string>> AliasesAsync(string names, CancellationToken cancellationToken)
    {
        // With one alias missing the status is 404, and the others are in the answer nevertheless.
        var answer = await client.SendAsync(Call(HttpMethod.Get, $"_alias/{names}"), cancellationToken, allowed: 404);
        return AliasesIn(answer).ToLookup(pair => pair.Alias, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>Every index whose name fits a pattern, with or without aliases.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string pattern, CancellationToken cancellationToken)
    {
        var answer = await client.SendAsync(Call(HttpMethod.Get, $"{pattern}/_alias"), cancellationToken, allowed: 404);
        using var document = JsonDocument.Parse(answer.Body);
        return answer.Succeeded ? [.. document.RootElement.EnumerateObject().Select(index => index.Name)] : [];
    }

    /// <summary>Returns when every copy of the index is in place, or after half of what a request may take.</summary>
    public Task WaitForReplicasAsync(string name, CancellationToken cancellationToken)
    {
        var patience = (int)(options.RequestTimeout / 2).TotalMilliseconds;
        return client.SendAsync(Call(HttpMethod.Get, $"_cluster/health/{name}?wait_for_status=green&timeout={patience}ms"), cancellationToken, allowed: 408);
    }

    private Call Call(HttpMethod method, string path, JsonObject? body = null) => new(method, path, options.RequestTimeout, Patient: true, body is null ? default : JsonSerializer.SerializeToUtf8Bytes(body, Messages.ElasticsearchJson.Wire.JsonObject));

    private static List<(string Alias, string Index)> AliasesIn(Answer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return
        [
            .. from index in document.RootElement.EnumerateObject()
               where index.Value.ValueKind == JsonValueKind.Object && index.Value.TryGetProperty("aliases", out _)
               from alias in index.Value.GetProperty("aliases").EnumerateObject()
               select (alias.Name, index.Name),
        ];
    }
}
