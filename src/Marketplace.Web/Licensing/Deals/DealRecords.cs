using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>One version of the terms: said once, never changed. Others are another version.</summary>
public sealed class DealProposal
{
    public required Guid DealId { get; init; }
    public required int Number { get; init; }
    public required Side By { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public required string Terms { get; init; }

    /// <summary>Of the words, in hexadecimal: what is accepted.</summary>
    public required string Sha256 { get; init; }
    public string? Message { get; init; }

    public DealTerms Read() => DealTerms.Read(Terms);
}

/// <summary>One version of the contract's text.</summary>
public sealed class DealContract
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid DealId { get; init; }
    public required int Number { get; init; }

    /// <summary>Of the terms it puts into words.</summary>
    public required int Version { get; init; }

    /// <summary>The paper itself, from which each format is made.</summary>
    public required string Paper { get; init; }

    /// <summary>What is signed: these bytes.</summary>
    public required Guid FileId { get; init; }

    /// <summary>Of the file, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>版本码: at the foot of each page.</summary>
    public required string VersionCode { get; init; }

    /// <summary>Which edition of the clauses.</summary>
    public required string Library { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A paper that a guard asks for, shown once; a later one takes its place.</summary>
public sealed class DealPaper
{
    public required Guid DealId { get; init; }
    public required string Code { get; init; }
    public required Guid FileId { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; set; }

    /// <summary>价格形成的记录; 资产评估; 国资批准或备案; 质权人同意; 技术出口许可或登记.</summary>
    public const string PriceRecord = "priceRecord", Valuation = "valuation", Approval = "stateApproval", Pledgee = "pledgee", Export = "export";

    public static readonly IReadOnlyList<string> Codes = [PriceRecord, Valuation, Approval, Pledgee, Export];
}

public sealed class DealConsent : CoOwnerConsent
{
    public required Guid DealId { get; init; }
}

internal sealed class DealProposalTable : IEntityTypeConfiguration<DealProposal>
{
    /// <summary>Versions and contracts are what people said and read: they stay. Who said it is forgotten with the account.</summary>
    public const string KeepSql = """
        create function deal_words_refuse() returns trigger language plpgsql as $$
        begin raise exception 'what was proposed or drafted does not change' using errcode = 'insufficient_privilege'; end $$;
        create trigger deal_proposals_keep before delete or truncate on deal_proposals execute function deal_words_refuse();
        create trigger deal_proposals_stay before update of deal_id, number, by, at, terms, sha256, message on deal_proposals execute function deal_words_refuse();
        create trigger deal_contracts_keep before delete or truncate on deal_contracts execute function deal_words_refuse();
        create trigger deal_contracts_stay before update of deal_id, number, version, paper, file_id, sha256, version_code, library, at on deal_contracts execute function deal_words_refuse();
        """;

    public const string DropSql = "drop function deal_words_refuse() cascade;";

    public void Configure(EntityTypeBuilder<DealProposal> builder)
    {
        builder.ToTable("deal_proposals");
        builder.HasKey(p => new { p.DealId, p.Number });
        builder.Property(p => p.By).HasConversion<string>().HasMaxLength(20);
        // Not jsonb: the hash is of these very bytes.
        builder.Property(p => p.Terms).HasColumnType("text");
        builder.Property(p => p.Sha256).HasMaxLength(64);
        builder.Property(p => p.Message).HasMaxLength(DealTable.MessageMax);
        builder.HasIndex(p => p.PersonId);
        builder.HasOne<Deal>().WithMany().HasForeignKey(p => p.DealId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DealContractTable : IEntityTypeConfiguration<DealContract>
{
    public void Configure(EntityTypeBuilder<DealContract> builder)
    {
        builder.ToTable("deal_contracts");
        builder.Property(c => c.Paper).HasColumnType("text");
        builder.Property(c => c.Sha256).HasMaxLength(64);
        builder.Property(c => c.VersionCode).HasMaxLength(30);
        builder.Property(c => c.Library).HasMaxLength(30);
        builder.HasIndex(c => new { c.DealId, c.Number }).IsUnique();
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<Deal>().WithMany().HasForeignKey(c => c.DealId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DealPaperTable : IEntityTypeConfiguration<DealPaper>
{
    public void Configure(EntityTypeBuilder<DealPaper> builder)
    {
        builder.ToTable("deal_papers");
        builder.HasKey(p => new { p.DealId, p.Code });
        builder.Property(p => p.Code).HasMaxLength(20);
        builder.HasIndex(p => p.PersonId);
        builder.HasOne<Deal>().WithMany().HasForeignKey(p => p.DealId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DealConsentTable : IEntityTypeConfiguration<DealConsent>
{
    public void Configure(EntityTypeBuilder<DealConsent> builder)
    {
        builder.ToTable("deal_consents");
        builder.HasKey(c => new { c.DealId, c.FoldedName });
        Consents.Configure(builder);
        builder.HasOne<Deal>().WithMany().HasForeignKey(c => c.DealId).OnDelete(DeleteBehavior.Restrict);
    }
}
