using System.Globalization;
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
/// <param name="lean">Rather small than quick: in pieces as they come, not put together into one at the end, which takes the room of two for a while.</param>
internal sealed class EmbeddedFollower(PatentDocuments documents, Func<AppDbContext> open, Analyzer analyzer, string? file, bool lean, TimeProvider time, ILogger logger)
    : IndexFollower(documents, open, logger)
{
    /// <summary>Applied events are kept for fourteen days (Housekeeping): an older file cannot be brought up to date.</summary>
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(13);

    /// <summary>Large enough that merging is a small part of the work, small enough that a verb keeps within its memory.</summary>
    private const int LeanBatch = 8192;

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
        engine.Save(file, string.Create(CultureInfo.InvariantCulture, $"{position} {time.GetUtcNow().ToUnixTimeSeconds()}"));
        _saved = position;
    }

    protected override async Task FillAsync(IAsyncEnumerable<SearchDocument> all, CancellationToken ct)
    {
        // The old one answers until the new one is whole.
        var filled = new EmbeddedEngine(PatentSchema.Schema, analyzer);
        if (lean)
        {
            await foreach (var batch in all.Select(IndexChange.Put).Chunk(LeanBatch).WithCancellation(ct)) await filled.ApplyAsync(batch, ct);
        }
        else await filled.RebuildAsync(all, ct);
        _engine = filled;
        _saved = -1;
    }

    private (EmbeddedEngine, long)? Read()
    {
        if (file is null || !File.Exists(file)) return null;
        try
        {
            var (engine, mark) = EmbeddedEngine.Load(file, PatentSchema.Schema, analyzer);
            var parts = mark.Split(' ');
            var (position, savedAt) = (long.Parse(parts[0], CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture)));
            if (time.GetUtcNow() - savedAt < s_oldest) return (engine, position);
            Logger.LogInformation("The file of the {Index} is of {Saved:u}, too old to be brought up to date", Name, savedAt);
        }
        // Whatever is wrong with it: what it held is in the database.
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or IndexOutOfRangeException or ArgumentException or OverflowException or UnauthorizedAccessException)
        {
            Logger.LogWarning("The file of the {Index} cannot be used ({Reason}); it is filled anew", Name, e.GetType().Name);
        }
        return null;
    }
}
