using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>One step of one case: written with it, never changed.</summary>
public sealed class CaseStep
{
    public required Guid CaseId { get; init; }
    public required int Number { get; init; }
    public required string Machine { get; init; }

    /// <summary>"" where the case came into being.</summary>
    public required string From { get; init; }
    public required string Cause { get; init; }
    public required string To { get; init; }

    /// <summary>The day it counts from, which may lie before the day it was entered.</summary>
    public required DateOnly On { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null: the platform.</summary>
    public Guid? PersonId { get; set; }
    public Guid? OrganisationId { get; init; }
    public string? Reason { get; init; }

    /// <summary>Papers it was shown with: code and file, as JSON.</summary>
    public string Evidence { get; init; } = "{}";

    public IReadOnlyDictionary<string, Guid> Papers => JsonSerializer.Deserialize<Dictionary<string, Guid>>(Evidence, JsonSerializerOptions.Web)!;

    /// <summary>What is worth knowing later: amounts, numbers, which guard said no.</summary>
    public string Facts { get; init; } = "{}";
}

internal sealed class CaseStepTable : IEntityTypeConfiguration<CaseStep>
{
    public void Configure(EntityTypeBuilder<CaseStep> builder)
    {
        builder.ToTable("case_steps");
        builder.HasKey(s => new { s.CaseId, s.Number });
        builder.Property(s => s.Machine).HasMaxLength(20);
        builder.Property(s => s.From).HasMaxLength(30);
        builder.Property(s => s.Cause).HasMaxLength(30);
        builder.Property(s => s.To).HasMaxLength(30);
        builder.Property(s => s.Reason).HasMaxLength(CaseBook.ReasonMax);
        builder.Property(s => s.Evidence).HasColumnType("jsonb");
        builder.Property(s => s.Facts).HasColumnType("jsonb");
        builder.Ignore(s => s.Papers);
        builder.HasIndex(s => s.PersonId);
        builder.HasOne<MachineStep>().WithMany().HasForeignKey(s => new { s.Machine, s.From, s.Cause, s.To }).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>The machines' tables as the database knows them; see <see cref="CaseSql"/>.</summary>
internal sealed class MachineStep
{
    public required string Machine { get; init; }
    public required string From { get; init; }
    public required string Cause { get; init; }
    public required string To { get; init; }
}

internal sealed class MachineStepTable : IEntityTypeConfiguration<MachineStep>
{
    public void Configure(EntityTypeBuilder<MachineStep> builder)
    {
        builder.ToTable("machine_steps");
        builder.HasKey(s => new { s.Machine, s.From, s.Cause, s.To });
        builder.Property(s => s.Machine).HasMaxLength(20);
        builder.Property(s => s.From).HasMaxLength(30);
        builder.Property(s => s.Cause).HasMaxLength(30);
        builder.Property(s => s.To).HasMaxLength(30);
    }
}
