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
    /// <summary>Together, because the file is written beside a rebuild: what was filled by one table must not be saved as another's.</summary>
    private sealed record Made(EmbeddedEngine Engine, long IndustryTable);

    private volatile Made? _made;
    private long _saved = -1;

    public override string Name => "embedded index";

    public override ISearchEngine? Engine => _made?.Engine;

    public bool IsSaved => _saved == Position;

    public override async Task LoadAsync(CancellationToken ct)
    {
        if (Read() is var (engine, position, table))
        {
            _made = new(engine, table);
            Position = _saved = position;
            IndustryTable = table;
            // Also tells a file of another database, and one whose events are gone.
            if (await CheckAsync(ct)) return;
        }
        else await RebuildAsync(ct);
    }

    /// <summary>Changes and searches go on meanwhile.</summary>
    public void Save()
    {
        if (file is null || _made is not { } made || IsSaved) return;
        var position = Position;
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        made.Engine.Save(file, IndexFile.Mark(position, made.IndustryTable, time));
        _saved = position;
    }

    protected override async Task FillAsync(IAsyncEnumerable<SearchDocument> all, long industryTable, CancellationToken ct)
    {
        // The old one answers until the new one is whole.
        var filled = new EmbeddedEngine(PatentSchema.Schema, analyzer);
        await filled.RebuildAsync(all, ct);
        _made = new(filled, industryTable);
        _saved = -1;
    }

    private (EmbeddedEngine, long, long)? Read()
    {
        if (file is null || !File.Exists(file)) return null;
        try
        {
            var (engine, mark) = EmbeddedEngine.Load(file, PatentSchema.Schema, analyzer);
            if (IndexFile.Read(mark, time) is var (position, table)) return (engine, position, table);
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
