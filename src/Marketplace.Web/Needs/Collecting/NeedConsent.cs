using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Needs.Collecting;

public enum ConsentWay
{
    /// <summary>Signed on paper; the paper is kept.</summary>
    Paper,

    /// <summary>当面</summary>
    Spoken,

    /// <summary>电话</summary>
    Phone,
}

/// <summary>That an owner agreed to the bureau entering a need for them. Who agreed stands under the need's seal, as its contact.</summary>
public sealed class NeedConsent
{
    public required Guid NeedId { get; init; }
    public required Guid BureauId { get; init; }
    public required ConsentWay How { get; init; }
    public required DateOnly On { get; init; }
    public required Guid RecordedBy { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
}

internal sealed class NeedConsentTable : IEntityTypeConfiguration<NeedConsent>
{
    public void Configure(EntityTypeBuilder<NeedConsent> builder)
    {
        builder.ToTable("need_consents");
        builder.HasKey(c => c.NeedId);
        builder.Property(c => c.How).HasConversion<string>().HasMaxLength(20);
        builder.HasOne<Need>().WithOne().HasForeignKey<NeedConsent>(c => c.NeedId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>The signed consent: the owner, and the bureau that must be able to show it.</summary>
internal sealed class ConsentPapers(AppDbContext db, AccessCheck access, Actor actor) : IFileGuard
{
    public string Kind => "need-consent";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is { } need
        && (access.May(Act.KeepNeeds, need.Target) || (need.BureauId is { } bureau && bureau == actor.ActingFor && access.May(Act.CollectNeeds, new(RegionPath: need.RegionPath))));
}
