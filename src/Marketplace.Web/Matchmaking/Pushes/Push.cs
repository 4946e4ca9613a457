using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Pushes;

public enum PushSource
{
    /// <summary>Staff chose patents and enterprises here.</summary>
    Staff,

    /// <summary>Made before or outside the platform, entered with its evidence.</summary>
    Outside,
}

public enum PushState
{
    Draft,

    /// <summary>Can still be taken back.</summary>
    Waiting,
    Sending,
    Sent,

    /// <summary>Taken back before anything was sent.</summary>
    Withdrawn,

    /// <summary>待确认: from outside, entered by one person and not yet confirmed by another.</summary>
    Entered,

    /// <summary>已确认: counts from now on.</summary>
    Confirmed,

    /// <summary>已退回: does not count.</summary>
    Returned,
}

/// <summary>Which address is taken where the directory has both.</summary>
public enum PushWay
{
    MailFirst,
    SmsFirst,
}

/// <summary>定点推送: certain patents sent to certain enterprises by a bureau, at one time and for one reason.</summary>
public sealed class Push
{
    /// <summary>What one reads through in a mail; more is a catalogue.</summary>
    public const int MostPatents = 20;
    public const int ReasonMax = 300;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid BureauId { get; init; }
    public required string BureauName { get; init; }
    public required string RegionPath { get; init; }

    /// <summary>Who made or entered it.</summary>
    public Guid? PersonId { get; set; }
    public required PushSource Source { get; init; }
    public required PushState State { get; set; }

    /// <summary>Application numbers in the order they were picked.</summary>
    public string[] Patents { get; set; } = [];

    /// <summary>As in the address of the directory's list; null: only those picked one by one.</summary>
    public string? Filter { get; set; }

    /// <summary>GB/T 4754 code the filtered enterprises' code begins with.</summary>
    public string? Industry { get; set; }

    /// <summary>Credit codes picked one by one.</summary>
    public string[] Enterprises { get; set; } = [];

    /// <summary>Names of group robots it goes to as well; a group is no enterprise and counts as none.</summary>
    public string[] Robots { get; set; } = [];

    /// <summary>为什么推送: said to whoever gets it (PIPL Art. 24).</summary>
    public string? Reason { get; set; }
    public PushWay Way { get; set; }

    /// <summary>Also what an enterprise was sent before; counted once all the same.</summary>
    public bool Resend { get; set; }

    /// <summary>Enterprises it went to.</summary>
    public int Reached { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Nothing is sent before: until then it can be taken back.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    // From outside: who confirmed or returned it.
    public Guid? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? Decision { get; set; }

    public Target Target => new(BureauId, RegionPath, State.ToString().ToLowerInvariant());
}

internal sealed class PushTable : IEntityTypeConfiguration<Push>
{
    public void Configure(EntityTypeBuilder<Push> builder)
    {
        builder.ToTable("pushes");
        builder.Property(p => p.BureauName).HasMaxLength(200);
        builder.Property(p => p.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(p => p.Source).HasConversion<string>().HasMaxLength(10);
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(10);
        builder.Property(p => p.Way).HasConversion<string>().HasMaxLength(10);
        builder.Property(p => p.Filter).HasMaxLength(1000);
        builder.Property(p => p.Industry).HasMaxLength(5);
        builder.Property(p => p.Reason).HasMaxLength(Push.ReasonMax);
        builder.Property(p => p.Decision).HasMaxLength(Push.ReasonMax);
        builder.Ignore(p => p.Target);
        builder.HasIndex(p => new { p.BureauId, p.Source, p.Id });
        builder.HasIndex(p => p.NotBefore).HasFilter("state in ('Waiting', 'Sending')").HasDatabaseName("ix_pushes_open");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}
