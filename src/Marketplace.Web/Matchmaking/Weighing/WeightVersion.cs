using System.Text.Json;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Weighing;

public enum WeightSource
{
    /// <summary>随系统提供: came with a release of the program.</summary>
    Shipped,

    /// <summary>文件: written by <c>marketplace train</c>, brought by a person.</summary>
    File,

    /// <summary>从用户答复学习</summary>
    Learnt,
}

/// <summary>A version of the weights. It is never changed: kept matches name it, and are explained by it for as long as they are kept.</summary>
public sealed class WeightVersion
{
    /// <summary>Matches, answers and the log of matches have room for so much.</summary>
    public const int NameMax = 60;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Version { get; init; }
    public required WeightSource Source { get; init; }

    /// <summary><see cref="Weights.ToJson"/>; text, so that it goes out as it came in.</summary>
    public required string Json { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What was learnt: a <see cref="WeightReport"/> as JSON.</summary>
    public string? Report { get; init; }

    /// <summary>What another release knew more or fewer of weighs nothing: all else scores as it did.</summary>
    public Weights Read()
    {
        var kept = JsonSerializer.Deserialize<Weights>(Json, JsonSerializerOptions.Web)!;
        return kept with { Full = Known(kept.Full), Plain = Known(kept.Plain) };

        static Scale Known(Scale scale) => scale with { Factors = [.. scale.Factors.Concat(new double[FactorTable.Count]).Take(FactorTable.Count)] };
    }

    public WeightReport? ReadReport() => Report is null ? null : JsonSerializer.Deserialize<WeightReport>(Report, JsonSerializerOptions.Web);
}

/// <summary>How learnt weights did on the answers they were learnt from, beside the version they began at.</summary>
/// <param name="Against">That version.</param>
/// <param name="Pairs">Pairs of a need and an offer that people judged.</param>
/// <param name="Needs">Needs of these.</param>
/// <param name="Before">That version on these pairs.</param>
/// <param name="After">The new one: it has seen them, so this flatters it.</param>
/// <param name="Crossed">Each need judged by weights that the others teach: the line to decide by.</param>
public sealed record WeightReport(string Against, int Pairs, int Needs, Evaluation Before, Evaluation After, Evaluation Crossed);

/// <summary>A decision on what is in force: the last one holds. Before the first it is what came with the program.</summary>
public sealed class WeightUse
{
    public long Number { get; init; }
    public required Guid VersionId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class WeightVersionTable : IEntityTypeConfiguration<WeightVersion>
{
    public void Configure(EntityTypeBuilder<WeightVersion> builder)
    {
        builder.ToTable("weight_versions");
        builder.Property(v => v.Version).HasMaxLength(WeightVersion.NameMax).UseCollation("C");
        builder.Property(v => v.Source).HasConversion<string>().HasMaxLength(10);
        builder.Property(v => v.Report).HasColumnType("jsonb");
        builder.HasIndex(v => v.Version).IsUnique();
    }
}

internal sealed class WeightUseTable : IEntityTypeConfiguration<WeightUse>
{
    public void Configure(EntityTypeBuilder<WeightUse> builder)
    {
        builder.ToTable("weight_uses");
        builder.HasKey(u => u.Number);
        builder.HasOne<WeightVersion>().WithMany().HasForeignKey(u => u.VersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
