using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Forms;

/// <summary>上级表样: a form somebody above asks for, with placeholders where a plan's figures go.</summary>
public sealed class SuperiorForm
{
    public const int NameMax = 100;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PlanId { get; init; }
    public required string Name { get; init; }

    /// <summary>The last one is filled unless another is asked for.</summary>
    public required int Versions { get; set; }
    public required DateTimeOffset At { get; init; }
    public Guid? PersonId { get; set; }

    /// <summary>No longer offered; what was uploaded stays.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
    public Guid? DeletedBy { get; set; }
}

/// <summary>One version of a form. Written once.</summary>
public sealed class SuperiorFormVersion
{
    public required Guid FormId { get; init; }
    public required int Number { get; init; }
    public required Guid FileId { get; init; }

    /// <summary>How many places are filled.</summary>
    public required int Places { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? PersonId { get; set; }
}

internal sealed class SuperiorFormTable : IEntityTypeConfiguration<SuperiorForm>
{
    public void Configure(EntityTypeBuilder<SuperiorForm> builder)
    {
        builder.ToTable("superior_forms");
        builder.Property(f => f.Name).HasMaxLength(SuperiorForm.NameMax);
        builder.Property(f => f.Versions).IsConcurrencyToken();
        // Of two of one name the second is told.
        builder.HasIndex(f => new { f.PlanId, f.Name }).IsUnique().HasFilter("deleted_at is null");
        builder.HasIndex(f => f.PersonId);
        builder.HasIndex(f => f.DeletedBy);
        builder.HasOne<Plan>().WithMany().HasForeignKey(f => f.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuperiorFormVersionTable : IEntityTypeConfiguration<SuperiorFormVersion>
{
    public void Configure(EntityTypeBuilder<SuperiorFormVersion> builder)
    {
        builder.ToTable("superior_form_versions");
        builder.HasKey(v => new { v.FormId, v.Number });
        builder.HasIndex(v => v.PersonId);
        builder.HasOne<SuperiorForm>().WithMany().HasForeignKey(v => v.FormId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Versions of a form stay as they were uploaded, even against the console.</summary>
internal static class FormSql
{
    public const string Create = """
        create function superior_forms_refuse() returns trigger language plpgsql as $$
        begin raise exception '% keeps what was uploaded', tg_table_name using errcode = 'insufficient_privilege'; end $$;
        create trigger superior_forms_keep before delete or truncate on superior_forms execute function superior_forms_refuse();
        create trigger superior_form_versions_keep before delete or truncate on superior_form_versions execute function superior_forms_refuse();
        create trigger superior_form_versions_words before update on superior_form_versions for each row
          when ((to_jsonb(old) - 'person_id') is distinct from (to_jsonb(new) - 'person_id')) execute function superior_forms_refuse();
        """;

    public const string Drop = "drop function superior_forms_refuse() cascade;";
}
