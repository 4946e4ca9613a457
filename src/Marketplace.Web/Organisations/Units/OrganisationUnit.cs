using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Units;

/// <summary>A college, institute or department inside an organisation (二级单位). Closed, not deleted: what belongs to it keeps its name.</summary>
public sealed class OrganisationUnit
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required string Name { get; init; }
    public DateOnly? ClosedOn { get; set; }
}

internal sealed class OrganisationUnitTable : IEntityTypeConfiguration<OrganisationUnit>
{
    public void Configure(EntityTypeBuilder<OrganisationUnit> builder)
    {
        builder.ToTable("organisation_units");
        builder.Property(u => u.Name).HasMaxLength(100);
        builder.HasIndex(u => new { u.OrganisationId, u.Name }).IsUnique().HasFilter("closed_on is null");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(u => u.OrganisationId).OnDelete(DeleteBehavior.Cascade);
    }
}
