using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>What the sides disagree about.</summary>
public enum DisputeSubject
{
    /// <summary>许可本身</summary>
    Licence,

    /// <summary>一期费用</summary>
    Fee,

    /// <summary>一笔付款</summary>
    Payment,

    /// <summary>一笔退款</summary>
    Refund,

    /// <summary>付费条件</summary>
    Condition,
}

/// <summary>争议: about a licence or something of it. Its id is the form's own number.</summary>
public sealed class Dispute : Case<DisputeState>
{
    public required string Reference { get; init; }
    public required Guid LicenceId { get; init; }
    public required DisputeSubject Subject { get; init; }

    /// <summary>The fee, payment, refund or statement it is about; null: the licence.</summary>
    public Guid? SubjectId { get; init; }
    public required Side By { get; init; }
    public required Guid TakerId { get; init; }
    public required Guid GiverId { get; init; }

    /// <summary>Of the licensee: where the way to a bureau begins.</summary>
    public required string RegionPath { get; init; }
    public required string Claims { get; init; }
    public required string Wanted { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose it is now, and everybody's who had it.</summary>
    public Guid? BureauId { get; set; }
    public Guid[] BureauIds { get; set; } = [];
    public DateOnly? AskedOn { get; set; }
    public DateOnly? AcceptUntil { get; set; }
    public DateOnly? EndsOn { get; set; }
    public bool Extended { get; set; }
    public Guid? MediatorId { get; set; }
    public string? MediatorName { get; set; }

    /// <summary>What the mediator declared about having nothing to do with either side.</summary>
    public string? Declared { get; set; }
    public string? Agreement { get; set; }
    public string? TakerConfirmed { get; set; }
    public string? GiverConfirmed { get; set; }
    public Guid? RecordId { get; set; }

    public string Number => "TJ-" + Reference;

    public string? ConfirmedBy(Side side) => side == Side.Taker ? TakerConfirmed : GiverConfirmed;
}

/// <summary>调解会议</summary>
public sealed class DisputeSession
{
    public required Guid Id { get; init; }
    public required Guid DisputeId { get; init; }
    public required DateOnly On { get; init; }
    public required string Place { get; init; }
    public required string Minutes { get; init; }
    public Guid? FileId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>证据: what a side lays before the other and the mediator.</summary>
public sealed class DisputeEvidence
{
    public required Guid Id { get; init; }
    public required Guid DisputeId { get; init; }
    public required Side By { get; init; }
    public required string Words { get; init; }
    public required Guid FileId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>调解职权: whether a bureau may mediate, where that is otherwise than its level says (Rule 95).</summary>
public sealed class MediationPower
{
    public required Guid BureauId { get; init; }
    public required bool Has { get; set; }
    public required string Reason { get; set; }
    public required Guid SetBy { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class DisputeTable : IEntityTypeConfiguration<Dispute>
{
    public const int WordsMax = 2000, PlaceMax = 200;

    public void Configure(EntityTypeBuilder<Dispute> builder)
    {
        builder.ToTable("disputes", table => table.HasCheckConstraint("ck_disputes_bureau", "bureau_id is not null or state in ('Negotiating', 'Resolved', 'Lapsed', 'Withdrawn')"));
        builder.IsCase(d => d.State, d => d.Before);
        builder.Property(d => d.Reference).HasMaxLength(8);
        builder.Property(d => d.Subject).HasConversion<string>().HasMaxLength(12);
        builder.Property(d => d.By).HasConversion<string>().HasMaxLength(10);
        builder.Property(d => d.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(d => d.Claims).HasMaxLength(WordsMax);
        builder.Property(d => d.Wanted).HasMaxLength(WordsMax);
        builder.Property(d => d.MediatorName).HasMaxLength(50);
        builder.Property(d => d.Declared).HasMaxLength(CaseBook.ReasonMax);
        builder.Property(d => d.Agreement).HasMaxLength(4 * WordsMax);
        builder.Property(d => d.TakerConfirmed).HasMaxLength(50);
        builder.Property(d => d.GiverConfirmed).HasMaxLength(50);
        builder.HasIndex(d => d.Reference).IsUnique();
        builder.HasIndex(d => new { d.TakerId, d.Id });
        builder.HasIndex(d => new { d.GiverId, d.Id });
        builder.HasIndex(d => d.BureauIds).HasMethod("gin");
        // Both open one about the same thing at the same moment: the second finds the first.
        builder.HasIndex(d => new { d.LicenceId, d.Subject, d.SubjectId }).IsUnique().AreNullsDistinct(false).HasFilter("state in ('Negotiating', 'Asked', 'Accepted', 'Proposed')").HasDatabaseName("ix_disputes_open");
        builder.HasOne<Licence>().WithMany().HasForeignKey(d => d.LicenceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisputeSessionTable : IEntityTypeConfiguration<DisputeSession>
{
    public void Configure(EntityTypeBuilder<DisputeSession> builder)
    {
        builder.ToTable("dispute_sessions");
        builder.Property(s => s.Place).HasMaxLength(DisputeTable.PlaceMax);
        builder.Property(s => s.Minutes).HasMaxLength(4 * DisputeTable.WordsMax);
        builder.HasIndex(s => new { s.DisputeId, s.On });
        builder.HasOne<Dispute>().WithMany().HasForeignKey(s => s.DisputeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DisputeEvidenceTable : IEntityTypeConfiguration<DisputeEvidence>
{
    public void Configure(EntityTypeBuilder<DisputeEvidence> builder)
    {
        builder.ToTable("dispute_evidence");
        builder.Property(e => e.By).HasConversion<string>().HasMaxLength(10);
        builder.Property(e => e.Words).HasMaxLength(CaseBook.ReasonMax);
        builder.HasIndex(e => new { e.DisputeId, e.Id });
        builder.HasOne<Dispute>().WithMany().HasForeignKey(e => e.DisputeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MediationPowerTable : IEntityTypeConfiguration<MediationPower>
{
    public void Configure(EntityTypeBuilder<MediationPower> builder)
    {
        builder.ToTable("mediation_powers");
        builder.HasKey(p => p.BureauId);
        builder.Property(p => p.Reason).HasMaxLength(CaseBook.ReasonMax);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}
