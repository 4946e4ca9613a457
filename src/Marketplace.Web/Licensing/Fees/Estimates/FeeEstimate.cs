using Marketplace.Web.Catalogue.Listings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>An estimate somebody made for a listing. Only ever added: why a price is what it is has to be told years later.</summary>
public sealed class FeeEstimate
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ListingId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required EstimateMethod Method { get; init; }

    /// <summary>JSON of <see cref="EstimateInputs"/>.</summary>
    public required string Inputs { get; init; }
    public required FeeModel Model { get; init; }
    public FeeBase? Base { get; init; }

    /// <summary>基数, before it is adjusted.</summary>
    public required decimal Start { get; init; }

    /// <summary>Product of the factors.</summary>
    public required decimal Factor { get; init; }

    /// <summary>Yuan, or percent where the model is a rate.</summary>
    public required decimal Result { get; init; }

    /// <summary>As it was worked out then, whatever the rules of today are.</summary>
    public EstimateResult AsResult => new(Model, Base, Start, Factor, Result);
}

internal sealed class FeeEstimateTable : IEntityTypeConfiguration<FeeEstimate>
{
    public void Configure(EntityTypeBuilder<FeeEstimate> builder)
    {
        builder.ToTable("fee_estimates");
        builder.Property(e => e.Method).HasConversion<string>().HasMaxLength(30);
        builder.Property(e => e.Inputs).HasColumnType("jsonb");
        builder.Property(e => e.Model).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Base).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Result).HasPrecision(18, 2);
        builder.Property(e => e.Start).HasPrecision(18, 4);
        builder.Property(e => e.Factor).HasPrecision(18, 8);
        builder.Ignore(e => e.AsResult);
        builder.HasIndex(e => new { e.ListingId, e.Id });
        builder.HasOne<Listing>().WithMany().HasForeignKey(e => e.ListingId).OnDelete(DeleteBehavior.Restrict);
    }
}
