using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Facts;

public enum FilingKind
{
    First,

    /// <summary>更正: a later truth.</summary>
    Correction,

    /// <summary>冲销: cancelled or void; what was counted before stays where it was locked (D14).</summary>
    Reversal,
}

/// <summary>填报: all that is said of a conversion at one time. Its words are fixed once it was handed in; what is found out later is another filing.</summary>
public sealed class Filing : Case<FilingState>
{
    public const int TextMax = 300, NumberMax = 60;

    public required Guid ConversionId { get; init; }
    public required int Number { get; init; }
    public required FilingKind Kind { get; init; }

    /// <summary>The unit that files, as it was then.</summary>
    public required string RegionPath { get; init; }
    public required ConversionType Type { get; set; }
    public MarketNature Nature { get; set; }
    public string? ContractNo { get; set; }

    public DateOnly? SignedOn { get; set; }
    public DateOnly? EffectiveOn { get; set; }
    public DateOnly? PaidOn { get; set; }

    /// <summary>Of the first of the registers that make it official.</summary>
    public DateOnly? RecordedOn { get; set; }

    /// <summary>终止、解除、质权注销</summary>
    public DateOnly? EndedOn { get; set; }

    /// <summary>合同额; of a pledge the loan. Null: not fixed, as with a share of sales.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Of a renewal or an amendment: what it adds (D4, D12); null: all of <see cref="Amount"/> is new.</summary>
    public decimal? NewAmount { get; set; }

    /// <summary>到账额; of a pledge what was paid out.</summary>
    public decimal? Paid { get; set; }

    /// <summary>Of a mixed pledge that says so: the part that rests on the patents.</summary>
    public decimal? PatentShare { get; set; }

    /// <summary>Renewal, amendment or second recordal of this one (D4).</summary>
    public Guid? PartOfId { get; set; }

    /// <summary>Transfers that follow each other, university to operator to enterprise (D6).</summary>
    public Guid? ChainId { get; set; }

    // Of a pledge (D12): the loan is what counts.
    public string? LoanNo { get; set; }
    public bool FirstLoan { get; set; }
    public bool Mixed { get; set; }

    /// <summary>贴息</summary>
    public decimal? Subsidy { get; set; }

    /// <summary>保险、担保</summary>
    public string? Insurance { get; set; }

    /// <summary>What is made with it, once it is made.</summary>
    public string? Product { get; set; }

    /// <summary>Why it is corrected or reversed; a note otherwise.</summary>
    public string? Note { get; set; }

    // Worked out when it was written.
    public required EvidenceLevel Level { get; set; }
    public required string Fingerprint { get; set; }

    /// <summary>Null: the platform, of what was done on it.</summary>
    public Guid? EnteredBy { get; set; }
    public required DateTimeOffset At { get; init; }
    public Guid? CheckedBy { get; set; }
    public Guid? VerifiedBy { get; set; }

    /// <summary>From this moment it is what is known.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }

    public List<FilingPatent> Patents { get; init; } = [];
    public List<FilingParty> Parties { get; init; } = [];
    public List<FilingRegister> Registers { get; init; } = [];
    public List<FilingProof> Proofs { get; init; } = [];
}

public sealed class FilingPatent
{
    public Guid FilingId { get; init; }

    /// <summary>12 or 8 digits, without check digit.</summary>
    public required string ApplicationNo { get; init; }
    public required int Place { get; init; }
    public string? Title { get; init; }

    /// <summary>Of a cross licence: it goes the other way (D15).</summary>
    public bool Returned { get; init; }

    /// <summary>The invention that the same applicant filed the same day, where this utility model was given up for it (D11).</summary>
    public string? CountsAs { get; init; }
}

public sealed class FilingParty
{
    public Guid FilingId { get; init; }
    public required Side Side { get; init; }
    public required int Place { get; init; }

    /// <summary>USCC, or of a person what stands for them.</summary>
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string RegionPath { get; init; }
    public Guid? OrganisationId { get; init; }

    /// <summary>中小微企业; null: not known.</summary>
    public bool? Small { get; init; }

    /// <summary>高校、科研院所、国有企业; null: not known.</summary>
    public bool? Public { get; init; }
}

public sealed class FilingRegister
{
    public Guid FilingId { get; init; }
    public required Register Register { get; init; }
    public required string Number { get; init; }
    public required DateOnly On { get; init; }

    /// <summary>技术交易额, as the registry fixed it.</summary>
    public decimal? Amount { get; init; }
}

public sealed class FilingProof
{
    public Guid FilingId { get; init; }
    public required int Place { get; init; }
    public required ProofKind Kind { get; init; }

    /// <summary>Null: it lies on the platform itself, with the licence, deal or pledge.</summary>
    public Guid? FileId { get; init; }
    public string? Note { get; init; }
}

internal sealed class FilingTable : IEntityTypeConfiguration<Filing>
{
    public void Configure(EntityTypeBuilder<Filing> builder)
    {
        builder.ToTable("filings", table =>
        {
            // 填报、初审、复核 are three people; of what the platform files, two.
            table.HasCheckConstraint("ck_filings_people", "(checked_by is null or checked_by is distinct from entered_by) and (verified_by is null or verified_by is distinct from entered_by and verified_by is distinct from checked_by)");
            table.HasCheckConstraint("ck_filings_verified", "(state = 'Verified') = (verified_at is not null)");
        });
        builder.IsCase(f => f.State, f => f.Before);
        builder.Property(f => f.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(f => f.Type).HasConversion<string>().HasMaxLength(30);
        builder.Property(f => f.Nature).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.Level).HasConversion<string>().HasMaxLength(2);
        foreach (var money in (string[])[nameof(Filing.Amount), nameof(Filing.NewAmount), nameof(Filing.Paid), nameof(Filing.PatentShare), nameof(Filing.Subsidy)]) builder.Property(money).HasColumnType("numeric(18,2)");
        foreach (var number in (string[])[nameof(Filing.ContractNo), nameof(Filing.LoanNo)]) builder.Property(number).HasMaxLength(Filing.NumberMax);
        foreach (var text in (string[])[nameof(Filing.Insurance), nameof(Filing.Product), nameof(Filing.Note)]) builder.Property(text).HasMaxLength(Filing.TextMax);
        builder.Property(f => f.Fingerprint).HasMaxLength(64).UseCollation("C");
        builder.HasIndex(f => new { f.ConversionId, f.Number }).IsUnique();
        // One thing at a time is said of a conversion.
        builder.HasIndex(f => f.ConversionId).IsUnique().HasFilter("state in ('Draft', 'Submitted', 'Checked', 'Returned')").HasDatabaseName("ix_filings_open");
        builder.HasIndex(f => f.Fingerprint);
        builder.HasIndex(f => new { f.RegionPath, f.State, f.Id });
        builder.HasIndex(f => f.VerifiedAt);
        builder.HasIndex(f => f.PartOfId);
        builder.HasIndex(f => f.ChainId);
        builder.HasIndex(f => f.LoanNo);
        builder.HasIndex(f => f.EnteredBy);
        builder.HasIndex(f => f.CheckedBy);
        builder.HasIndex(f => f.VerifiedBy);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(f => f.ConversionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(f => f.PartOfId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Patents).WithOne().HasForeignKey(p => p.FilingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Parties).WithOne().HasForeignKey(p => p.FilingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Registers).WithOne().HasForeignKey(r => r.FilingId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(f => f.Proofs).WithOne().HasForeignKey(p => p.FilingId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FilingPatentTable : IEntityTypeConfiguration<FilingPatent>
{
    public void Configure(EntityTypeBuilder<FilingPatent> builder)
    {
        builder.ToTable("filing_patents");
        builder.HasKey(p => new { p.FilingId, p.ApplicationNo });
        builder.Property(p => p.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(p => p.CountsAs).HasMaxLength(12).UseCollation("C");
        builder.Property(p => p.Title).HasMaxLength(Filing.TextMax);
        builder.HasIndex(p => p.ApplicationNo);
        builder.HasIndex(p => p.CountsAs).HasFilter("counts_as is not null");
    }
}

internal sealed class FilingPartyTable : IEntityTypeConfiguration<FilingParty>
{
    public void Configure(EntityTypeBuilder<FilingParty> builder)
    {
        builder.ToTable("filing_parties");
        builder.HasKey(p => new { p.FilingId, p.Side, p.Place });
        builder.Property(p => p.Side).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Key).HasMaxLength(80).UseCollation("C");
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.Property(p => p.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.HasIndex(p => p.Key);
        builder.HasIndex(p => new { p.RegionPath, p.FilingId });
        builder.HasIndex(p => p.OrganisationId);
    }
}

internal sealed class FilingRegisterTable : IEntityTypeConfiguration<FilingRegister>
{
    public void Configure(EntityTypeBuilder<FilingRegister> builder)
    {
        builder.ToTable("filing_registers");
        builder.HasKey(r => new { r.FilingId, r.Register, r.Number });
        builder.Property(r => r.Register).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Number).HasMaxLength(Filing.NumberMax).UseCollation("C");
        builder.Property(r => r.Amount).HasColumnType("numeric(18,2)");
        builder.HasIndex(r => new { r.Register, r.Number });
    }
}

internal sealed class FilingProofTable : IEntityTypeConfiguration<FilingProof>
{
    public void Configure(EntityTypeBuilder<FilingProof> builder)
    {
        builder.ToTable("filing_proofs");
        builder.HasKey(p => new { p.FilingId, p.Place });
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Note).HasMaxLength(Filing.TextMax);
        builder.HasIndex(p => p.FileId);
    }
}
