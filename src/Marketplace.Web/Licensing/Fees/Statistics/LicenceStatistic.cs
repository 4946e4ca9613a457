using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Fees.Estimates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Fees.Statistics;

/// <summary>One figure of 专利实施许可统计数据: what licences of an industry cost in a year.</summary>
public sealed class LicenceStatistic
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What people call the table it stands in: 2023 年度专利实施许可数据.</summary>
    public required string Edition { get; init; }

    /// <summary>GB/T 4754: a section's letter, or two to four digits.</summary>
    public required string Industry { get; init; }

    /// <summary>一次性付费 in yuan, or 提成 in percent of net sales.</summary>
    public required FeeModel Model { get; init; }
    public required int Year { get; init; }
    public required decimal Mean { get; init; }
    public decimal? Median { get; init; }

    /// <summary>Contracts behind it.</summary>
    public required int Count { get; init; }
    public required string Source { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }

    public bool IsRate => Model == FeeModel.RunningRate;
    public StatisticUsed Used => new(Edition, Industry, Model, Year, Mean, Median, Count, Source);
}

internal sealed class LicenceStatisticTable : IEntityTypeConfiguration<LicenceStatistic>
{
    public void Configure(EntityTypeBuilder<LicenceStatistic> builder)
    {
        builder.ToTable("licence_statistics");
        builder.Property(s => s.Edition).HasMaxLength(100);
        builder.Property(s => s.Industry).HasMaxLength(4).UseCollation("C");
        builder.Property(s => s.Model).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Mean).HasPrecision(18, 4);
        builder.Property(s => s.Median).HasPrecision(18, 4);
        builder.Property(s => s.Source).HasMaxLength(200);
        builder.Ignore(s => s.IsRate);
        builder.Ignore(s => s.Used);
        builder.HasIndex(s => new { s.Edition, s.Industry, s.Model, s.Year }).IsUnique();
        builder.HasIndex(s => s.Industry);
    }
}
