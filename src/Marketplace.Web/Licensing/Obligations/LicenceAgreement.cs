using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>One side's proposal to the other: to end the licence (协商解除), or what a disputed fee is to be. Its id is the form's own number.</summary>
public sealed class LicenceAgreement : Case<AgreementState>
{
    public required Guid LicenceId { get; init; }

    /// <summary>The fee it settles; null: it ends the licence.</summary>
    public Guid? ObligationId { get; init; }

    /// <summary>Who proposed.</summary>
    public required Side By { get; init; }

    /// <summary>What the fee is to be, in yuan.</summary>
    public decimal? Amount { get; init; }
    public required string Words { get; init; }

    /// <summary>Signed by who proposes.</summary>
    public Guid? PaperId { get; set; }

    /// <summary>Signed by both.</summary>
    public Guid? SignedId { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class LicenceAgreementTable : IEntityTypeConfiguration<LicenceAgreement>
{
    public void Configure(EntityTypeBuilder<LicenceAgreement> builder)
    {
        builder.ToTable("licence_agreements", table => table.HasCheckConstraint("ck_licence_agreements_about", "(obligation_id is null) = (amount is null) and coalesce(amount, 0) >= 0"));
        builder.IsCase(a => a.State, a => a.Before);
        builder.Property(a => a.By).HasConversion<string>().HasMaxLength(10);
        builder.Property(a => a.Amount).HasPrecision(18, 2);
        builder.Property(a => a.Words).HasMaxLength(CaseBook.ReasonMax);
        builder.HasIndex(a => a.PersonId);
        builder.HasIndex(a => new { a.LicenceId, a.Id });
        // Both propose at the same moment: the second sees the first and answers it.
        builder.HasIndex(a => a.LicenceId).IsUnique().HasFilter("state = 'Open' and obligation_id is null").HasDatabaseName("ix_licence_agreements_ending");
        builder.HasIndex(a => a.ObligationId).IsUnique().HasFilter("state = 'Open'").HasDatabaseName("ix_licence_agreements_fee");
        builder.HasOne<Licence>().WithMany().HasForeignKey(a => a.LicenceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<FeeObligation>().WithMany().HasForeignKey(a => a.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}
