using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>One version of the terms: said once, never changed. Others are another version.</summary>
public sealed class PledgeVersion
{
    public required Guid PledgeId { get; init; }
    public required int Number { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public required string Terms { get; init; }

    /// <summary>Of the words, in hexadecimal: what is agreed to.</summary>
    public required string Sha256 { get; init; }

    public PledgeTerms Read() => PledgeTerms.Read(Terms);
}

public sealed class PledgeConsent : CoOwnerConsent
{
    public required Guid PledgeId { get; init; }
}

/// <summary>质权人同意 to a deal about a pledged patent (Civil Code Art. 444(2)), to terms it names by their hash.</summary>
public sealed class PledgeeConsent
{
    public required Guid PledgeId { get; init; }
    public required Guid DealId { get; init; }
    public required ConsentState State { get; set; }
    public required string TermsHash { get; set; }
    public string? Reason { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; set; }
}

/// <summary>放款: what of the secured amount was paid out. One that was typed wrongly is struck out with a reason.</summary>
public sealed class PledgeDrawdown
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PledgeId { get; init; }
    public required DateOnly On { get; init; }
    public required decimal Amount { get; init; }
    public required Guid VoucherId { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? StruckAt { get; set; }
    public string? StruckReason { get; set; }
}

internal sealed class PledgeVersionTable : IEntityTypeConfiguration<PledgeVersion>
{
    public void Configure(EntityTypeBuilder<PledgeVersion> builder)
    {
        builder.ToTable("pledge_versions");
        builder.HasKey(v => new { v.PledgeId, v.Number });
        // Not jsonb: the hash is of these very bytes.
        builder.Property(v => v.Terms).HasColumnType("text");
        builder.Property(v => v.Sha256).HasMaxLength(64);
        builder.HasIndex(v => v.PersonId);
        builder.HasOne<Pledge>().WithMany().HasForeignKey(v => v.PledgeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PledgeConsentTable : IEntityTypeConfiguration<PledgeConsent>
{
    public void Configure(EntityTypeBuilder<PledgeConsent> builder)
    {
        builder.ToTable("pledge_consents");
        builder.HasKey(c => new { c.PledgeId, c.FoldedName });
        Consents.Configure(builder);
        builder.HasOne<Pledge>().WithMany().HasForeignKey(c => c.PledgeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PledgeeConsentTable : IEntityTypeConfiguration<PledgeeConsent>
{
    public void Configure(EntityTypeBuilder<PledgeeConsent> builder)
    {
        builder.ToTable("pledgee_consents");
        builder.HasKey(c => new { c.PledgeId, c.DealId });
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.TermsHash).HasMaxLength(64);
        builder.Property(c => c.Reason).HasMaxLength(Consents.ReasonMax);
        builder.HasIndex(c => c.DealId);
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<Pledge>().WithMany().HasForeignKey(c => c.PledgeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Deal>().WithMany().HasForeignKey(c => c.DealId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PledgeDrawdownTable : IEntityTypeConfiguration<PledgeDrawdown>
{
    public void Configure(EntityTypeBuilder<PledgeDrawdown> builder)
    {
        builder.ToTable("pledge_drawdowns", table => table.HasCheckConstraint("ck_pledge_drawdowns_some", "amount > 0"));
        builder.Property(d => d.Amount).HasPrecision(18, 2);
        builder.Property(d => d.StruckReason).HasMaxLength(PledgeTable.TextMax);
        builder.HasIndex(d => d.PledgeId);
        builder.HasIndex(d => d.PersonId);
        builder.HasOne<Pledge>().WithMany().HasForeignKey(d => d.PledgeId).OnDelete(DeleteBehavior.Restrict);
    }
}
