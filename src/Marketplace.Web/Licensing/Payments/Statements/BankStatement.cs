using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Payments.Statements;

public enum StatementState
{
    /// <summary>待核对</summary>
    Preview,

    /// <summary>已确认</summary>
    Done,

    /// <summary>已放弃</summary>
    Dropped,
}

/// <summary>银行对账单 of a holder, as its finance brought it. Once confirmed it is the proof of what was taken from it.</summary>
public sealed class BankStatement
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }

    /// <summary>The holder's own account: with the bank's number of a row it says which money that was.</summary>
    public required string Account { get; init; }
    public required string FileName { get; init; }
    public required byte[] Sha256 { get; init; }
    public required StatementState State { get; set; }
    public IReadOnlyDictionary<string, string> Columns { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
    public int Taken { get; set; }
}

/// <summary>The file, apart from the row that is read at every look.</summary>
public sealed class BankStatementFile
{
    public required Guid StatementId { get; init; }
    public required byte[] Bytes { get; init; }
}

/// <summary>A row that counted. Of the others the file alone tells: they are other people's money.</summary>
public sealed class BankStatementRow
{
    public required Guid StatementId { get; init; }
    public required int Number { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string Account { get; init; }
    public required string Serial { get; init; }
    public required decimal Amount { get; init; }
    public required StatementFate Fate { get; init; }
    public required Guid LicenceId { get; init; }
    public Guid? PaymentId { get; init; }
    public Guid? RefundId { get; init; }
}

internal sealed class BankStatementTable : IEntityTypeConfiguration<BankStatement>
{
    public const int AccountMax = 34;

    public void Configure(EntityTypeBuilder<BankStatement> builder)
    {
        builder.ToTable("bank_statements");
        builder.Property(s => s.Account).HasMaxLength(AccountMax);
        builder.Property(s => s.FileName).HasMaxLength(200);
        builder.Property(s => s.State).HasConversion<string>().HasMaxLength(10);
        builder.Property(s => s.Columns).IsJsonWords();
        builder.HasIndex(s => new { s.OrganisationId, s.Id });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BankStatementFileTable : IEntityTypeConfiguration<BankStatementFile>
{
    public void Configure(EntityTypeBuilder<BankStatementFile> builder)
    {
        builder.ToTable("bank_statement_files");
        builder.HasKey(f => f.StatementId);
        builder.HasOne<BankStatement>().WithMany().HasForeignKey(f => f.StatementId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BankStatementRowTable : IEntityTypeConfiguration<BankStatementRow>
{
    public void Configure(EntityTypeBuilder<BankStatementRow> builder)
    {
        builder.ToTable("bank_statement_rows", table => table.HasCheckConstraint("ck_bank_statement_rows_became", "payment_id is not null or refund_id is not null"));
        builder.HasKey(r => new { r.StatementId, r.Number });
        builder.Property(r => r.Account).HasMaxLength(BankStatementTable.AccountMax);
        builder.Property(r => r.Serial).HasMaxLength(PaymentTable.ReferenceMax).UseCollation("C");
        builder.Property(r => r.Amount).HasPrecision(18, 2);
        builder.Property(r => r.Fate).HasConversion<string>().HasMaxLength(20);
        // In whatever statement it stands again.
        builder.HasIndex(r => new { r.OrganisationId, r.Account, r.Serial }).IsUnique().HasDatabaseName("ix_bank_statement_rows_once");
        builder.HasIndex(r => r.PaymentId);
        builder.HasIndex(r => r.RefundId);
        builder.HasIndex(r => r.LicenceId);
        builder.HasOne<BankStatement>().WithMany().HasForeignKey(r => r.StatementId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Licence>().WithMany().HasForeignKey(r => r.LicenceId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Payment>().WithMany().HasForeignKey(r => r.PaymentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Refund>().WithMany().HasForeignKey(r => r.RefundId).OnDelete(DeleteBehavior.Restrict);
    }
}
