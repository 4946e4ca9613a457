using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>What the other patentees are asked: to declare, or to withdraw. One is not the other.</summary>
public enum ConsentTo
{
    Declare,
    Withdraw,
}

public enum ConsentState
{
    Asked,
    Agreed,
    Refused,
}

/// <summary>Of one of the other patentees: given here by its people, or on a paper that the owner shows.</summary>
public sealed class DeclarationConsent
{
    public required Guid DeclarationId { get; init; }
    public required ConsentTo To { get; init; }
    public required string FoldedName { get; init; }
    public required string Name { get; init; }

    /// <summary>Null: not registered here, so only a paper can show it.</summary>
    public Guid? OrganisationId { get; init; }
    public required ConsentState State { get; set; }
    public Guid? PaperId { get; set; }

    /// <summary>Of the terms it was said of: others are agreed to anew.</summary>
    public string TermsHash { get; set; } = "";

    /// <summary>Why it refuses.</summary>
    public string? Reason { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class DeclarationConsentTable : IEntityTypeConfiguration<DeclarationConsent>
{
    public const int ReasonMax = 500;

    public void Configure(EntityTypeBuilder<DeclarationConsent> builder)
    {
        builder.ToTable("declaration_consents");
        builder.HasKey(c => new { c.DeclarationId, c.To, c.FoldedName });
        builder.Property(c => c.To).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.FoldedName).HasMaxLength(300);
        builder.Property(c => c.Name).HasMaxLength(300);
        builder.Property(c => c.TermsHash).HasMaxLength(64);
        builder.Property(c => c.Reason).HasMaxLength(ReasonMax);
        builder.HasIndex(c => new { c.OrganisationId, c.State });
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<Declaration>().WithMany().HasForeignKey(c => c.DeclarationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
