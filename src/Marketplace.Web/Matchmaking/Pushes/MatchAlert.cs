using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>How somebody wants to hear of new matches of their organisation's needs. Who never chose has <see cref="UsualPace"/>.</summary>
public sealed class MatchAlert
{
    public const AlertPace UsualPace = AlertPace.Daily;

    /// <summary>At once means within minutes, not with every single one of them.</summary>
    public const int UsualMost = 3;
    public const int MostOfAll = 10;

    public required Guid PersonId { get; init; }
    public required AlertPace Pace { get; set; }

    /// <summary>Messages a day at most.</summary>
    public required int MostADay { get; set; }
    public DateTimeOffset? ToldAt { get; set; }
}

/// <summary>That somebody was told of a match: nothing is told twice.</summary>
public sealed class MatchTold
{
    public required Guid PersonId { get; init; }
    public required Guid NeedId { get; init; }
    public required string ApplicationNo { get; init; }
    public required DateTimeOffset ToldAt { get; init; }
}

internal sealed class MatchAlertTable : IEntityTypeConfiguration<MatchAlert>
{
    public void Configure(EntityTypeBuilder<MatchAlert> builder)
    {
        builder.ToTable("match_alerts");
        builder.HasKey(a => a.PersonId);
        builder.Property(a => a.Pace).HasConversion<string>().HasMaxLength(10);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MatchToldTable : IEntityTypeConfiguration<MatchTold>
{
    public void Configure(EntityTypeBuilder<MatchTold> builder)
    {
        builder.ToTable("match_told");
        builder.HasKey(t => new { t.PersonId, t.NeedId, t.ApplicationNo });
        builder.Property(t => t.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasIndex(t => new { t.PersonId, t.ToldAt });
        builder.HasOne<Person>().WithMany().HasForeignKey(t => t.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Need>().WithMany().HasForeignKey(t => t.NeedId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(t => t.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
    }
}
