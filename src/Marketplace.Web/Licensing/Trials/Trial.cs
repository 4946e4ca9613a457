using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>试用: of one patent, by one organisation. Its id is the form's own number.</summary>
public sealed class Trial : Case<TrialState>
{
    public required string Reference { get; init; }
    public required string ApplicationNo { get; init; }
    public required Guid HolderId { get; init; }
    public required Guid TakerId { get; init; }

    // So that papers outlast accounts.
    public required string HolderName { get; init; }
    public required string TakerName { get; init; }
    public required string TakerCode { get; init; }
    public required string RegionPath { get; init; }

    /// <summary>Whose the latest version of the terms is: the other side has the move.</summary>
    public required Side By { get; set; }

    /// <summary>The latest version; beyond the agreed one while an extension is asked.</summary>
    public required int Version { get; set; }
    public int? AgreedVersion { get; set; }
    public DateOnly? AgreedOn { get; set; }

    // Of the agreed terms, for the night.
    public DateOnly StartsOn { get; set; }
    public DateOnly FreeUntil { get; set; }

    /// <summary>The licence it became.</summary>
    public Guid? LicenceId { get; set; }

    /// <summary>What came of the criteria, as JSON; null: not told yet.</summary>
    public string? Results { get; set; }

    /// <summary>Last day to give back what was handed over; null: nothing was, or the trial runs.</summary>
    public DateOnly? ReturnBy { get; set; }
    public DateOnly? ReturnedOn { get; set; }
    public DateOnly? ReturnConfirmedOn { get; set; }

    public string Number => "SY-" + Reference;

    public bool LongerAsked => State == TrialState.Running && Version > AgreedVersion;
}

/// <summary>One version of the terms: written once. Who signed and who agreed stands with it.</summary>
public sealed class TrialVersion
{
    public required Guid TrialId { get; init; }
    public required int Number { get; init; }
    public required Side By { get; init; }
    public required string Terms { get; init; }
    public required byte[] Sha256 { get; init; }
    public required string SignedBy { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public string? AgreedBy { get; set; }
    public Guid? AgreedPersonId { get; set; }
    public DateTimeOffset? AgreedAt { get; set; }

    public TrialTerms Read() => TrialTerms.Read(Terms);
}

/// <summary>数据报告: one the terms ask for, and what was reported.</summary>
public sealed class TrialReport
{
    public required Guid TrialId { get; init; }
    public required int Number { get; init; }
    public required DateOnly DueOn { get; init; }
    public DateOnly? ReportedOn { get; set; }
    public string? Words { get; set; }
    public Guid? FileId { get; set; }
}

internal sealed class TrialTable : IEntityTypeConfiguration<Trial>
{
    public void Configure(EntityTypeBuilder<Trial> builder)
    {
        builder.ToTable("trials", table => table.HasCheckConstraint("ck_trials_agreed", "(agreed_on is not null) = (state not in ('Offered', 'Declined', 'TakenBack', 'Lapsed')) and holder_id <> taker_id"));
        builder.IsCase(t => t.State, t => t.Before);
        builder.Property(t => t.Reference).HasMaxLength(8);
        builder.Property(t => t.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(t => t.HolderName).HasMaxLength(LicenceTable.NameMax);
        builder.Property(t => t.TakerName).HasMaxLength(LicenceTable.NameMax);
        builder.Property(t => t.TakerCode).HasMaxLength(18);
        builder.Property(t => t.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(t => t.By).HasConversion<string>().HasMaxLength(10);
        builder.Property(t => t.Results).HasColumnType("jsonb");
        builder.Ignore(t => t.LongerAsked);
        builder.HasIndex(t => t.Reference).IsUnique();
        // Both ask at the same moment: the second sees the first and answers it.
        builder.HasIndex(t => new { t.ApplicationNo, t.TakerId }).IsUnique().HasFilter("state in ('Offered', 'Agreed', 'Running')").HasDatabaseName("ix_trials_live");
        builder.HasIndex(t => new { t.TakerId, t.Id });
        builder.HasIndex(t => new { t.HolderId, t.Id });
        builder.HasIndex(t => new { t.RegionPath, t.Id });
        builder.HasOne<Patent>().WithMany().HasForeignKey(t => t.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.TakerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Licence>().WithMany().HasForeignKey(t => t.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TrialVersionTable : IEntityTypeConfiguration<TrialVersion>
{
    public const string KeepSql = """
        create function trial_versions_refuse() returns trigger language plpgsql as $$
        begin raise exception 'terms that were offered do not change' using errcode = 'insufficient_privilege'; end $$;
        create trigger trial_versions_keep before update on trial_versions for each row
          when ((old.trial_id, old.number, old.by, old.terms, old.sha256, old.signed_by, old.at) is distinct from (new.trial_id, new.number, new.by, new.terms, new.sha256, new.signed_by, new.at) or old.agreed_at is distinct from new.agreed_at and old.agreed_at is not null)
          execute function trial_versions_refuse();
        create trigger trial_versions_stay before delete or truncate on trial_versions execute function trial_versions_refuse();
        """;

    public void Configure(EntityTypeBuilder<TrialVersion> builder)
    {
        builder.ToTable("trial_versions");
        builder.HasKey(v => new { v.TrialId, v.Number });
        builder.Property(v => v.By).HasConversion<string>().HasMaxLength(10);
        // Not jsonb: the hash is of these very bytes.
        builder.Property(v => v.Terms).HasColumnType("text");
        builder.Property(v => v.SignedBy).HasMaxLength(50);
        builder.Property(v => v.AgreedBy).HasMaxLength(50);
        builder.HasOne<Trial>().WithMany().HasForeignKey(v => v.TrialId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TrialReportTable : IEntityTypeConfiguration<TrialReport>
{
    public void Configure(EntityTypeBuilder<TrialReport> builder)
    {
        builder.ToTable("trial_reports");
        builder.HasKey(r => new { r.TrialId, r.Number });
        builder.Property(r => r.Words).HasMaxLength(TrialForm.WordsMax);
        builder.HasIndex(r => r.DueOn).HasFilter("reported_on is null").HasDatabaseName("ix_trial_reports_open");
        builder.HasOne<Trial>().WithMany().HasForeignKey(r => r.TrialId).OnDelete(DeleteBehavior.Restrict);
    }
}
