using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>专利权质押 of one or several patents of one owner for one debt. Names stand here too, so that they outlast accounts; what was agreed stands in its versions.</summary>
public sealed class Pledge : Case<PledgeState>
{
    /// <summary>For people: spoken, unique.</summary>
    public required string Reference { get; init; }

    /// <summary>出质人</summary>
    public required Guid PledgorId { get; init; }
    public required string PledgorName { get; init; }
    public required string PledgorRegion { get; init; }

    /// <summary>质权人; null: not registered here.</summary>
    public Guid? PledgeeId { get; set; }
    public required string PledgeeName { get; set; }
    public required string PledgeeCode { get; set; }
    public string? PledgeeRegion { get; set; }

    /// <summary>续贷: the pledge whose loan goes on in this one. Only what is lent anew counts a second time (domain.md D4, D12).</summary>
    public Guid? RenewsId { get; init; }
    public Guid? PersonId { get; set; }

    /// <summary>How many versions of the terms there are.</summary>
    public int Versions { get; set; }

    /// <summary>The version both agreed to, or the register has.</summary>
    public int? AgreedVersion { get; set; }

    /// <summary>The pledgee has seen it: only the pledgor knows a draft.</summary>
    public bool Shown { get; set; }

    // Of the version that counts: what lists, ceilings and the drawn sum go by.
    public string MainContractNo { get; set; } = "";
    public decimal? Amount { get; set; }

    /// <summary>The part that rests on the patents, of a mixed pledge that says so.</summary>
    public decimal? PatentShare { get; set; }
    public DateOnly? DebtUntil { get; set; }
    public LoanTag[] Tags { get; set; } = [];

    public string? FilingNo { get; set; }
    public DateOnly? CorrectBy { get; set; }
    public string? RegistrationNo { get; set; }
    public DateOnly? RegisteredOn { get; set; }
    public DateOnly? EndedOn { get; set; }

    /// <summary>实现质权: what came of it.</summary>
    public string? Outcome { get; set; }

    public string Number => "ZY-" + Reference;

    public Guid? Own(Side side) => side == Side.Giver ? PledgorId : PledgeeId;
}

/// <summary>A patent of the pledge.</summary>
public sealed class PledgePatent
{
    public required Guid PledgeId { get; init; }
    public required string ApplicationNo { get; init; }
    public required int Place { get; init; }

    /// <summary>Written by the database alone, of the pledge's state: see <see cref="PledgeSql"/>.</summary>
    public bool Held { get; private set; }
}

internal sealed class PledgeTable : IEntityTypeConfiguration<Pledge>
{
    public const int NumberMax = 50, TextMax = 500;

    public void Configure(EntityTypeBuilder<Pledge> builder)
    {
        builder.ToTable("pledges", table =>
        {
            table.HasCheckConstraint("ck_pledges_two", "pledgor_id <> pledgee_id");
            table.HasCheckConstraint("ck_pledges_registered", "state not in ('Registered', 'Fallen', 'Released', 'Enforced') or (registration_no is not null and registered_on is not null and amount is not null)");
        });
        builder.IsCase(p => p.State, p => p.Before);
        builder.Property(p => p.Reference).HasMaxLength(8);
        builder.Property(p => p.PledgorName).HasMaxLength(LicenceTable.NameMax);
        builder.Property(p => p.PledgeeName).HasMaxLength(LicenceTable.NameMax);
        builder.Property(p => p.PledgeeCode).HasMaxLength(18);
        builder.Property(p => p.PledgorRegion).HasMaxLength(100).UseCollation("C");
        builder.Property(p => p.PledgeeRegion).HasMaxLength(100).UseCollation("C");
        builder.Property(p => p.MainContractNo).HasMaxLength(PledgeTerms.ShortMax);
        builder.Property(p => p.Amount).HasPrecision(18, 2);
        builder.Property(p => p.PatentShare).HasPrecision(18, 2);
        builder.PrimitiveCollection(p => p.Tags).ElementType(tag => tag.HasConversion<string>());
        builder.Property(p => p.FilingNo).HasMaxLength(NumberMax);
        builder.Property(p => p.RegistrationNo).HasMaxLength(NumberMax);
        builder.Property(p => p.Outcome).HasMaxLength(TextMax);
        builder.Ignore(p => p.Number);
        builder.HasIndex(p => p.Reference).IsUnique();
        builder.HasIndex(p => p.RegistrationNo).IsUnique();
        builder.HasIndex(p => new { p.PledgorId, p.Id });
        builder.HasIndex(p => new { p.PledgeeId, p.Id });
        builder.HasIndex(p => new { p.PledgorRegion, p.Id });
        builder.HasIndex(p => new { p.PledgeeRegion, p.Id });
        builder.HasIndex(p => new { p.State, p.Since });
        builder.HasIndex(p => p.PersonId);
        // A loan goes on in one other, as long as that lives.
        builder.HasIndex(p => p.RenewsId).IsUnique().HasFilter("renews_id is not null and state not in ('TakenBack', 'Declined', 'Lapsed')").HasDatabaseName("ix_pledges_renews");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.PledgorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.PledgeeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Pledge>().WithMany().HasForeignKey(p => p.RenewsId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PledgePatentTable : IEntityTypeConfiguration<PledgePatent>
{
    public void Configure(EntityTypeBuilder<PledgePatent> builder)
    {
        builder.ToTable("pledge_patents");
        builder.HasKey(p => new { p.PledgeId, p.ApplicationNo });
        builder.Property(p => p.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(p => p.Held).HasDefaultValue(false).ValueGeneratedOnAddOrUpdate();
        builder.HasIndex(p => p.ApplicationNo).IsUnique().HasFilter("held").HasDatabaseName("ix_pledge_patents_held");
        builder.HasOne<Pledge>().WithMany().HasForeignKey(p => p.PledgeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Patent>().WithMany().HasForeignKey(p => p.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
