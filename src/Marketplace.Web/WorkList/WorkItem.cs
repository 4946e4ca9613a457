using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>One thing somebody has to do (待办): what, why they, until when. Done once by whoever of the audience does it.</summary>
public sealed class WorkItem
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What kind of thing, such as <c>registration.review</c>; its text is registered under this name.</summary>
    public required string Kind { get; init; }

    /// <summary>The same thing twice is one item.</summary>
    public required string Key { get; init; }

    /// <summary>What fills the text: names of organisations, numbers. As JSON; no phone numbers.</summary>
    public required IReadOnlyDictionary<string, string> Words { get; init; }

    /// <summary>Where it is done.</summary>
    public required string Link { get; init; }

    /// <summary>The audience: one person, or those with a role in an organisation.</summary>
    public Guid? PersonId { get; init; }
    public Guid? OrganisationId { get; init; }
    public Role? Role { get; init; }
    public DateOnly? Due { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public Guid? DoneBy { get; init; }
    public DateTimeOffset? UrgedAt { get; init; }
}

internal sealed class WorkItemTable : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.ToTable("work_items", table => table.HasCheckConstraint("ck_work_items_audience", "(person_id is null) <> (organisation_id is null or role is null)"));
        builder.Property(w => w.Kind).HasMaxLength(60);
        builder.Property(w => w.Key).HasMaxLength(120);
        builder.HasIndex(w => w.Key).IsUnique().HasFilter("done_at is null");
        builder.Property(w => w.Role).HasConversion<string>().HasMaxLength(30);
        builder.Property(w => w.Words).IsJsonWords();
        builder.HasIndex(w => new { w.PersonId, w.DoneAt });
        builder.HasIndex(w => new { w.OrganisationId, w.Role, w.DoneAt });
    }
}
