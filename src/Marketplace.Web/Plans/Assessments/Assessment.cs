using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>年度考核: what a plan's counties, zones and departments are marked by for one year. Drawn up, then opened for marks, then closed.</summary>
public sealed class Assessment
{
    /// <summary>What all weights come to.</summary>
    public const decimal Full = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PlanId { get; init; }
    public required int Year { get; init; }

    /// <summary>自评截止日</summary>
    public required DateOnly DueOn { get; set; }
    public required DateTimeOffset At { get; init; }
    public Guid? PersonId { get; set; }

    /// <summary>Null: it is still drawn up. After it neither items nor units change.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
    public Guid? OpenedBy { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public Guid? ClosedBy { get; set; }

    public bool TakesMarks => OpenedAt is not null && ClosedAt is null;
}

/// <summary>考核项</summary>
public sealed class AssessmentItem
{
    public const int NameMax = 200;
    public const int BasisMax = 500;
    public const int Most = 60;

    public required Guid AssessmentId { get; init; }

    /// <summary>From 1 on, in the order of the sheet.</summary>
    public required int Number { get; init; }
    public required string Name { get; init; }

    /// <summary>权重: its full mark.</summary>
    public required decimal Weight { get; init; }

    /// <summary>评分标准</summary>
    public string? Basis { get; init; }

    /// <summary>The indicator whose figure stands beside the marks; null: it is judged.</summary>
    public Guid? IndicatorId { get; init; }
}

/// <summary>被考核单位</summary>
public sealed class AssessmentUnit
{
    public const int Most = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid AssessmentId { get; init; }
    public required PartKind Kind { get; init; }
    public required string Name { get; init; }

    /// <summary>Whose bureau enters its own marks: of a department, the plan's.</summary>
    public required string RegionPath { get; init; }
}

/// <summary>The marks of one unit for one item: its own, and what was found right.</summary>
public sealed class AssessmentMark
{
    public const int TextMax = 500;

    public required Guid UnitId { get; init; }
    public required int Number { get; init; }

    /// <summary>自评分</summary>
    public decimal? Own { get; set; }

    /// <summary>自评说明</summary>
    public string? OwnNote { get; set; }
    public Guid? OwnBy { get; set; }
    public DateTimeOffset? OwnAt { get; set; }

    /// <summary>核定分</summary>
    public decimal? Verified { get; set; }

    /// <summary>不适用: the item is not this unit's, and its weight is left out.</summary>
    public bool Exempt { get; set; }

    /// <summary>Why another mark than the unit's own, or none.</summary>
    public string? Reason { get; set; }
    public Guid? VerifiedBy { get; set; }
    public DateTimeOffset? VerifiedAt { get; set; }

    public bool IsDecided => VerifiedAt is not null;
}

internal sealed class AssessmentTable : IEntityTypeConfiguration<Assessment>
{
    public void Configure(EntityTypeBuilder<Assessment> builder)
    {
        builder.ToTable("assessments");
        builder.HasIndex(a => new { a.PlanId, a.Year }).IsUnique();
        builder.HasOne<Plan>().WithMany().HasForeignKey(a => a.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentItemTable : IEntityTypeConfiguration<AssessmentItem>
{
    public void Configure(EntityTypeBuilder<AssessmentItem> builder)
    {
        builder.ToTable("assessment_items", table => table.HasCheckConstraint("ck_assessment_items_weight", "weight > 0 and weight <= 100"));
        builder.HasKey(i => new { i.AssessmentId, i.Number });
        builder.Property(i => i.Name).HasMaxLength(AssessmentItem.NameMax);
        builder.Property(i => i.Basis).HasMaxLength(AssessmentItem.BasisMax);
        builder.Property(i => i.Weight).HasColumnType("numeric(5,2)");
        builder.HasOne<Assessment>().WithMany().HasForeignKey(i => i.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(i => i.IndicatorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentUnitTable : IEntityTypeConfiguration<AssessmentUnit>
{
    public void Configure(EntityTypeBuilder<AssessmentUnit> builder)
    {
        builder.ToTable("assessment_units");
        builder.Property(u => u.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(u => u.Name).HasMaxLength(TargetPart.NameMax);
        builder.Property(u => u.RegionPath).UseCollation("C");
        builder.HasIndex(u => new { u.AssessmentId, u.Name }).IsUnique();
        builder.HasIndex(u => u.RegionPath);
        builder.HasOne<Assessment>().WithMany().HasForeignKey(u => u.AssessmentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AssessmentMarkTable : IEntityTypeConfiguration<AssessmentMark>
{
    public void Configure(EntityTypeBuilder<AssessmentMark> builder)
    {
        builder.ToTable("assessment_marks", table => table.HasCheckConstraint("ck_assessment_marks_exempt", "not exempt or verified is null"));
        builder.HasKey(m => new { m.UnitId, m.Number });
        builder.Property(m => m.Own).HasColumnType("numeric(5,2)");
        builder.Property(m => m.Verified).HasColumnType("numeric(5,2)");
        builder.Property(m => m.OwnNote).HasMaxLength(AssessmentMark.TextMax);
        builder.Property(m => m.Reason).HasMaxLength(AssessmentMark.TextMax);
        builder.HasIndex(m => m.OwnBy);
        builder.HasIndex(m => m.VerifiedBy);
        builder.HasOne<AssessmentUnit>().WithMany().HasForeignKey(m => m.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>The sheet does not move once it is open, and no mark once it is closed, not even by hand.</summary>
internal static class AssessmentSql
{
    public const string Create = """
        create function assessments_refuse() returns trigger language plpgsql as $$
        begin raise exception '% keeps how it was marked', tg_table_name using errcode = 'insufficient_privilege'; end $$;
        create trigger assessments_keep before delete on assessments for each row when (old.opened_at is not null) execute function assessments_refuse();
        create trigger assessments_truncate before truncate on assessments execute function assessments_refuse();
        create trigger assessments_words before update on assessments for each row
          when ((old.plan_id, old.year, old.at) is distinct from (new.plan_id, new.year, new.at)
            or old.opened_at is not null and (old.opened_at, old.due_on) is distinct from (new.opened_at, new.due_on)
            or old.closed_at is not null and old.closed_at is distinct from new.closed_at) execute function assessments_refuse();
        create function assessment_sheet_fixed() returns trigger language plpgsql as $$
        begin
          if exists (select from assessments a where a.id = coalesce(new.assessment_id, old.assessment_id) and a.opened_at is not null) then
            raise exception '% is fixed once the assessment is open', tg_table_name using errcode = 'insufficient_privilege';
          end if;
          return coalesce(new, old);
        end $$;
        create trigger assessment_items_fixed before insert or update or delete on assessment_items for each row execute function assessment_sheet_fixed();
        create trigger assessment_items_truncate before truncate on assessment_items execute function assessments_refuse();
        create trigger assessment_units_fixed before insert or update or delete on assessment_units for each row execute function assessment_sheet_fixed();
        create trigger assessment_units_truncate before truncate on assessment_units execute function assessments_refuse();
        create function assessment_marks_open() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' and (to_jsonb(old) - 'own_by' - 'verified_by') = (to_jsonb(new) - 'own_by' - 'verified_by') then return new; end if;
          if not exists (select from assessment_units u join assessments a on a.id = u.assessment_id join assessment_items i on i.assessment_id = a.id and i.number = new.number
              where u.id = new.unit_id and a.opened_at is not null and a.closed_at is null and coalesce(new.own, 0) between 0 and i.weight and coalesce(new.verified, 0) between 0 and i.weight) then
            raise exception 'assessment_marks takes marks up to the weight while the assessment is open' using errcode = 'insufficient_privilege';
          end if;
          return new;
        end $$;
        create trigger assessment_marks_open before insert or update on assessment_marks for each row execute function assessment_marks_open();
        create trigger assessment_marks_keep before delete or truncate on assessment_marks execute function assessments_refuse();
        """;

    public const string Drop = """
        drop function assessment_marks_open() cascade;
        drop function assessment_sheet_fixed() cascade;
        drop function assessments_refuse() cascade;
        """;
}
