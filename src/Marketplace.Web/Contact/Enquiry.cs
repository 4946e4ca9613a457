using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Contact;

/// <summary>What somebody wrote to the operator of the platform (咨询).</summary>
public sealed class Enquiry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Short enough to read out on the phone.</summary>
    public required string Reference { get; init; }
    public required EnquirerRole Role { get; init; }
    public required string Text { get; init; }
    public required string Name { get; init; }
    public string? Phone { get; init; }
    public string? Mail { get; init; }
    public required string Language { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Who writes: the three users of the platform, or somebody else.</summary>
public enum EnquirerRole
{
    /// <summary>高校、科研院所、国企</summary>
    Holder,

    /// <summary>中小企业</summary>
    Enterprise,

    /// <summary>知识产权管理部门</summary>
    Bureau,
    Other,
}

internal sealed class EnquiryTable : IEntityTypeConfiguration<Enquiry>
{
    public void Configure(EntityTypeBuilder<Enquiry> builder)
    {
        builder.ToTable("enquiries");
        builder.Property(e => e.Role).HasConversion<string>().HasMaxLength(20);
        builder.Property(e => e.Reference).HasMaxLength(20);
        builder.HasIndex(e => e.Reference).IsUnique();
    }
}
