using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Members;

public enum JoinState
{
    /// <summary>The administrators have not answered.</summary>
    Open,
    Accepted,
    Declined,

    /// <summary>By whoever asked.</summary>
    Withdrawn,

    /// <summary>Nobody answered in time, or the organisation is no more.</summary>
    Lapsed,
}

/// <summary>加入申请: somebody asks the administrators of an organisation that is here already to let them in.</summary>
public sealed class JoinRequest
{
    /// <summary>Long enough for a summer break; who still wants to join then asks again.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid OrganisationId { get; init; }
    public required Guid PersonId { get; init; }

    /// <summary>What they say about themselves: a department, a staff number.</summary>
    public string? Note { get; init; }
    public required JoinState State { get; set; }
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public Guid? AnsweredBy { get; set; }

    /// <summary>Why it was declined.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset ExpiresAt => AskedAt + Life;

    public bool Waits(DateTimeOffset now) => State == JoinState.Open && now < ExpiresAt;
}

internal sealed class JoinRequestTable : IEntityTypeConfiguration<JoinRequest>
{
    public void Configure(EntityTypeBuilder<JoinRequest> builder)
    {
        builder.ToTable("join_requests");
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Note).HasMaxLength(JoinDesk.NoteMax);
        builder.Property(r => r.Reason).HasMaxLength(Registration.RegistrationRules.ReasonMax);
        builder.Ignore(r => r.ExpiresAt);
        builder.HasIndex(r => new { r.OrganisationId, r.PersonId }).IsUnique().HasFilter("state = 'Open'").HasDatabaseName("ix_join_requests_open");
        builder.HasIndex(r => r.PersonId);
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
