using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.Files;

/// <summary>Bytes, once for all who attached the same ones.</summary>
public sealed class StoredContent
{
    public required byte[] Sha256 { get; init; }
    public required byte[] Bytes { get; init; }
    public required string MediaType { get; init; }
}

/// <summary>One attachment: somebody's name for some bytes.</summary>
public sealed class StoredFile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] ContentSha256 { get; init; }
    public required string Name { get; init; }
    public required string MediaType { get; init; }
    public required long Size { get; init; }
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>What it belongs to, e.g. <c>enquiry:…</c>: who may see that may see the file.</summary>
    public required string Subject { get; init; }
}

internal sealed class StoredContentTable : IEntityTypeConfiguration<StoredContent>
{
    public void Configure(EntityTypeBuilder<StoredContent> builder)
    {
        builder.ToTable("stored_contents");
        builder.HasKey(c => c.Sha256);
    }
}

internal sealed class StoredFileTable : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("stored_files");
        builder.HasOne<StoredContent>().WithMany().HasForeignKey(f => f.ContentSha256).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(f => f.Subject);
    }
}
