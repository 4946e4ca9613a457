using System.Security.Cryptography;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Kept;

public enum AlertPace
{
    /// <summary>不提醒</summary>
    Off,

    /// <summary>即时: within minutes.</summary>
    AtOnce,

    /// <summary>每天</summary>
    Daily,

    /// <summary>每周</summary>
    Weekly,
}

/// <summary>A question somebody asks the catalogue again and again, or lets the program ask for them.</summary>
public sealed class SavedSearch
{
    public const int NameMax = 100;
    public const int QueryMax = 2000;
    public const int Most = 50;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string Name { get; set; }

    /// <summary>As in the address of the search page: what <c>PatentQuery.ToQueryString</c> writes.</summary>
    public required string Query { get; init; }
    public required AlertPace Alert { get; set; }

    /// <summary>In the address of the private feed. A feed reader cannot sign in; whoever has the address reads the results, and it can be made anew.</summary>
    public required string FeedToken { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What came into the catalogue up to then has been told.</summary>
    public required DateTimeOffset ToldUntil { get; set; }

    /// <summary>What was told the last time: the two times overlap, because the index follows the catalogue at a little distance.</summary>
    public string[] Told { get; set; } = [];
    public DateTimeOffset? AlertedAt { get; set; }

    public static string NewToken() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 32);
}

internal sealed class SavedSearchTable : IEntityTypeConfiguration<SavedSearch>
{
    public void Configure(EntityTypeBuilder<SavedSearch> builder)
    {
        builder.ToTable("saved_searches");
        builder.Property(s => s.Name).HasMaxLength(SavedSearch.NameMax);
        builder.Property(s => s.Query).HasMaxLength(SavedSearch.QueryMax);
        builder.Property(s => s.Alert).HasConversion<string>().HasMaxLength(10);
        builder.Property(s => s.FeedToken).HasMaxLength(32);
        builder.HasIndex(s => new { s.PersonId, s.Query }).IsUnique();
        builder.HasIndex(s => s.FeedToken).IsUnique();
        builder.HasIndex(s => new { s.Alert, s.Id }).HasFilter("alert <> 'Off'");
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
