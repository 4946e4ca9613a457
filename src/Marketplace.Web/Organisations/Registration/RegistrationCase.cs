using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>
/// 入驻登记: what somebody says about an organisation they bring or claim, with its papers. It is the applicant's until the bureau has approved
/// it; only then the organisation exists, so that nobody can block a code by typing it.
/// </summary>
public sealed class RegistrationCase
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid ApplicantId { get; init; }
    public required string Uscc { get; init; }

    /// <summary>The code fails its check digit; the applicant says why it is right all the same.</summary>
    public string? CheckDigitReason { get; set; }
    public OrganisationKind? Kind { get; set; }
    public string? Name { get; set; }
    public string? FoldedName { get; set; }
    public string? RegionCode { get; set; }
    public string? RegionPath { get; set; }
    public string? Address { get; set; }
    public string? LegalRepresentative { get; set; }

    /// <summary>经办人: the person named in the stamped authorisation.</summary>
    public string? OperatorName { get; set; }
    public Guid? LicenceFile { get; set; }
    public Guid? AuthorisationFile { get; set; }
    public string? ConsentVersion { get; set; }
    public DateTimeOffset? ConsentAt { get; set; }

    /// <summary>Draft, Submitted, Returned, Refused, or Active: approved.</summary>
    public required OrganisationState State { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public Guid? DecidedBy { get; set; }

    /// <summary>Why it was returned or refused.</summary>
    public string? Reason { get; set; }

    public string Subject => "registration:" + Id;

    /// <summary>For the applicant it is their own; for a bureau it lies in its region, and whoever applied does not review.</summary>
    public Target Target => new(RegionPath: RegionPath, State: State.Word(), PersonId: ApplicantId, DoneBy: [ApplicantId]);

    public Target Own => new(State: State.Word(), PersonId: ApplicantId);
}

internal sealed class RegistrationTable : IEntityTypeConfiguration<RegistrationCase>
{
    public void Configure(EntityTypeBuilder<RegistrationCase> builder)
    {
        builder.ToTable("registrations");
        builder.Property(r => r.Uscc).HasMaxLength(18);
        builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Name).HasMaxLength(200);
        builder.Property(r => r.FoldedName).HasMaxLength(200);
        builder.Property(r => r.RegionCode).HasMaxLength(20);
        builder.Property(r => r.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(r => r.ConsentVersion).HasMaxLength(60);
        builder.Ignore(r => r.Target).Ignore(r => r.Own).Ignore(r => r.Subject);
        builder.HasIndex(r => r.Uscc).IsUnique().HasFilter("state in ('Submitted', 'Returned')").HasDatabaseName("ix_registrations_under_review");
        builder.HasIndex(r => new { r.ApplicantId, r.Uscc }).IsUnique().HasFilter("state in ('Draft', 'Submitted', 'Returned')").HasDatabaseName("ix_registrations_open");
        builder.HasIndex(r => new { r.State, r.SubmittedAt, r.Id });
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.ApplicantId).OnDelete(DeleteBehavior.Restrict);
    }
}
