using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>One document on its way to being signed. Its words are those of the file: it never changes, another wording replaces the whole signing.</summary>
public sealed class SigningCase : Case<SigningState>
{
    /// <summary>What it is a document of.</summary>
    public required Guid CaseId { get; init; }
    public required string Kind { get; init; }
    public required string Title { get; init; }
    public required string Link { get; init; }
    public required Guid DocumentId { get; init; }

    /// <summary>Of the file, in capitals.</summary>
    public required string Sha256 { get; init; }

    /// <summary>版本码, printed on each page.</summary>
    public required string VersionCode { get; init; }

    /// <summary>What it is about, in yuan; null: nothing a delegation's ceiling could be held against.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly SignBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>By which right somebody signs for a party.</summary>
public enum SignerAuthority
{
    /// <summary>法定代表人</summary>
    LegalRepresentative,

    /// <summary>授权代表, with a power of attorney</summary>
    Authorised,
}

public enum SignatureWay
{
    /// <summary>纸质签字盖章</summary>
    Paper,

    /// <summary>电子签署</summary>
    Online,
}

/// <summary>One party's signature under one document.</summary>
public sealed class Signature : Case<SignatureState>
{
    public required Guid SigningId { get; init; }

    /// <summary>From 1, as the document names them.</summary>
    public required int Place { get; init; }

    /// <summary>Null: not registered here; then another party shows what it signed.</summary>
    public Guid? OrganisationId { get; init; }
    public required string Name { get; init; }

    public string? Signer { get; set; }
    public SignerAuthority? Authority { get; set; }

    /// <summary>授权委托书</summary>
    public Guid? PowerId { get; set; }
    public SignatureWay? Way { get; set; }

    /// <summary>The day on the paper, or the provider's.</summary>
    public DateOnly? SignedOn { get; set; }
    public Guid? ScanId { get; set; }

    /// <summary>Of whose people it was shown.</summary>
    public Guid? ShownBy { get; set; }

    /// <summary>Number of the provider's certificate.</summary>
    public string? Certificate { get; set; }

    /// <summary>Why the last scan was sent back.</summary>
    public string? Rejected { get; set; }
    public Guid? PersonId { get; set; }
    public DateTimeOffset? ValidAt { get; set; }
}

internal sealed class SigningTable : IEntityTypeConfiguration<SigningCase>
{
    public const int KindMax = 20, TitleMax = 200, LinkMax = 200, CodeMax = 40;

    public void Configure(EntityTypeBuilder<SigningCase> builder)
    {
        builder.ToTable("signings");
        builder.IsCase(s => s.State, s => s.Before);
        builder.Property(s => s.Kind).HasMaxLength(KindMax);
        builder.Property(s => s.Title).HasMaxLength(TitleMax);
        builder.Property(s => s.Link).HasMaxLength(LinkMax);
        builder.Property(s => s.Sha256).HasMaxLength(64).IsFixedLength();
        builder.Property(s => s.VersionCode).HasMaxLength(CodeMax);
        builder.Property(s => s.Amount).HasPrecision(18, 2);
        // A case has one wording to be signed at a time.
        builder.HasIndex(s => s.CaseId).IsUnique().HasFilter("state in ('Begun', 'Partly')").HasDatabaseName("ix_signings_open");
        builder.HasIndex(s => new { s.CaseId, s.Id });
        builder.HasIndex(s => s.SignBy).HasFilter("state in ('Begun', 'Partly')").HasDatabaseName("ix_signings_due");
    }
}

internal sealed class SignatureTable : IEntityTypeConfiguration<Signature>
{
    public const int SignerMax = 50, CertificateMax = 80;

    public void Configure(EntityTypeBuilder<Signature> builder)
    {
        builder.ToTable("signatures", table => table.HasCheckConstraint("ck_signatures_valid",
            "state <> 'Valid' or (signer is not null and signed_on is not null and valid_at is not null and (authority = 'LegalRepresentative' or power_id is not null) and ((way = 'Paper' and scan_id is not null) or (way = 'Online' and certificate is not null)))"));
        builder.IsCase(s => s.State, s => s.Before);
        builder.Property(s => s.Name).HasMaxLength(300);
        builder.Property(s => s.Signer).HasMaxLength(SignerMax);
        builder.Property(s => s.Authority).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Way).HasConversion<string>().HasMaxLength(10);
        builder.Property(s => s.Certificate).HasMaxLength(CertificateMax);
        builder.Property(s => s.Rejected).HasMaxLength(CaseBook.ReasonMax);
        builder.HasIndex(s => new { s.SigningId, s.Place }).IsUnique();
        builder.HasIndex(s => new { s.OrganisationId, s.State });
        builder.HasIndex(s => s.PersonId);
        builder.HasOne<SigningCase>().WithMany().HasForeignKey(s => s.SigningId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
