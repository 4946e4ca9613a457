using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Income.Contracts;

/// <summary>技术合同登记 of one licence, as the seller's side entered it.</summary>
public sealed class TechContract : Case<ContractState>
{
    public required Guid LicenceId { get; init; }

    /// <summary>登记编号, once there is one.</summary>
    public string? Number { get; set; }
    public DateOnly? RegisteredOn { get; set; }

    /// <summary>合同成交总额, as the registry fixed it.</summary>
    public decimal? Total { get; set; }

    /// <summary>技术交易额</summary>
    public decimal? Technology { get; set; }
}

internal sealed class TechContractTable : IEntityTypeConfiguration<TechContract>
{
    public const int NumberMax = 40;

    public void Configure(EntityTypeBuilder<TechContract> builder)
    {
        builder.ToTable("tech_contracts", table => table.HasCheckConstraint("ck_tech_contracts_amounts", "technology is null or technology >= 0 and technology <= total"));
        builder.IsCase(c => c.State, c => c.Before);
        builder.Property(c => c.Number).HasMaxLength(NumberMax);
        builder.Property(c => c.Total).HasPrecision(18, 2);
        builder.Property(c => c.Technology).HasPrecision(18, 2);
        // One registration per contract (D3).
        builder.HasIndex(c => c.LicenceId).IsUnique();
        builder.HasIndex(c => c.Number).IsUnique();
        builder.HasOne<Licence>().WithMany().HasForeignKey(c => c.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
