using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>One step of an organisation's route (审批流程): who decides, on which cases, from which amount. A run that began keeps the steps of its day.</summary>
public sealed class ApprovalRouteStep
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required int Place { get; set; }
    public required string Name { get; init; }

    /// <summary>Whoever has this role; null: the people named.</summary>
    public Role? Role { get; init; }

    /// <summary>Any one of them.</summary>
    public required Guid[] Members { get; init; }

    /// <summary>In yuan; null: whatever the amount.</summary>
    public decimal? FromAmount { get; init; }

    /// <summary>Of cases; empty: of all.</summary>
    public required string[] Kinds { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>An amount nobody knows yet may be large: then it is asked.</summary>
    public bool AppliesTo(ApprovalAsk ask) => (Kinds.Length == 0 || Kinds.Contains(ask.Kind, StringComparer.Ordinal)) && (FromAmount is not { } from || ask.Amount is not { } amount || amount >= from);
}

internal sealed class ApprovalRouteStepTable : IEntityTypeConfiguration<ApprovalRouteStep>
{
    public const int NameMax = 40;

    public void Configure(EntityTypeBuilder<ApprovalRouteStep> builder)
    {
        builder.ToTable("approval_route_steps", table => table.HasCheckConstraint("ck_approval_route_steps_who", "(role is null) = (cardinality(members) > 0)"));
        builder.Property(s => s.Name).HasMaxLength(NameMax);
        builder.Property(s => s.Role).HasConversion<string>().HasMaxLength(30);
        builder.Property(s => s.FromAmount).HasPrecision(18, 2);
        builder.HasIndex(s => new { s.OrganisationId, s.Place });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
