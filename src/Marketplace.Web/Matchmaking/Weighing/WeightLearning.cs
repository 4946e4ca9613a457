using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Weighing;

public enum LearningState
{
    Waiting,
    Running,

    /// <summary>Its version is there, to be looked at.</summary>
    Done,

    /// <summary>People have not said enough yet.</summary>
    TooFew,
    Failed,
}

/// <summary>That somebody asked for weights to be learnt from the answers so far, and how far that is.</summary>
public sealed class WeightLearning
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public Guid? PersonId { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public required LearningState State { get; set; }

    /// <summary>Times weights have been fitted, of so many.</summary>
    public int Done { get; set; }
    public int Steps { get; set; }
    public int Pairs { get; set; }
    public int Needs { get; set; }
    public Guid? VersionId { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    public bool IsOpen => State is LearningState.Waiting or LearningState.Running;
}

internal sealed class WeightLearningTable : IEntityTypeConfiguration<WeightLearning>
{
    public void Configure(EntityTypeBuilder<WeightLearning> builder)
    {
        builder.ToTable("weight_learnings");
        builder.Property(l => l.State).HasConversion<string>().HasMaxLength(10);
        builder.Ignore(l => l.IsOpen);
        builder.HasOne<WeightVersion>().WithMany().HasForeignKey(l => l.VersionId).OnDelete(DeleteBehavior.Restrict);
    }
}
