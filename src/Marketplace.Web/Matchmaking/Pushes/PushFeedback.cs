using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Why a patent was of use or not.</summary>
public enum PushWhy
{
    /// <summary>解决我们的难题</summary>
    SolvesProblem,

    /// <summary>值得进一步了解</summary>
    WorthALook,

    /// <summary>不是我们的领域</summary>
    OtherField,

    /// <summary>已有同类技术</summary>
    HaveAlready,

    /// <summary>费用过高</summary>
    TooDear,

    /// <summary>成熟度不够</summary>
    NotReady,

    /// <summary>看不懂</summary>
    Unclear,
    Other,
}

/// <summary>有用、没用: what a recipient says of one patent of a push. Learning reads it: an enterprise, a patent, yes or no.</summary>
public sealed class PushFeedback
{
    public const int NoteMax = 300;

    public required Guid DeliveryId { get; init; }
    public required string ApplicationNo { get; init; }
    public required bool Useful { get; set; }
    public PushWhy? Why { get; set; }
    public string? Note { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class PushFeedbackTable : IEntityTypeConfiguration<PushFeedback>
{
    public void Configure(EntityTypeBuilder<PushFeedback> builder)
    {
        builder.ToTable("push_feedback");
        builder.HasKey(f => new { f.DeliveryId, f.ApplicationNo });
        builder.Property(f => f.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(f => f.Why).HasConversion<string>().HasMaxLength(20);
        builder.Property(f => f.Note).HasMaxLength(PushFeedback.NoteMax);
        builder.HasOne<PushDelivery>().WithMany().HasForeignKey(f => f.DeliveryId).OnDelete(DeleteBehavior.Cascade);
    }
}
