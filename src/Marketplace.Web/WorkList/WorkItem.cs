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

    /// <summary>The audience: one person (perhaps in a role of an organisation), or those with a role in an organisation.</summary>
    public Guid? PersonId { get; init; }
    public Guid? OrganisationId { get; init; }
    public Role? Role { get; init; }
    public DateOnly? Due { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; init; }
    public Guid? DoneBy { get; init; }
    public DateTimeOffset? UrgedAt { get; set; }

    /// <summary>The colleague it was handed to (转交); if they lose the role, it is everybody's again.</summary>
    public Guid? AssignedTo { get; set; }

    /// <summary>Who waits for it and may urge (催办).</summary>
    public Guid? WaitingPersonId { get; init; }
    public Guid? WaitingOrganisationId { get; init; }
}

internal sealed class WorkItemTable : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.ToTable("work_items", table => table.HasCheckConstraint("ck_work_items_audience", "(organisation_id is null) = (role is null) and (person_id is not null or role is not null)"));
        builder.Property(w => w.Kind).HasMaxLength(60);
        builder.Property(w => w.Key).HasMaxLength(120);
        builder.HasIndex(w => w.Key).IsUnique().HasFilter("done_at is null");
        builder.Property(w => w.Role).HasConversion<string>().HasMaxLength(30);
        builder.Property(w => w.Words).IsJsonWords();
        // The header of every page asks for these: they hold what is open and nothing else.
        builder.HasIndex(w => w.PersonId).HasFilter("done_at is null").HasDatabaseName("ix_work_items_open_person");
        builder.HasIndex(w => new { w.OrganisationId, w.Role }).HasFilter("done_at is null").HasDatabaseName("ix_work_items_open_role");
        builder.HasIndex(w => w.AssignedTo).HasFilter("done_at is null").HasDatabaseName("ix_work_items_open_assigned");
        builder.HasIndex(w => w.WaitingPersonId).HasFilter("done_at is null").HasDatabaseName("ix_work_items_waiting_person");
        builder.HasIndex(w => w.WaitingOrganisationId).HasFilter("done_at is null").HasDatabaseName("ix_work_items_waiting_organisation");
        builder.HasIndex(w => new { w.DoneBy, w.DoneAt, w.Id });
    }
}
