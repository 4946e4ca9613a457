using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>What the other patentees are asked: to declare, or to withdraw. One is not the other.</summary>
public enum ConsentTo
{
    Declare,
    Withdraw,
}

public sealed class DeclarationConsent : CoOwnerConsent
{
    public required Guid DeclarationId { get; init; }
    public required ConsentTo To { get; init; }
}

internal sealed class DeclarationConsentTable : IEntityTypeConfiguration<DeclarationConsent>
{
    public void Configure(EntityTypeBuilder<DeclarationConsent> builder)
    {
        builder.ToTable("declaration_consents");
        builder.HasKey(c => new { c.DeclarationId, c.To, c.FoldedName });
        builder.Property(c => c.To).HasConversion<string>().HasMaxLength(20);
        Consents.Configure(builder);
        builder.HasOne<Declaration>().WithMany().HasForeignKey(c => c.DeclarationId).OnDelete(DeleteBehavior.Restrict);
    }
}
