using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>How it reached somebody: the channels of the messages, and those of pushes outside the platform.</summary>
public enum PushChannel
{
    Mail,
    Sms,
    WeChat,
    WeCom,
    DingTalk,
    Feishu,
    InApp,

    /// <summary>电话</summary>
    Phone,

    /// <summary>上门走访</summary>
    Visit,

    /// <summary>会议、培训现场</summary>
    Meeting,

    /// <summary>纸质材料</summary>
    Paper,
    Other,
}

/// <summary>One message of a push to one recipient, and what became of it: the receipt log.</summary>
public sealed class PushDelivery
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PushId { get; init; }
    public required Guid BureauId { get; init; }

    /// <summary>Null: a group, which is no enterprise.</summary>
    public string? Uscc { get; init; }

    /// <summary>Somebody of a registered enterprise; null: the contact of the directory.</summary>
    public Guid? PersonId { get; set; }
    public required PushChannel Channel { get; init; }

    /// <summary>In the link that shows these patents without signing in; gone once the link has run out.</summary>
    public string? Token { get; set; }

    /// <summary>Masked: evidence needs no more. Of a group the robot's name.</summary>
    public string? Recipient { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? QueuedAt { get; set; }

    /// <summary>The gateway or mail server took it.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }

    /// <summary>It is there, as far as the channel tells.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? FailedAt { get; set; }
    public string? FailCode { get; set; }

    /// <summary>Read on the site, or somebody was seen to use the page behind the link: that alone it was opened says nothing, programs open links too.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>From outside: the day it happened, as entered.</summary>
    public DateOnly? HappenedOn { get; init; }

    /// <summary>From when its items count; null: not delivered, or not confirmed.</summary>
    public DateTimeOffset? CountsAt { get; set; }

    /// <summary>Whether it counts has changed since its items were counted.</summary>
    public bool Recount { get; set; }

    public static string NewToken() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 26);
}

/// <summary>A patent in a delivery.</summary>
public sealed class PushDeliveryPatent
{
    public required Guid DeliveryId { get; init; }
    public required string ApplicationNo { get; init; }
    public required int Place { get; init; }
}

/// <summary>
/// 一条: one patent and one enterprise, however often it was sent (M40 counts these). Counted from its first delivery that stands; undelivered it is none.
/// Derived from the deliveries by <see cref="PushCounting"/>.
/// </summary>
public sealed class PushItem
{
    public required string Uscc { get; init; }
    public required string ApplicationNo { get; init; }

    /// <summary>Where the enterprise is.</summary>
    public required string RegionPath { get; init; }

    /// <summary>The first delivery that stands.</summary>
    public Guid? DeliveryId { get; private set; }
    public Guid? BureauId { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public PushChannel? Channel { get; private set; }
}

internal sealed class PushDeliveryTable : IEntityTypeConfiguration<PushDelivery>
{
    public void Configure(EntityTypeBuilder<PushDelivery> builder)
    {
        builder.ToTable("push_deliveries");
        builder.Property(d => d.Uscc).HasMaxLength(18).UseCollation("C");
        builder.Property(d => d.Channel).HasConversion<string>().HasMaxLength(10);
        builder.Property(d => d.Token).HasMaxLength(26);
        builder.Property(d => d.Recipient).HasMaxLength(100);
        builder.Property(d => d.FailCode).HasMaxLength(60);
        builder.HasIndex(d => d.Token).IsUnique();
        builder.HasIndex(d => new { d.PushId, d.Id });
        builder.HasIndex(d => new { d.Uscc, d.CreatedAt });
        builder.HasIndex(d => d.QueuedAt).HasFilter("failed_at is null").HasDatabaseName("ix_push_deliveries_on_the_way");
        builder.HasIndex(d => d.Id, "ix_push_deliveries_recount").HasFilter("recount");
        builder.HasIndex(d => d.PersonId);
        builder.HasOne<Push>().WithMany().HasForeignKey(d => d.PushId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PushDeliveryPatentTable : IEntityTypeConfiguration<PushDeliveryPatent>
{
    public void Configure(EntityTypeBuilder<PushDeliveryPatent> builder)
    {
        builder.ToTable("push_delivery_patents");
        builder.HasKey(p => new { p.DeliveryId, p.ApplicationNo });
        builder.Property(p => p.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasIndex(p => p.ApplicationNo);
        builder.HasOne<PushDelivery>().WithMany().HasForeignKey(p => p.DeliveryId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PushItemTable : IEntityTypeConfiguration<PushItem>
{
    public void Configure(EntityTypeBuilder<PushItem> builder)
    {
        builder.ToTable("push_items");
        builder.HasKey(i => new { i.Uscc, i.ApplicationNo });
        builder.Property(i => i.Uscc).HasMaxLength(18).UseCollation("C");
        builder.Property(i => i.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(i => i.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(i => i.Channel).HasConversion<string>().HasMaxLength(10);
        builder.HasIndex(i => new { i.RegionPath, i.DeliveredAt }).HasFilter("delivered_at is not null").HasDatabaseName("ix_push_items_counted");
        builder.HasOne<PushDelivery>().WithMany().HasForeignKey(i => i.DeliveryId).OnDelete(DeleteBehavior.SetNull);
    }
}
