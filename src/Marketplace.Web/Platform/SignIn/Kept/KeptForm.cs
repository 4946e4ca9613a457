using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.SignIn.Kept;

/// <summary>A form that arrived after its sender's session had run out; encrypted, for them alone, for an hour.</summary>
public sealed class KeptForm
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string Path { get; init; }
    public required byte[] Fields { get; init; }

    /// <summary>Files were chosen: a browser cannot be made to send them again.</summary>
    public required bool HadFiles { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class KeptFormTable : IEntityTypeConfiguration<KeptForm>
{
    public void Configure(EntityTypeBuilder<KeptForm> builder)
    {
        builder.ToTable("kept_forms");
        builder.Property(f => f.Path).HasMaxLength(2000);
        builder.HasIndex(f => new { f.PersonId, f.At });
        builder.HasOne<Person>().WithMany().HasForeignKey(f => f.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
