using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.SignIn.Passwords;

/// <summary>The hash of a password somebody had, so that it is not taken again.</summary>
public sealed class FormerPassword
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string Hash { get; init; }
    public required DateTimeOffset SetAt { get; init; }
}

internal sealed class FormerPasswordTable : IEntityTypeConfiguration<FormerPassword>
{
    public void Configure(EntityTypeBuilder<FormerPassword> builder)
    {
        builder.ToTable("former_passwords");
        builder.HasIndex(p => new { p.PersonId, p.SetAt });
        builder.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Cascade);
    }
}
