using System.Security.Cryptography;
using Marketplace.Web.Needs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>What the encoder made of a need, kept for the next start. As secret as the text: who knows the encoder learns from a vector what it is about.</summary>
public sealed class NeedVectors
{
    public required Guid NeedId { get; init; }
    public required byte[] Sealed { get; set; }
}

public sealed class NeedVectorSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("need vectors");

    public byte[] Close(Guid need, EncodedTexts encoded) => _protector.CreateProtector(need.ToString()).Protect(encoded.ToBytes());

    /// <summary>Empty where nothing was kept, or its keys are gone: then it is made anew.</summary>
    public EncodedTexts Open(Guid need, byte[]? closed)
    {
        if (closed is null) return new();
        try { return EncodedTexts.FromBytes(_protector.CreateProtector(need.ToString()).Unprotect(closed)); }
        catch (CryptographicException) { return new(); }
    }
}

internal sealed class NeedVectorsTable : IEntityTypeConfiguration<NeedVectors>
{
    public void Configure(EntityTypeBuilder<NeedVectors> builder)
    {
        builder.ToTable("need_vectors");
        builder.HasKey(v => v.NeedId);
        builder.HasOne<Need>().WithMany().HasForeignKey(v => v.NeedId).OnDelete(DeleteBehavior.Cascade);
    }
}
