using System.Security.Cryptography;
using System.Text;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>What the encoder made of an offer's text: computed once in the background, kept until the text changes.</summary>
public sealed class OfferVector
{
    public required string ApplicationNo { get; init; }

    /// <summary>Of the text, and of the encoder that read it.</summary>
    public required byte[] TextHash { get; set; }
    public required byte[] Numbers { get; set; }
    public required float Scale { get; set; }

    /// <summary>Grows when the encoder or what it is shown changes: all are then computed anew.</summary>
    private const string EncoderVersion = "1";

    public static byte[] HashOf(string title, string? summary) => SHA256.HashData(Encoding.UTF8.GetBytes($"{EncoderVersion}\n{TextModel.Encoded(title, summary)}"))[..16];

    /// <summary>Null when it was made of another text.</summary>
    public Quantised? Of(byte[] hash) => TextHash.AsSpan().SequenceEqual(hash) ? new Quantised([.. Numbers.Select(number => unchecked((sbyte)number))], Scale) : null;
}

internal sealed class OfferVectorTable : IEntityTypeConfiguration<OfferVector>
{
    public void Configure(EntityTypeBuilder<OfferVector> builder)
    {
        builder.ToTable("offer_vectors");
        builder.HasKey(v => v.ApplicationNo);
        builder.Property(v => v.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.HasOne<Patent>().WithMany().HasForeignKey(v => v.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
    }
}
