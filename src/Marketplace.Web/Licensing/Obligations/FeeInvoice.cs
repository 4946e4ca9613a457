using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>发票 the holder issued outside and attached here. Its id is the form's own number: a form sent twice is one invoice.</summary>
public sealed class FeeInvoice
{
    public required Guid Id { get; init; }
    public required Guid ObligationId { get; init; }
    public required string Number { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required decimal Amount { get; init; }
    public required Guid FileId { get; init; }

    /// <summary>For what was paid before the report.</summary>
    public bool Advance { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>It was wrong, and another stands for it.</summary>
    public DateTimeOffset? ReplacedAt { get; set; }
}

internal sealed class FeeInvoiceTable : IEntityTypeConfiguration<FeeInvoice>
{
    public const int NumberMax = 20;

    public void Configure(EntityTypeBuilder<FeeInvoice> builder)
    {
        builder.ToTable("fee_invoices", table => table.HasCheckConstraint("ck_fee_invoices_amount", "amount > 0"));
        builder.Property(i => i.Number).HasMaxLength(NumberMax).UseCollation("C");
        builder.Property(i => i.Amount).HasPrecision(18, 2);
        builder.HasIndex(i => i.ObligationId);
        builder.HasIndex(i => i.PersonId);
        builder.HasIndex(i => i.Number).IsUnique().HasFilter("replaced_at is null").HasDatabaseName("ix_fee_invoices_number");
        builder.HasOne<FeeObligation>().WithMany().HasForeignKey(i => i.ObligationId).OnDelete(DeleteBehavior.Restrict);
    }
}
