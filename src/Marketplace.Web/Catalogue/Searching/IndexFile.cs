using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Search.Embedded;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Where the embedded index is kept between starts. Derived from the database: it may be deleted at any time.</summary>
internal static class IndexFile
{
    /// <summary>Applied events are kept for fourteen days (Housekeeping): an older file cannot be brought up to date.</summary>
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(13);

    /// <summary>Of a thousand patents each: a start takes half a second for these.</summary>
    private const int FewEvents = 5;

    /// <summary>Null: without a data folder nothing is kept.</summary>
    public static string? In(string? dataFolder) => string.IsNullOrEmpty(dataFolder) ? null : Path.Combine(dataFolder, "search", "patents.idx");

    public static string Mark(long position, long table, TimeProvider time) => string.Create(CultureInfo.InvariantCulture, $"{position} {time.GetUtcNow().ToUnixTimeSeconds()} {table}");

    /// <summary>How far a file with this mark is, and by which table of industries it was filled; null: too old.</summary>
    public static (long Position, long Table)? Read(string mark, TimeProvider time)
    {
        var parts = mark.Split(' ');
        var savedAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
        if (time.GetUtcNow() - savedAt >= s_oldest) return null;
        // Files from before there were tables to choose from were filled by the one that comes with the program.
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 2 ? long.Parse(parts[2], CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>Whether a start that loads the file has next to nothing to add. What is in it, the start finds out.</summary>
    public static async Task<bool> IsNearAsync(string file, AppDbContext db, PatentDocuments documents, TimeProvider time, CancellationToken ct) =>
        EmbeddedEngine.PositionIn(file, PatentSchema.Schema) is { } mark && Read(mark, time) is var (position, table) && table == documents.IndustryTable
        && await db.Set<OutboxEvent>().CountAsync(e => e.Kind == CatalogueSql.ChangedKind && e.Position > position, ct) <= FewEvents;

    /// <summary>From the database, without an index in memory: a catalogue of any size takes some forty megabytes.</summary>
    public static async Task WriteAsync(string file, AppDbContext db, PatentDocuments documents, Analyzer analyzer, TimeProvider time, CancellationToken ct)
    {
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var position = await IndexFollower.PositionAsync(db, ct);
        await EmbeddedEngine.WriteAsync(file, PatentSchema.Schema, analyzer, documents.AllAsync(db, ct), Mark(position, documents.IndustryTable, time), ct);
    }
}
