using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>What the declaration said on a day: for a licensee the terms of the day of the notice hold (domain.md §2.7). Written once; two notices of the same words share it.</summary>
public sealed class TermsSnapshot
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid? DeclarationId { get; init; }

    /// <summary>Of a contract: what both signed, not what somebody announced.</summary>
    public Guid? DealId { get; init; }
    public required string Terms { get; init; }

    /// <summary>Of the words: what papers name.</summary>
    public required byte[] Sha256 { get; init; }
    public required DateTimeOffset TakenAt { get; init; }

    public FrozenTerms Read() => FrozenTerms.Read(Terms);
}

/// <summary>The terms themselves, with all that a paper about them needs.</summary>
public sealed record FrozenTerms
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public required string ApplicationNo { get; init; }
    public required string Number { get; init; }
    public required string Title { get; init; }
    public required IReadOnlyList<string> Patentees { get; init; }
    public required string AnnouncementNo { get; init; }

    /// <summary>Of a contract its number; then there is no announcement, and the day is that of the last signature.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContractNo { get; init; }
    public required DateOnly AnnouncedOn { get; init; }
    public FeeModel? Model { get; init; }
    public required FeeTerms Fee { get; init; }

    /// <summary>In Chinese, as papers say it.</summary>
    public required string FeeSentence { get; init; }

    /// <summary>First day of licences under it; null: from its announcement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? From { get; init; }

    /// <summary>Last day of licences under it: the declaration's, or the patent's.</summary>
    public required DateOnly Until { get; init; }
    public string? Contact { get; init; }

    /// <summary>What a listing says of one patent today, not announced yet.</summary>
    public static FrozenTerms Of(Listing listing, Patent patent, IReadOnlyList<string> patentees)
    {
        var fee = FeeTerms.Of(listing.FeeTerms);
        return new()
        {
            ApplicationNo = patent.ApplicationNo,
            Number = patent.Number,
            Title = patent.Title,
            Patentees = patentees,
            AnnouncementNo = "",
            AnnouncedOn = default,
            Model = listing.FeeModel,
            Fee = fee,
            FeeSentence = Language.In(Language.Chinese.Tag, () => FeeWords.Sentence(listing.FeeModel, fee)),
            Until = listing.ExpiresOn is { } until && until < patent.LastDay ? until : patent.LastDay,
            Contact = string.Join(' ', new[] { listing.ContactName, listing.ContactPhone, listing.ContactMail }.OfType<string>()) is { Length: > 0 } contact ? contact : null,
        };
    }

    public static FrozenTerms Read(string json) => JsonSerializer.Deserialize<FrozenTerms>(json, Json)!;

    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Of the words that bind: how to reach somebody may change.</summary>
    public string Hash() => Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes((this with { Contact = null }).Write())));

    public TermsSnapshot Freeze(Guid? declaration, DateTimeOffset now, Guid? deal = null)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        return new() { DeclarationId = declaration, DealId = deal, Terms = System.Text.Encoding.UTF8.GetString(text), Sha256 = SHA256.HashData(text), TakenAt = now };
    }
}

internal sealed class TermsSnapshotTable : IEntityTypeConfiguration<TermsSnapshot>
{
    public const string KeepSql = """
        create function terms_snapshots_refuse() returns trigger language plpgsql as $$
        begin raise exception 'terms that were notified do not change' using errcode = 'insufficient_privilege'; end $$;
        create trigger terms_snapshots_refuse before update or delete or truncate on terms_snapshots execute function terms_snapshots_refuse();
        """;

    public void Configure(EntityTypeBuilder<TermsSnapshot> builder)
    {
        builder.ToTable("terms_snapshots");
        // Not jsonb: the hash is of these very bytes.
        builder.Property(s => s.Terms).HasColumnType("text");
        builder.HasIndex(s => new { s.DeclarationId, s.Sha256 }).IsUnique();
        builder.HasIndex(s => new { s.DealId, s.Sha256 }).IsUnique();
        builder.HasOne<Deal>().WithMany().HasForeignKey(s => s.DealId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Declaration>().WithMany().HasForeignKey(s => s.DeclarationId).OnDelete(DeleteBehavior.Restrict);
    }
}
