using System.Runtime.CompilerServices;
using Marketplace.Search;
using Marketplace.Search.Documents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>
/// Keeps one index in step with the catalogue: reads the events of changes along by their positions, which are in the order of commits (ADR 2), and puts in what the
/// database says of the numbers they name. Events say only that something changed: the truth is read when it is applied, so twice is harmless and late is right.
/// </summary>
internal abstract class IndexFollower(PatentDocuments documents, Func<AppDbContext> open, ILogger logger)
{
    /// <summary>An event names a thousand at most; with what is read beside them some ten megabytes.</summary>
    private const int MostNumbers = 2000;
    private const int MostEvents = 100;

    /// <summary>A check that was overtaken by a change says nothing; so many in a row, and the next hour will do.</summary>
    private const int CheckAttempts = 5;

    /// <summary>For logs.</summary>
    public abstract string Name { get; }

    /// <summary>Null before it was loaded.</summary>
    public abstract ISearchEngine? Engine { get; }

    /// <summary>Everything up to here is in the index.</summary>
    public long Position { get; protected set; }

    /// <summary>The table of industries by which all of it was filled.</summary>
    public long IndustryTable { get; protected set; }

    /// <summary>Another table is in force: what stands in the index of industries is no longer so.</summary>
    public bool IsOutdated => IndustryTable != documents.IndustryTable;

    /// <summary>While it is filled anew: patents put in so far.</summary>
    public int? Filled { get; private set; }

    protected Func<AppDbContext> Open => open;

    protected ILogger Logger => logger;

    /// <summary>From what is there, where it is of use, else from the whole catalogue.</summary>
    public abstract Task LoadAsync(CancellationToken ct);

    /// <summary>Applies what has happened since; true when anything had.</summary>
    public async Task<bool> CatchUpAsync(CancellationToken ct)
    {
        var any = false;
        while (await NextAsync(ct) is var (position, numbers) && position > Position)
        {
            await ApplyAsync(numbers, ct);
            Position = position;
            any = true;
            await AdvancedAsync(ct);
        }
        return any;
    }

    /// <summary>Compares count and checksum with the database, and fills the index anew when they differ. False: it had to.</summary>
    public async Task<bool> CheckAsync(CancellationToken ct)
    {
        for (var attempt = 0; attempt < CheckAttempts; attempt++)
        {
            await CatchUpAsync(ct);
            await using var db = open();
            await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
            // What came in between is not in the index, and what the index is compared with has it already.
            if (await NewestAsync(db, ct) > Position) continue;
            var state = await Engine!.StateAsync(ct);
            if (!state.Ready || state.Checksum is null) return true;
            var (count, checksum) = await PatentDocuments.MarkAsync(db, ct);
            if (state.DocumentCount == count && state.Checksum == checksum) return true;
            logger.LogWarning("The {Index} has {Documents} documents where the catalogue has {Patents}, or other versions of them; it is filled anew", Name, state.DocumentCount, count);
            await RebuildAsync(ct);
            return false;
        }
        return true;
    }

    public async Task RebuildAsync(CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        await using var db = open();
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var position = await PositionAsync(db, ct);
        // Before the first patent is read: replaced meanwhile, it is filled once more.
        var table = documents.IndustryTable;
        var count = 0;
        try
        {
            await FillAsync(Counted(documents.AllAsync(db, ct), ct), table, ct);
        }
        finally
        {
            Filled = null;
        }
        (Position, IndustryTable) = (position, table);
        logger.LogInformation("The {Index} was filled with {Documents} patents in {Seconds:0.0} s", Name, count, TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        await AdvancedAsync(ct);

        async IAsyncEnumerable<SearchDocument> Counted(IAsyncEnumerable<SearchDocument> all, [EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var document in all.WithCancellation(token))
            {
                Filled = ++count;
                yield return document;
            }
        }
    }

    protected abstract Task FillAsync(IAsyncEnumerable<SearchDocument> all, long industryTable, CancellationToken ct);

    /// <summary>After the position moved.</summary>
    protected virtual Task AdvancedAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>The newest change there is; 0 where there is none, or none is kept any more.</summary>
    internal static async Task<long> NewestAsync(AppDbContext db, CancellationToken ct) =>
        await db.Set<OutboxEvent>().Where(e => e.Kind == CatalogueSql.ChangedKind).MaxAsync(e => e.Position, ct) ?? 0;

    /// <summary>
    /// The newest change that the transaction of this context sees: it sees all before it too. Where old events have been removed, up to where all events have been
    /// applied.
    /// </summary>
    internal static async Task<long> PositionAsync(AppDbContext db, CancellationToken ct) => await db.Database.SqlQuery<long>($"""
        select greatest(coalesce((select max(position) from outbox_events where kind = {CatalogueSql.ChangedKind}), 0), (select position from outbox_watermark)) as "Value"
        """).SingleAsync(ct);

    private async Task<(long Position, HashSet<string> Numbers)?> NextAsync(CancellationToken ct)
    {
        await using var db = open();
        var events = await db.Set<OutboxEvent>().AsNoTracking().Where(e => e.Kind == CatalogueSql.ChangedKind && e.Position > Position).OrderBy(e => e.Position).Take(MostEvents)
            .Select(e => new { e.Position, e.Payload }).ToListAsync(ct);
        if (events.Count == 0) return null;
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        var reached = Position;
        foreach (var happened in events)
        {
            numbers.UnionWith(System.Text.Json.JsonSerializer.Deserialize<CatalogueChanged>(happened.Payload, System.Text.Json.JsonSerializerOptions.Web)!.Numbers);
            reached = happened.Position!.Value;
            if (numbers.Count >= MostNumbers) break;
        }
        return (reached, numbers);
    }

    private async Task ApplyAsync(HashSet<string> numbers, CancellationToken ct)
    {
        await using var db = open();
        var changes = await documents.ChangesAsync(db, numbers, ct);
        // A row that is gone altogether leaves no revision: one more than the index has.
        foreach (var gone in numbers.Except(changes.Select(change => change.Id), StringComparer.Ordinal).ToList())
        {
            if (await Engine!.GetAsync(gone, ct) is { } known) changes.Add(IndexChange.Remove(gone, known.Version + 1));
        }
        var applied = await Engine!.ApplyAsync(changes, ct);
        foreach (var (id, reason) in applied.Refused) logger.LogError("The {Index} refuses patent {Patent}: {Reason}", Name, id, reason);
    }
}
