using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>Why money buys nothing.</summary>
public enum RefundWhy
{
    /// <summary>多付</summary>
    TooMuch,

    /// <summary>重复付款</summary>
    Twice,

    /// <summary>通知失效后付款</summary>
    Lapsed,

    /// <summary>许可结束后付款</summary>
    Ended,

    /// <summary>声明终止后付款</summary>
    Withdrawn,

    /// <summary>付错收款方</summary>
    WrongPayee,

    /// <summary>费用已减免或取消</summary>
    NotOwed,
}

/// <summary>退款: money for a licence that is to go back to its payer.</summary>
public sealed class Refund : Case<RefundState>
{
    public required Guid LicenceId { get; init; }

    /// <summary>The payment it is the rest of; null: the whole of what came.</summary>
    public Guid? PaymentId { get; init; }

    /// <summary>The order it came by: then it can go back the same way.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Who has the money, mostly the patentee; null: not registered here.</summary>
    public Guid? GiverId { get; init; }

    /// <summary>Who gets it back.</summary>
    public required Guid TakerId { get; init; }
    public required decimal Amount { get; set; }
    public required RefundWhy Why { get; init; }
    public required PaymentSource Source { get; init; }
    public required string Payer { get; init; }
    public required DateOnly CameOn { get; init; }

    /// <summary>The bank's number of what came.</summary>
    public string? BankReference { get; init; }
    public Guid? VoucherId { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateOnly? SentOn { get; set; }
    public string? SentReference { get; set; }
    public Guid? SentProofId { get; set; }

    /// <summary>Why the provider could not: its code. It is asked once; then a transfer is left.</summary>
    public string? ProviderFault { get; set; }

    /// <summary>When the provider is asked next.</summary>
    public DateTimeOffset? AskAt { get; set; }

    public bool MayGoBackTheWayItCame => OrderId is not null && ProviderFault is null && State == RefundState.Owed;
}

internal sealed class RefundTable : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> builder)
    {
        builder.ToTable("refunds", table => table.HasCheckConstraint("ck_refunds_amount", "amount > 0"));
        builder.IsCase(r => r.State, r => r.Before);
        builder.Ignore(r => r.MayGoBackTheWayItCame);
        builder.Property(r => r.Amount).HasPrecision(18, 2);
        builder.Property(r => r.Why).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Source).HasConversion<string>().HasMaxLength(10);
        builder.Property(r => r.Payer).HasMaxLength(LicenceTable.NameMax);
        builder.Property(r => r.BankReference).HasMaxLength(PaymentTable.ReferenceMax).UseCollation("C");
        builder.Property(r => r.SentReference).HasMaxLength(PaymentTable.ReferenceMax);
        builder.Property(r => r.ProviderFault).HasMaxLength(60);
        builder.HasIndex(r => r.LicenceId);
        builder.HasIndex(r => new { r.GiverId, r.Id });
        builder.HasIndex(r => new { r.TakerId, r.Id });
        // What came once goes back once.
        builder.HasIndex(r => r.PaymentId).IsUnique().HasDatabaseName("ix_refunds_payment");
        builder.HasIndex(r => r.BankReference).IsUnique().HasFilter("payment_id is null and bank_reference is not null").HasDatabaseName("ix_refunds_reference");
        builder.HasIndex(r => r.AskAt).HasFilter("state = 'Sending'").HasDatabaseName("ix_refunds_asked");
        builder.HasOne<Licence>().WithMany().HasForeignKey(r => r.LicenceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.GiverId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.TakerId).OnDelete(DeleteBehavior.Restrict);
    }
}
