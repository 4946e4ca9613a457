using System.Text.Json.Nodes;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch;

/// <summary>What the last rebuild took in, and what it could not (id, reason).</summary>
public sealed record RebuildReport(long Documents, IReadOnlyList<(string Id, string Reason)> Refused);

/// <summary>
/// Fills a new index beside the living one and puts it in its place. Whoever applies a change meanwhile finds the new index by its alias and writes there first; a change from before
/// that alias is in the truth already, which the stream is read from only afterwards. So nothing is lost whatever the order, and versions settle who wins.
/// The marks of deleted documents stay behind with the old index: the stream is the truth, and what is not in it is not there.
/// </summary>
internal sealed class IndexRebuild(ElasticsearchClient client, BulkWriter bulk, DocumentWriter writer, IndexSchema schema, IndexNames names, ElasticsearchOptions options)
{
    public async Task<RebuildReport> RunAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken)
    {
        await client.CheckVersionAsync(cancellationToken);
        await RemoveLeftoversAsync(cancellationToken);
        var index = names.NewIndex();
        await client.Indices.CreateAsync(index, IndexDefinition.Create(schema, options, names.Next, IndexNames.Filling(index)), cancellationToken);
        RebuildReport report;
        try
        {
            var filling = new IndexFilling(bulk, writer, IndexNames.Filling(index));
            await filling.TakeAsync(documents, cancellationToken);
            await client.Indices.PutSettingsAsync(index, IndexDefinition.Live(options), cancellationToken);
            await client.Indices.RefreshAsync(index, cancellationToken);
            if (options.Replicas > 0) await client.Indices.WaitForReplicasAsync(index, cancellationToken);
            await filling.VerifyAsync(new(client, index), cancellationToken);
            await SwapAsync(index, cancellationToken);
            report = new(filling.Sent, filling.Refused);
        }
        catch
        {
            await TryDeleteAsync(index);
            throw;
        }
        foreach (var old in await OthersAsync(index, CancellationToken.None)) await TryDeleteAsync(old);
        return report;
    }

    /// <summary>What a rebuild that died left behind.</summary>
    private async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        var live = (await client.Indices.AliasesAsync(names.Live, cancellationToken))[names.Live].FirstOrDefault();
        foreach (var index in await OthersAsync(live, cancellationToken)) await client.Indices.DeleteAsync(index, cancellationToken);
    }

    private async Task<IEnumerable<string>> OthersAsync(string? kept, CancellationToken cancellationToken) =>
        (await client.Indices.NamesAsync(names.Pattern, cancellationToken)).Where(index => names.IsOurs(index) && index != kept);

    /// <summary>All in one step: no search and no change falls between the two.</summary>
    private async Task SwapAsync(string index, CancellationToken cancellationToken)
    {
        var actions = new JsonArray(
            Action("add", index, names.Live),
            // Gone when another rebuild has begun since: then that one's index goes live, not ours.
            Action("remove", index, names.Next),
            Action("remove", index, IndexNames.Filling(index)));
        foreach (var old in (await client.Indices.AliasesAsync(names.Live, cancellationToken))[names.Live]) actions.Add((JsonNode)Action("remove", old, names.Live));
        try
        {
            await client.Indices.UpdateAliasesAsync(actions, cancellationToken);
        }
        catch (Exception e) when (e is ElasticsearchException or EngineAwayException)
        {
            // It may have been done, and the answer got lost.
            if (!(await client.Indices.AliasesAsync(names.Live, cancellationToken))[names.Live].SequenceEqual([index], StringComparer.Ordinal)) throw;
        }
    }

    private static JsonObject Action(string verb, string index, string alias)
    {
        var action = new JsonObject { ["index"] = index, ["alias"] = alias };
        if (verb == "remove") action["must_exist"] = true;
        return new() { [verb] = action };
    }

    /// <summary>An index too many costs room until the next rebuild and harms nobody.</summary>
    private async Task TryDeleteAsync(string index)
    {
        try
        {
            // Whoever called off the rebuild still wants it tidied away.
            await client.Indices.DeleteAsync(index, CancellationToken.None);
        }
        catch (Exception e) when (e is EngineAwayException or ElasticsearchException)
        {
        }
    }
}
