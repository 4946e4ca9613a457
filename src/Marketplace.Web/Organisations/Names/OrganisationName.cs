using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Names;

/// <summary>曾用名、别名: a name an organisation had, or is also written by, with the paper that proves it.</summary>
public sealed class OrganisationName
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required string Name { get; init; }
    public required string FoldedName { get; init; }
    public DateOnly? From { get; init; }

    /// <summary>The last day; null: still in use beside the name of the licence.</summary>
    public DateOnly? Until { get; init; }
    public Guid? ProofFile { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
}

internal sealed class OrganisationNameTable : IEntityTypeConfiguration<OrganisationName>
{
    public void Configure(EntityTypeBuilder<OrganisationName> builder)
    {
        builder.ToTable("organisation_names", table => table.HasCheckConstraint("ck_organisation_names_span", "\"until\" is null or \"from\" is null or \"from\" <= \"until\""));
        builder.Property(n => n.Name).HasMaxLength(200);
        builder.Property(n => n.FoldedName).HasMaxLength(200);
        builder.HasIndex(n => n.FoldedName);
        builder.HasIndex(n => n.OrganisationId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(n => n.OrganisationId).OnDelete(DeleteBehavior.Cascade);
    }
}
