using Marketplace.Search;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Web.Data;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>The index in this program, and its file.</summary>
/// <param name="documents">Reads the truth.</param>
/// <param name="open">A context of its own each time.</param>
/// <param name="analyzer">Cuts text.</param>
/// <param name="file">Null: none is kept.</param>
internal sealed class EmbeddedFollower(PatentDocuments documents, Func<AppDbContext> open, Analyzer analyzer, string? file, TimeProvider time, ILogger logger)
    : IndexFollower(documents, open, logger)
{
    private EmbeddedEngine? _engine;
    private long _saved = -1;

    public override string Name => "embedded index";

    public override ISearchEngine? Engine => _engine;

    public bool IsSaved => _saved == Position;

    public override async Task LoadAsync(CancellationToken ct)
    {
        if (Read() is var (engine, position))
        {
            _engine = engine;
            Position = _saved = position;
            // Also tells a file of another database, and one whose events are gone.
            if (await CheckAsync(ct)) return;
        }
        else await RebuildAsync(ct);
    }

    /// <summary>Changes and searches go on meanwhile.</summary>
    public void Save()
    {
        if (file is null || _engine is not { } engine || IsSaved) return;
        var position = Position;
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        engine.Save(file, IndexFile.Mark(position, time));
        _saved = position;
    }

    protected override async Task FillAsync(IAsyncEnumerable<SearchDocument> all, CancellationToken ct)
    {
        // The old one answers until the new one is whole.
        var filled = new EmbeddedEngine(PatentSchema.Schema, analyzer);
        await filled.RebuildAsync(all, ct);
        _engine = filled;
        _saved = -1;
    }

    private (EmbeddedEngine, long)? Read()
    {
        if (file is null || !File.Exists(file)) return null;
        try
        {
            var (engine, mark) = EmbeddedEngine.Load(file, PatentSchema.Schema, analyzer);
            if (IndexFile.Read(mark, time) is { } position) return (engine, position);
            Logger.LogInformation("The file of the {Index} is too old to be brought up to date", Name);
        }
        // Whatever is wrong with it: what it held is in the database.
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or IndexOutOfRangeException or ArgumentException or OverflowException or UnauthorizedAccessException)
        {
            Logger.LogWarning("The file of the {Index} cannot be used ({Reason}); it is filled anew", Name, e.GetType().Name);
        }
        return null;
    }
}
