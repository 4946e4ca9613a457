using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>How far an index is, so that others can wait for it: that of a program that serves, or the one in Elasticsearch.</summary>
internal sealed class IndexFollowerRow
{
    public required string Name { get; init; }
    public long Position { get; init; }

    /// <summary>The table of industries it was filled by: the number of an <see cref="IndustryTables.IndustryTableUse"/>.</summary>
    public long IndustryTable { get; init; }

    /// <summary>While it is filled anew: patents put in so far.</summary>
    public int? Filled { get; init; }
    public DateTimeOffset SeenAt { get; init; }
}

internal sealed class IndexFollowerTable : IEntityTypeConfiguration<IndexFollowerRow>
{
    public void Configure(EntityTypeBuilder<IndexFollowerRow> builder)
    {
        builder.ToTable("index_followers");
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Name).HasMaxLength(200);
    }
}

internal static class IndexFollowers
{
    /// <summary>Programs that serve begin so.</summary>
    public const string Program = "program ";

    /// <summary>Says where it stands every few seconds; who is silent for so long is dead or cannot reach the database.</summary>
    public static readonly TimeSpan Alive = TimeSpan.FromSeconds(15);

    public static Task SayAsync(AppDbContext db, string name, long position, long industryTable, int? filled, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        insert into index_followers (name, position, industry_table, filled, seen_at) values ({name}, {position}, {industryTable}, {filled}, now())
        on conflict (name) do update set position = excluded.position, industry_table = excluded.industry_table, filled = excluded.filled, seen_at = now()
        """, ct);

    public static Task LeaveAsync(AppDbContext db, string name, CancellationToken ct) => db.Set<IndexFollowerRow>().Where(row => row.Name == name).ExecuteDeleteAsync(ct);

    /// <summary>Where the programs that serve stand; by the database's clock, which all of them share.</summary>
    public static Task<List<long>> ServingAsync(AppDbContext db, CancellationToken ct) => db.Database.SqlQuery<long>($"""
        select position as "Value" from index_followers where name like {Program + "%"} and seen_at > now() - {Alive}
        """).ToListAsync(ct);

    /// <summary>How many programs serve, how many of them search by this table of industries, and how many patents the quickest of the others has put in so far.</summary>
    public static async Task<IndexProgress> ProgressAsync(AppDbContext db, long industryTable, CancellationToken ct)
    {
        var programs = await db.Set<IndexFollowerRow>().FromSql($"select * from index_followers where name like {Program + "%"} and seen_at > now() - {Alive}").AsNoTracking().ToListAsync(ct);
        return new(programs.Count, programs.Count(program => program.IndustryTable == industryTable), programs.Max(program => program.Filled));
    }
}

public sealed record IndexProgress(int Programs, int Ready, int? Filled)
{
    public bool IsDone => Ready == Programs;
}
