using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Recordal;

/// <summary>备案 of one licence at the office.</summary>
public sealed class LicenceRecordal : Case<RecordalState>
{
    public required Guid LicenceId { get; init; }

    /// <summary>Three months from the day of effect, moved to a working day.</summary>
    public required DateOnly DueOn { get; init; }
    public string? RecordNo { get; set; }
    public DateOnly? RecordedOn { get; set; }
}

internal sealed class LicenceRecordalTable : IEntityTypeConfiguration<LicenceRecordal>
{
    public void Configure(EntityTypeBuilder<LicenceRecordal> builder)
    {
        builder.ToTable("licence_recordals");
        builder.IsCase(r => r.State, r => r.Before);
        builder.Property(r => r.RecordNo).HasMaxLength(30);
        builder.HasIndex(r => r.LicenceId).IsUnique();
        builder.HasIndex(r => r.RecordNo).IsUnique();
        builder.HasIndex(r => new { r.State, r.DueOn });
        builder.HasOne<Licence>().WithMany().HasForeignKey(r => r.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
