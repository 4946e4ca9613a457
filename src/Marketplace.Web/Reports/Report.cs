using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Reports;

/// <summary>纠错、举报: what somebody says is wrong with a public item, and what was answered.</summary>
public sealed class Report
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>By which whoever reported finds the answer without signing in: nobody guesses it.</summary>
    public required string Code { get; init; }

    /// <summary>A kind registered with <c>AddReportable</c>, and which one of it.</summary>
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }

    /// <summary>As the subject was called and found when it was reported.</summary>
    public required string Title { get; init; }
    public required string Link { get; init; }
    public string? RegionPath { get; init; }

    /// <summary>Who answers: the bureau of that region, or the operator of the platform.</summary>
    public Guid? OfficeId { get; init; }
    public required ReportReason Reason { get; init; }
    public required string Text { get; init; }
    public string? Contact { get; init; }
    public Guid? PersonId { get; init; }
    public required string Language { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateOnly Due { get; init; }

    /// <summary>The open report that said the same before; its answer is this one's too.</summary>
    public Guid? JoinedTo { get; init; }
    public ReportOutcome? Outcome { get; init; }
    public string? Answer { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public Guid? AnsweredBy { get; init; }

    public Target Target => new(OfficeId, RegionPath, AnsweredAt is null ? "open" : "answered");
}

public enum ReportReason
{
    WrongFact,
    NotMine,
    OutOfDate,
    Unlawful,
    Other,
}

public enum ReportOutcome
{
    Corrected,
    Removed,
    Unfounded,
    PassedOn,
}

internal sealed class ReportTable : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("reports");
        builder.Property(r => r.Code).HasMaxLength(30);
        builder.HasIndex(r => r.Code).IsUnique();
        builder.Property(r => r.SubjectKind).HasMaxLength(40);
        builder.Property(r => r.SubjectId).HasMaxLength(200);
        builder.Property(r => r.Title).HasMaxLength(300);
        builder.Property(r => r.Link).HasMaxLength(300);
        builder.Property(r => r.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(r => r.Reason).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Outcome).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Text).HasMaxLength(2000);
        builder.Property(r => r.Answer).HasMaxLength(2000);
        builder.Property(r => r.Contact).HasMaxLength(320);
        builder.Property(r => r.Language).HasMaxLength(10);
        builder.Ignore(r => r.Target);
        // One report that is worked on for a thing and a reason; the rest are joined to it.
        builder.HasIndex(r => new { r.SubjectKind, r.SubjectId, r.Reason }).IsUnique().HasFilter("answered_at is null and joined_to is null").HasDatabaseName("ix_reports_open");
        builder.HasIndex(r => r.JoinedTo);
        builder.HasIndex(r => r.PersonId);
        builder.HasIndex(r => new { r.RegionPath, r.Id });
        builder.HasIndex(r => new { r.OfficeId, r.Id });
        builder.HasOne<Report>().WithMany().HasForeignKey(r => r.JoinedTo).OnDelete(DeleteBehavior.Restrict);
    }
}
