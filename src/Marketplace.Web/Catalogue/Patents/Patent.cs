using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>
/// A patent or an application for one, as the register has it. Gazette data and public. Each change, by whatever hand, gets a revision and an event in the
/// outbox from the database itself (<see cref="CatalogueSql"/>).
/// </summary>
public sealed class Patent
{
    /// <summary>Body of the application number, without check digit and dot: <see cref="PatentNumber"/>.</summary>
    public required string ApplicationNo { get; init; }

    /// <summary>Why a number whose check digit was wrong was taken all the same; the register copy is among the papers.</summary>
    public string? NumberOverride { get; set; }
    public required PatentKind Kind { get; init; }
    public required string Title { get; set; }
    public string? Abstract { get; set; }
    public string? MainClaim { get; set; }

    /// <summary>The first is the main one. Designs have none.</summary>
    public string[] Ipc { get; set; } = [];
    public string[] Locarno { get; set; } = [];

    /// <summary>In the order of the register. Names in the gazette are public; nothing else about these people is kept (PIPL Art. 27).</summary>
    public string[] Inventors { get; set; } = [];
    public required DateOnly FilingDate { get; set; }
    public DateOnly? PublicationDate { get; set; }
    public string? PublicationNo { get; set; }
    public DateOnly? GrantDate { get; set; }
    public string? GrantNo { get; set; }

    /// <summary>Family members, e.g. <c>US10123456B2</c>.</summary>
    public string[] Family { get; set; } = [];

    /// <summary>Derived from the events and, for terms and fees, the calendar.</summary>
    public required PatentState State { get; set; }
    public DateOnly? StateSince { get; set; }

    /// <summary>The day the source said so. Long ago means 状态待核.</summary>
    public DateOnly? StatusOn { get; set; }
    public StatusSource? StatusSource { get; set; }

    /// <summary>The last patent year whose fee is known to be paid.</summary>
    public int? FeePaidThrough { get; set; }

    /// <summary>The next annual fee's last day, moved behind holidays; null before grant, after the end and after the last fee.</summary>
    public DateOnly? NextFeeDue { get; set; }

    /// <summary>Days added to the term.</summary>
    public int Compensation { get; set; }

    /// <summary>The last day it can be in force: <see cref="PatentTerm.LastDay"/>.</summary>
    public required DateOnly LastDay { get; set; }

    /// <summary>Taken out of the catalogue: kept so that harvesters can be told. Everything public goes by this alone.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>国防、保密专利 (G9): since when it is marked so. Then it is removed too, and only its holders and their bureau still see it.</summary>
    public DateTimeOffset? SecretAt { get; set; }
    public Guid? SecretBy { get; set; }
    public string? SecretReason { get; set; }

    // 解密: who took the last mark away, and on what paper.
    public DateTimeOffset? DeclassifiedAt { get; set; }
    public Guid? DeclassifiedBy { get; set; }
    public string? DeclassifiedReason { get; set; }
    public string? DeclassifiedReference { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    // Written by the database alone.
    public DateTimeOffset ChangedAt { get; private set; }
    public long Revision { get; private set; }

    /// <summary>The transaction of the last change: what the change feed goes by, because it tells what is settled.</summary>
    public ulong ChangedIn { get; private set; }

    /// <summary>The row's version: two people editing at once are told (xmin).</summary>
    public uint Version { get; init; }

    public string Number => PatentNumber.Show(ApplicationNo, State.InForce());
}

/// <summary>One of the holders (专利权人、申请人) in the order of the register.</summary>
public sealed class PatentHolder
{
    public required string ApplicationNo { get; init; }
    public required int Place { get; init; }
    public required string Name { get; set; }
    public required string FoldedName { get; set; }
    public string? Uscc { get; set; }

    /// <summary>Linked by code or by any name the organisation has or had; null: not known here, or a person.</summary>
    public Guid? OrganisationId { get; set; }
}

internal sealed class PatentTable : IEntityTypeConfiguration<Patent>
{
    public void Configure(EntityTypeBuilder<Patent> builder)
    {
        // Whatever else is forgotten: what is marked secret is out of the catalogue.
        builder.ToTable("patents", table => table.HasCheckConstraint("ck_patents_secret_is_removed", "secret_at is null or removed_at is not null"));
        builder.HasKey(p => p.ApplicationNo);
        builder.Property(p => p.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(p => p.NumberOverride).HasMaxLength(500);
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Title).HasMaxLength(500);
        builder.Property(p => p.PublicationNo).HasMaxLength(30);
        builder.Property(p => p.GrantNo).HasMaxLength(30);
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.StatusSource).HasConversion<string>().HasMaxLength(10);
        builder.Property(p => p.SecretReason).HasMaxLength(500);
        builder.Property(p => p.DeclassifiedReason).HasMaxLength(500);
        builder.Property(p => p.DeclassifiedReference).HasMaxLength(200);
        builder.Property(p => p.ChangedAt).HasDefaultValueSql("now()").ValueGeneratedOnAddOrUpdate();
        builder.Property(p => p.Revision).HasDefaultValue(1L).ValueGeneratedOnAddOrUpdate();
        builder.Property(p => p.ChangedIn).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()").ValueGeneratedOnAddOrUpdate();
        builder.Property(p => p.Version).IsRowVersion();
        builder.Ignore(p => p.Number);
        builder.HasIndex(p => new { p.ChangedIn, p.ApplicationNo });
        builder.HasIndex(p => new { p.ChangedAt, p.ApplicationNo });
        builder.HasIndex(p => p.NextFeeDue).HasFilter("next_fee_due is not null");
        builder.HasIndex(p => p.LastDay);
        builder.HasIndex(p => p.RemovedAt).HasFilter("removed_at is not null");
    }
}

internal sealed class PatentHolderTable : IEntityTypeConfiguration<PatentHolder>
{
    public void Configure(EntityTypeBuilder<PatentHolder> builder)
    {
        builder.ToTable("patent_holders");
        builder.HasKey(h => new { h.ApplicationNo, h.Place });
        builder.Property(h => h.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(h => h.Name).HasMaxLength(200);
        builder.Property(h => h.FoldedName).HasMaxLength(200);
        builder.Property(h => h.Uscc).HasMaxLength(18);
        builder.HasIndex(h => h.OrganisationId);
        builder.HasIndex(h => h.FoldedName);
        // For an organisation that comes after its patents.
        builder.HasIndex(h => h.Uscc);
        builder.HasOne<Patent>().WithMany().HasForeignKey(h => h.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(h => h.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
