using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>The engine inside the program: everything in memory, searched by any number of threads without a lock. docs/search.md says how, and what it costs.</summary>
public sealed class EmbeddedEngine : ISearchEngine, IDisposable
{
    /// <summary>A segment to begin with when an index is filled: large enough that merging is a small part of the work.</summary>
    private const int FillBatch = 16_384;

    /// <summary>Some thirty megabytes while it is made.</summary>
    private const int WriteBatch = 8192;

    private readonly Analyzer _analyzer;
    private readonly SemaphoreSlim _rebuilding = new(1);
    private readonly Lock _applying = new();
    private IndexWriter _writer;
    private List<IndexChange>? _meanwhile;

    public EmbeddedEngine(IndexSchema schema, Analyzer analyzer)
        : this(schema, analyzer, new IndexWriter(schema, analyzer, new Snapshot(schema, []), new Removals()))
    {
    }

    private EmbeddedEngine(IndexSchema schema, Analyzer analyzer, IndexWriter writer) => (Schema, _analyzer, _writer) = (schema, analyzer, writer);

    public IndexSchema Schema { get; }

    /// <summary>What searching needs in memory; documents as they came, and their ids, apart.</summary>
    public long IndexBytes => _writer.Snapshot.Segments.Sum(view => view.Segment.Bytes);

    public int SegmentCount => _writer.Snapshot.Segments.Length;

    public EngineResult Search(EngineQuery query) => new SearchRun(query, Volatile.Read(ref _writer).Snapshot, Schema).Run();

    public SearchDocument? Get(string id)
    {
        var snapshot = Volatile.Read(ref _writer).Snapshot;
        var (segment, document) = snapshot.Find(id);
        return segment < 0 ? null : snapshot.Segments[segment].Segment.Store.Read(document);
    }

    public void Dispose() => _rebuilding.Dispose();

    public ValueTask<EngineResult> SearchAsync(EngineQuery query, CancellationToken cancellationToken = default) => new(Search(query));

    public ValueTask<SearchDocument?> GetAsync(string id, CancellationToken cancellationToken = default) => new(Get(id));

    public ValueTask<ApplyResult> ApplyAsync(IReadOnlyList<IndexChange> changes, CancellationToken cancellationToken = default)
    {
        lock (_applying)
        {
            _meanwhile?.AddRange(changes);
            return new(_writer.Apply(changes));
        }
    }

    /// <summary>Writes the index as it is now; searches and changes go on meanwhile. <paramref name="position"/> comes back with it: changes after it are to be applied again.</summary>
    public void Save(string path, string position)
    {
        IndexWriter current;
        lock (_applying) current = _writer;
        EngineFile.Save(path, current, Schema, position);
    }

    /// <summary>
    /// The same file straight from the documents, each of which comes once: piece by piece, so that it takes little memory however many there are. Whoever loads it puts
    /// the pieces together.
    /// </summary>
    public static async Task WriteAsync(string path, IndexSchema schema, Analyzer analyzer, IAsyncEnumerable<SearchDocument> documents, string position, CancellationToken cancellationToken = default)
    {
        using var file = new EngineFile.Unfinished(path, schema, position, []);
        await foreach (var batch in documents.Chunk(WriteBatch).WithCancellation(cancellationToken))
        {
            var builder = new SegmentBuilder(schema, analyzer);
            foreach (var document in batch) builder.Add(document);
            file.Add(SegmentView.Of(builder.Build()));
        }
        file.Finish();
    }

    /// <summary>The position that came with a file of this schema; null: there is none, or not of this schema. Whether the rest is whole, <see cref="Load"/> finds out.</summary>
    public static string? PositionIn(string path, IndexSchema schema) => EngineFile.PositionIn(path, schema);

    /// <exception cref="InvalidDataException">Torn, foreign, or of another schema: fill an engine anew instead.</exception>
    public static (EmbeddedEngine Engine, string Position) Load(string path, IndexSchema schema, Analyzer analyzer)
    {
        var (writer, position) = EngineFile.Load(path, schema, analyzer);
        writer.MergeBeside();
        return (new EmbeddedEngine(schema, analyzer, writer), position);
    }

    public async Task RebuildAsync(IAsyncEnumerable<SearchDocument> documents, CancellationToken cancellationToken = default)
    {
        await _rebuilding.WaitAsync(cancellationToken);
        try
        {
            lock (_applying) _meanwhile = [];
            var beside = new IndexWriter(Schema, _analyzer, new Snapshot(Schema, []), new Removals());
            await foreach (var batch in documents.Select(IndexChange.Put).Chunk(FillBatch).WithCancellation(cancellationToken)) beside.Apply(batch);
            await beside.WhenMergedAsync();
            beside.MergeAll();
            lock (_applying)
            {
                beside.Apply(_meanwhile);
                Volatile.Write(ref _writer, beside);
            }
        }
        finally
        {
            lock (_applying) _meanwhile = null;
            _rebuilding.Release();
        }
    }

    public ValueTask<EngineState> StateAsync(CancellationToken cancellationToken = default)
    {
        var snapshot = Volatile.Read(ref _writer).Snapshot;
        ulong sum = 0;
        foreach (var view in snapshot.Segments)
        {
            for (var document = 0; document < view.Segment.Count; document++)
            {
                if (!view.IsDeleted(document)) sum += DocumentMark.Of(new(view.Segment.Store.IdOf(document)), view.Segment.Store.Versions[document]);
            }
        }
        return new(new EngineState(true, snapshot.DocumentCount, sum, null));
    }
}
