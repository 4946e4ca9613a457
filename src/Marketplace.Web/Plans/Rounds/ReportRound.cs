using Marketplace.Web.Platform.Calendar;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>报送轮次: a bureau asks for a quarter by a day.</summary>
public sealed class ReportRound
{
    public const int WordMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Of the bureau that asks.</summary>
    public required string RegionPath { get; init; }

    /// <summary>Whose responsible units are asked for their figures; null: only conversions of regions.</summary>
    public Guid? PlanId { get; init; }
    public required int Year { get; init; }
    public required int Number { get; init; }

    /// <summary>A working day.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>要求, in the words of who asks.</summary>
    public string? Word { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? PersonId { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public Guid? ClosedBy { get; set; }

    public Quarter Quarter => new(Year, Number);
}

public enum RoundUnitKind
{
    /// <summary>下级地区: its bureau.</summary>
    Region,

    /// <summary>责任单位 of the plan.</summary>
    Unit,
}

/// <summary>应报单位</summary>
public sealed class RoundUnit
{
    public const int NameMax = 100;
    public const int SignedMax = 60;
    public const int NoteMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid RoundId { get; init; }
    public required RoundUnitKind Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>Of whom reports: the region itself, of a responsible unit the plan's.</summary>
    public required string RegionPath { get; init; }
    public DateTimeOffset? ReportedAt { get; set; }
    public Guid? ReportedBy { get; set; }

    /// <summary>签发人</summary>
    public string? Signer { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset? ReturnedAt { get; set; }
    public Guid? ReturnedBy { get; set; }

    /// <summary>Why it came back.</summary>
    public string? Reason { get; set; }
}

public enum RoundCallKind
{
    /// <summary>催报, by a person.</summary>
    Call,

    /// <summary>By the night, three days before the due day.</summary>
    Before,

    /// <summary>By the night, the day after it.</summary>
    After,
}

/// <summary>催报: a unit was reminded on a day. Once a day, whoever does it.</summary>
public sealed class RoundCall
{
    public required Guid UnitId { get; init; }
    public required RoundCallKind Kind { get; init; }
    public required DateOnly On { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null: the night.</summary>
    public Guid? PersonId { get; set; }
}

internal sealed class ReportRoundTable : IEntityTypeConfiguration<ReportRound>
{
    public void Configure(EntityTypeBuilder<ReportRound> builder)
    {
        builder.ToTable("report_rounds", table => table.HasCheckConstraint("ck_report_rounds_quarter", "number between 1 and 4"));
        builder.Property(r => r.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(r => r.Word).HasMaxLength(ReportRound.WordMax);
        builder.Ignore(r => r.Quarter);
        // Of two opened at once the second is told.
        builder.HasIndex(r => new { r.RegionPath, r.PlanId, r.Year, r.Number }).IsUnique().AreNullsDistinct(false).HasFilter("closed_at is null");
        builder.HasIndex(r => r.PersonId);
        builder.HasIndex(r => r.ClosedBy);
        builder.HasOne<Plan>().WithMany().HasForeignKey(r => r.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoundUnitTable : IEntityTypeConfiguration<RoundUnit>
{
    public void Configure(EntityTypeBuilder<RoundUnit> builder)
    {
        builder.ToTable("round_units", table => table.HasCheckConstraint("ck_round_units_signed", "(reported_at is null) = (signer is null)"));
        builder.Property(u => u.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.Name).HasMaxLength(RoundUnit.NameMax);
        builder.Property(u => u.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(u => u.Signer).HasMaxLength(RoundUnit.SignedMax);
        builder.Property(u => u.Note).HasMaxLength(RoundUnit.NoteMax);
        builder.Property(u => u.Reason).HasMaxLength(RoundUnit.NoteMax);
        builder.HasIndex(u => new { u.RoundId, u.Kind, u.Name, u.RegionPath }).IsUnique();
        builder.HasIndex(u => u.RegionPath);
        builder.HasIndex(u => u.ReportedBy);
        builder.HasIndex(u => u.ReturnedBy);
        builder.HasOne<ReportRound>().WithMany().HasForeignKey(u => u.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoundCallTable : IEntityTypeConfiguration<RoundCall>
{
    public void Configure(EntityTypeBuilder<RoundCall> builder)
    {
        builder.ToTable("round_calls");
        builder.HasKey(c => new { c.UnitId, c.Kind, c.On });
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(c => c.PersonId);
        builder.HasOne<RoundUnit>().WithMany().HasForeignKey(c => c.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>What was asked, by when, and who was reminded stays as it was, even against the console; a round that is closed stays closed, and so does all of it.</summary>
internal static class RoundSql
{
    public const string Create = """
        create function rounds_refuse() returns trigger language plpgsql as $$
        begin raise exception '% keeps what was asked and answered', tg_table_name using errcode = 'insufficient_privilege'; end $$;
        create trigger report_rounds_keep before delete or truncate on report_rounds execute function rounds_refuse();
        create trigger report_rounds_words before update on report_rounds for each row
          when ((to_jsonb(old) - 'person_id' - 'closed_at' - 'closed_by') is distinct from (to_jsonb(new) - 'person_id' - 'closed_at' - 'closed_by')
            or old.closed_at is not null and old.closed_at is distinct from new.closed_at) execute function rounds_refuse();
        create trigger round_units_keep before delete or truncate on round_units execute function rounds_refuse();
        create function round_units_closed() returns trigger language plpgsql as $$
        begin
          if (old.round_id, old.kind, old.name, old.region_path) is distinct from (new.round_id, new.kind, new.name, new.region_path)
            or (to_jsonb(old) - 'reported_by' - 'returned_by') is distinct from (to_jsonb(new) - 'reported_by' - 'returned_by')
              and exists (select from report_rounds r where r.id = old.round_id and r.closed_at is not null) then
            raise exception 'round_units keeps what was asked and answered' using errcode = 'insufficient_privilege';
          end if;
          return new;
        end $$;
        create trigger round_units_closed before update on round_units for each row execute function round_units_closed();
        create trigger round_calls_keep before delete or truncate on round_calls execute function rounds_refuse();
        create trigger round_calls_words before update on round_calls for each row
          when ((to_jsonb(old) - 'person_id') is distinct from (to_jsonb(new) - 'person_id')) execute function rounds_refuse();
        """;

    public const string Drop = """
        drop function round_units_closed() cascade;
        drop function rounds_refuse() cascade;
        """;
}
