using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.WorkList;

/// <summary>One person does not want to see an item, until a day or at all. It stays to be done, and on everybody else's list.</summary>
public sealed class WorkPutOff
{
    public required Guid PersonId { get; init; }
    public required Guid WorkItemId { get; init; }

    /// <summary>The day it comes back; null: hidden.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>转交: who handed an item to whom, and why.</summary>
public sealed class WorkTransfer
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid WorkItemId { get; init; }
    public required Guid FromPersonId { get; init; }
    public required Guid ToPersonId { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>催办: whoever waits asked again; once a working day.</summary>
public sealed class WorkUrge
{
    public required Guid WorkItemId { get; init; }

    /// <summary>The working day it counts for: what is sent on a Sunday uses up the Friday before.</summary>
    public required DateOnly Workday { get; init; }
    public required Guid ByPersonId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Away from a day to a day; a colleague with the same role has the items meanwhile. Ends by itself.</summary>
public sealed class WorkAbsence
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required Guid OrganisationId { get; init; }
    public required Guid ColleagueId { get; init; }
    public required DateOnly FromDay { get; init; }
    public required DateOnly UntilDay { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class WorkPutOffTable : IEntityTypeConfiguration<WorkPutOff>
{
    public void Configure(EntityTypeBuilder<WorkPutOff> builder)
    {
        builder.ToTable("work_put_offs");
        builder.HasKey(p => new { p.PersonId, p.WorkItemId });
        builder.HasOne<WorkItem>().WithMany().HasForeignKey(p => p.WorkItemId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WorkTransferTable : IEntityTypeConfiguration<WorkTransfer>
{
    public void Configure(EntityTypeBuilder<WorkTransfer> builder)
    {
        builder.ToTable("work_transfers");
        builder.Property(t => t.Reason).HasMaxLength(200);
        builder.HasOne<WorkItem>().WithMany().HasForeignKey(t => t.WorkItemId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WorkUrgeTable : IEntityTypeConfiguration<WorkUrge>
{
    public void Configure(EntityTypeBuilder<WorkUrge> builder)
    {
        builder.ToTable("work_urges");
        builder.HasKey(u => new { u.WorkItemId, u.Workday });
        builder.HasOne<WorkItem>().WithMany().HasForeignKey(u => u.WorkItemId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class WorkAbsenceTable : IEntityTypeConfiguration<WorkAbsence>
{
    public void Configure(EntityTypeBuilder<WorkAbsence> builder)
    {
        builder.ToTable("work_absences", table => table.HasCheckConstraint("ck_work_absences_days", "from_day <= until_day and person_id <> colleague_id"));
        builder.HasIndex(a => a.PersonId).HasFilter("ended_at is null");
        builder.HasIndex(a => a.ColleagueId).HasFilter("ended_at is null");
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(a => a.ColleagueId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
