using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Payments;

/// <summary>Whose word it is that the money moved.</summary>
public enum PaymentSource
{
    /// <summary>付款凭证: the payer shows it; whether it arrived is confirmed after.</summary>
    Voucher,

    /// <summary>在线支付: the provider says it arrived.</summary>
    Provider,

    /// <summary>银行对账单: the holder's own bank says it arrived.</summary>
    Statement,
}

/// <summary>Money paid for a licence. Its id is the form's own number, so that a form sent twice is one payment.</summary>
public sealed class Payment : Case<PaymentState>
{
    public required Guid LicenceId { get; init; }
    /// <summary>The fee it is for; null: what the notice asks for, before there is a licence.</summary>
    public Guid? ObligationId { get; init; }
    public required decimal Amount { get; init; }
    public required string Payer { get; init; }

    /// <summary>Why somebody else than the licensee paid.</summary>
    public string? OnBehalf { get; init; }
    public DateOnly? PaidOn { get; set; }

    /// <summary>The bank's number on the voucher: one payment each, wherever it is shown again.</summary>
    public string? BankReference { get; init; }
    public Guid? VoucherId { get; set; }
    public PaymentSource Source { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class PaymentTable : IEntityTypeConfiguration<Payment>
{
    public const int ReferenceMax = 64;

    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.ToTable("payments");
        builder.IsCase(p => p.State, p => p.Before);
        builder.Property(p => p.Amount).HasPrecision(18, 2);
        builder.Property(p => p.Source).HasConversion<string>().HasMaxLength(10);
        builder.Property(p => p.Payer).HasMaxLength(LicenceTable.NameMax);
        builder.Property(p => p.OnBehalf).HasMaxLength(300);
        builder.Property(p => p.BankReference).HasMaxLength(ReferenceMax).UseCollation("C");
        builder.HasIndex(p => p.LicenceId);
        builder.HasIndex(p => p.PersonId);
        builder.HasIndex(p => p.ObligationId);
        builder.HasIndex(p => p.BankReference).IsUnique().HasFilter("bank_reference is not null and state <> 'Failed'").HasDatabaseName("ix_payments_reference");
        builder.HasOne<FeeObligation>().WithMany().HasForeignKey(p => p.ObligationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Licence>().WithMany().HasForeignKey(p => p.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
