using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Needs.Drives;

public enum DriveState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>征集中</summary>
    Open,

    /// <summary>已结束</summary>
    Closed,
}

/// <summary>征集: a bureau asks the enterprises of its region for their needs until a day.</summary>
public sealed class Drive
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid BureauId { get; init; }
    public required string Title { get; set; }

    /// <summary>通知正文</summary>
    public required string Notice { get; set; }

    /// <summary>征集范围, in words.</summary>
    public required string Scope { get; set; }
    public required string RegionPath { get; set; }
    public required DateOnly Deadline { get; set; }
    public required DriveState State { get; set; }

    /// <summary>How many needs are expected of a county or township, by its code.</summary>
    public Dictionary<string, int> Targets { get; set; } = [];
    public bool Reminded { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? OpenedAt { get; set; }
    public uint Version { get; init; }

    public Target Target => new(BureauId, RegionPath, State.ToString().ToLowerInvariant());
}

internal sealed class DriveTable : IEntityTypeConfiguration<Drive>
{
    public void Configure(EntityTypeBuilder<Drive> builder)
    {
        builder.ToTable("drives");
        builder.Property(d => d.Title).HasMaxLength(100);
        builder.Property(d => d.Notice).HasMaxLength(5000);
        builder.Property(d => d.Scope).HasMaxLength(500);
        builder.Property(d => d.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(d => d.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Targets).HasColumnType("jsonb").HasConversion(
            targets => System.Text.Json.JsonSerializer.Serialize(targets, System.Text.Json.JsonSerializerOptions.Web),
            text => System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, int>>(text, System.Text.Json.JsonSerializerOptions.Web)!,
            new Microsoft.EntityFrameworkCore.ChangeTracking.ValueComparer<Dictionary<string, int>>((a, b) => a!.Count == b!.Count && !a.Except(b).Any(), d => d.Count, d => new Dictionary<string, int>(d, StringComparer.Ordinal)));
        builder.Property(d => d.Version).IsRowVersion();
        builder.Ignore(d => d.Target);
        builder.HasIndex(d => new { d.State, d.Deadline });
        builder.HasIndex(d => d.RegionPath);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}
