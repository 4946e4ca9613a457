using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Meetings;

public enum LicenceRequestState
{
    /// <summary>已提出</summary>
    Requested,

    /// <summary>已撤回</summary>
    Withdrawn,
}

/// <summary>许可意向: somebody wants to take a licence. Licensing takes it up from here.</summary>
public sealed class LicenceRequest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid TalkId { get; init; }
    public Guid? NeedId { get; init; }
    public required string ApplicationNo { get; init; }
    public Guid? ListingId { get; init; }
    public required Guid HolderId { get; init; }
    public required Guid AskerId { get; init; }
    public required OfferForm Form { get; init; }
    public string? Note { get; init; }
    public required LicenceRequestState State { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class LicenceRequestTable : IEntityTypeConfiguration<LicenceRequest>
{
    public void Configure(EntityTypeBuilder<LicenceRequest> builder)
    {
        builder.ToTable("licence_requests");
        builder.Property(r => r.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(r => r.Form).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Note).HasMaxLength(Introduction.NoteMax);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(10);
        builder.HasIndex(r => r.TalkId).IsUnique().HasFilter("state = 'Requested'");
        builder.HasIndex(r => new { r.HolderId, r.State });
        builder.HasIndex(r => r.AskerId);
        builder.HasIndex(r => r.PersonId);
        builder.HasOne<Talk>().WithMany().HasForeignKey(r => r.TalkId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(r => r.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.AskerId).OnDelete(DeleteBehavior.Restrict);
    }
}
