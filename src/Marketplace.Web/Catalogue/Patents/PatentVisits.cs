using System.Collections.Concurrent;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>浏览量: how often the page of a patent was opened on a day. Of who opened it nothing is kept.</summary>
public sealed class PatentVisit
{
    public required string ApplicationNo { get; init; }
    public required DateOnly Day { get; init; }
    public required int Times { get; init; }
}

internal sealed class PatentVisitTable : IEntityTypeConfiguration<PatentVisit>
{
    public void Configure(EntityTypeBuilder<PatentVisit> builder)
    {
        builder.ToTable("patent_visits");
        builder.HasKey(v => new { v.ApplicationNo, v.Day });
        builder.Property(v => v.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasOne<Patent>().WithMany().HasForeignKey(v => v.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Counts in memory and writes now and then, so that reading a page writes nothing; a program that is killed loses the last half minute of views.</summary>
public sealed class PatentVisits(NpgsqlDataSource source, TimeProvider time, ILogger<PatentVisits> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);
    private static readonly string[] s_robots = ["bot", "spider", "crawl", "slurp", "headless", "curl", "python", "monitor"];
    private readonly ConcurrentDictionary<(string No, DateOnly Day), int> _times = new();

    /// <param name="no">Whose page.</param>
    /// <param name="reader">What the browser says it is; programs that harvest are no readers.</param>
    public void Count(string no, string? reader)
    {
        if (string.IsNullOrEmpty(reader) || s_robots.Any(word => reader.Contains(word, StringComparison.OrdinalIgnoreCase))) return;
        _times.AddOrUpdate((no, Dates.Today(time)), 1, (_, times) => times + 1);
    }

    public async Task WriteAsync(CancellationToken ct)
    {
        List<(string No, DateOnly Day, int Times)> taken = [.. _times.Keys.Select(key => (key.No, key.Day, _times.TryRemove(key, out var times) ? times : 0)).Where(one => one.Item3 > 0).OrderBy(one => one.No, StringComparer.Ordinal).ThenBy(one => one.Day)];
        if (taken.Count == 0) return;
        try
        {
            await using var command = source.CreateCommand("""
                insert into patent_visits (application_no, day, times)
                select v.no, v.day, v.times from unnest($1, $2, $3) v(no, day, times) join patents p on p.application_no = v.no
                on conflict (application_no, day) do update set times = patent_visits.times + excluded.times
                """);
            command.Parameters.Add(new() { Value = taken.Select(one => one.No).ToArray() });
            command.Parameters.Add(new() { Value = taken.Select(one => one.Day).ToArray() });
            command.Parameters.Add(new() { Value = taken.Select(one => one.Times).ToArray() });
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (NpgsqlException e)
        {
            // Away for a moment: they are counted with the next ones.
            foreach (var (no, day, times) in taken) _times.AddOrUpdate((no, day), times, (_, more) => more + times);
            logger.LogWarning("Views of {Count} patents could not be written yet ({Kind})", taken.Count, e.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(CancellationToken.None);
        }
    }
}
