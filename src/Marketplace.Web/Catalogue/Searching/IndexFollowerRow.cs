using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>How far an index is, so that others can wait for it: that of a program that serves, or the one in Elasticsearch.</summary>
internal sealed class IndexFollowerRow
{
    public required string Name { get; init; }
    public long Position { get; init; }
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

    public static Task SayAsync(AppDbContext db, string name, long position, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        insert into index_followers (name, position, seen_at) values ({name}, {position}, now())
        on conflict (name) do update set position = excluded.position, seen_at = now()
        """, ct);

    public static Task LeaveAsync(AppDbContext db, string name, CancellationToken ct) => db.Set<IndexFollowerRow>().Where(row => row.Name == name).ExecuteDeleteAsync(ct);

    /// <summary>Where the programs that serve stand; by the database's clock, which all of them share.</summary>
    public static Task<List<long>> ServingAsync(AppDbContext db, CancellationToken ct) => db.Database.SqlQuery<long>($"""
        select position as "Value" from index_followers where name like {Program + "%"} and seen_at > now() - {Alive}
        """).ToListAsync(ct);
}
