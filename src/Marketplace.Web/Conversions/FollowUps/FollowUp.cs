using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>What became of what was taken.</summary>
public enum Use
{
    /// <summary>已实施</summary>
    InUse,

    /// <summary>尚未实施</summary>
    NotYet,

    /// <summary>不再实施</summary>
    NoLonger,
}

/// <summary>Why it is not in use.</summary>
public enum NotUsed
{
    Money,
    Technology,
    Market,
    Equipment,
    People,
    Contract,
    PatentEnded,
    Other,
}

/// <summary>How the words came.</summary>
public enum AnswerWay
{
    /// <summary>By the link, from whoever had it.</summary>
    Link,

    /// <summary>A member of the taker, signed in.</summary>
    Member,

    /// <summary>代答: the bureau, with a note who was asked.</summary>
    Bureau,
}

/// <summary>How the bureau asked.</summary>
public enum AskedBy
{
    Phone,
    Visit,
    Chat,
    Other,
}

/// <summary>半年回访: one half-year of one conversion, and what became of it then.</summary>
public sealed class FollowUp : Case<FollowUpState>
{
    public const int WordsMax = 500, ProductMax = 200, WhomMax = 100, MostPapers = 10, MostJobs = 1_000_000;

    public required Guid ConversionId { get; init; }

    /// <summary>The how manieth half-year since it took effect.</summary>
    public required int Round { get; init; }
    public required DateOnly From { get; init; }

    /// <summary>The day it was due: the first one after its half-year.</summary>
    public required DateOnly On { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>How often its taker was reminded since it was asked, or came back.</summary>
    public int Reminders { get; set; }

    /// <summary>What was typed and not handed in yet, as JSON.</summary>
    public string? Draft { get; set; }

    public Use? Use { get; set; }
    public string? Product { get; set; }

    /// <summary>专利产品备案号</summary>
    public string? ProductNo { get; set; }
    public DateOnly? ProductOn { get; set; }

    /// <summary>Of the half-year, in yuan.</summary>
    public decimal? Sales { get; set; }
    public int? Jobs { get; set; }
    public string[] Why { get; set; } = [];
    public string? Words { get; set; }

    public AnswerWay? Way { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Null: nobody of the platform, or nobody who is here still.</summary>
    public Guid? AnsweredBy { get; set; }

    // Of an answer by the bureau.
    public string? Whom { get; set; }
    public DateOnly? WhomOn { get; set; }
    public AskedBy? WhomHow { get; set; }

    public Guid? AcceptedBy { get; set; }

    /// <summary>The correction it became.</summary>
    public Guid? FilingId { get; set; }

    /// <summary>It was accepted while something else was said of the conversion, and becomes a correction after it.</summary>
    public bool FilingWaits { get; set; }

    public List<FollowUpPaper> Papers { get; init; } = [];
}

/// <summary>照片、发票</summary>
public sealed class FollowUpPaper
{
    public Guid FollowUpId { get; init; }
    public required int Place { get; init; }

    /// <summary>Product or Revenue.</summary>
    public required ProofKind Kind { get; init; }
    public required Guid FileId { get; init; }
}

/// <summary>What opens the question without an account; only its hash is here.</summary>
public sealed class FollowUpCode
{
    public required byte[] Hash { get; init; }
    public required Guid FollowUpId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset Until { get; init; }

    /// <summary>Who printed or showed it; null: it was sent.</summary>
    public Guid? PersonId { get; set; }
}

internal sealed class FollowUpTable : IEntityTypeConfiguration<FollowUp>
{
    public void Configure(EntityTypeBuilder<FollowUp> builder)
    {
        builder.ToTable("follow_ups", table =>
        {
            table.HasCheckConstraint("ck_follow_ups_round", "round > 0 and \"from\" < \"on\"");
            table.HasCheckConstraint("ck_follow_ups_answered", "(answered_at is not null) = (use is not null) and (state not in ('Answered', 'InReview', 'Accepted') or use is not null)");
            // Who spoke for the taker does not say that it is right.
            table.HasCheckConstraint("ck_follow_ups_people", "accepted_by is null or accepted_by is distinct from answered_by");
        });
        builder.IsCase(f => f.State, f => f.Before);
        builder.Property(f => f.Draft).HasColumnType("jsonb");
        builder.Property(f => f.Use).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.Way).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.WhomHow).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.Product).HasMaxLength(FollowUp.ProductMax);
        builder.Property(f => f.ProductNo).HasMaxLength(Filing.NumberMax);
        builder.Property(f => f.Sales).HasColumnType("numeric(18,2)");
        builder.Property(f => f.Words).HasMaxLength(FollowUp.WordsMax);
        builder.Property(f => f.Whom).HasMaxLength(FollowUp.WhomMax);
        // Two nights at once ask once.
        builder.HasIndex(f => new { f.ConversionId, f.Round }).IsUnique();
        builder.HasIndex(f => new { f.State, f.Since });
        builder.HasIndex(f => f.AnsweredBy);
        builder.HasIndex(f => f.AcceptedBy);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(f => f.ConversionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Filing>().WithMany().HasForeignKey(f => f.FilingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Papers).WithOne().HasForeignKey(p => p.FollowUpId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FollowUpPaperTable : IEntityTypeConfiguration<FollowUpPaper>
{
    public void Configure(EntityTypeBuilder<FollowUpPaper> builder)
    {
        builder.ToTable("follow_up_papers");
        builder.HasKey(p => new { p.FollowUpId, p.Place });
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.FileId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FollowUpCodeTable : IEntityTypeConfiguration<FollowUpCode>
{
    public void Configure(EntityTypeBuilder<FollowUpCode> builder)
    {
        builder.ToTable("follow_up_codes");
        builder.HasKey(c => c.Hash);
        builder.HasIndex(c => c.FollowUpId);
        builder.HasIndex(c => c.Until);
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<FollowUp>().WithMany().HasForeignKey(c => c.FollowUpId).OnDelete(DeleteBehavior.Restrict);
    }
}
