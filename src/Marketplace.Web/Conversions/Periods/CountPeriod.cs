using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Periods;

public enum PeriodState
{
    /// <summary>填报中</summary>
    Open,

    /// <summary>已锁定: its figures are those known at that moment, for ever.</summary>
    Locked,

    /// <summary>已发布</summary>
    Published,
}

public enum PeriodCause
{
    Open,
    Lock,
    Publish,
}

/// <summary>锁定 → 发布 of a quarter, of one region and all that lies below it. There is no way back: what is found out later is an adjustment.</summary>
public static class PeriodMachine
{
    /// <summary>It has not ended yet.</summary>
    public const string Running = "running";

    /// <summary>Filings of it wait for somebody, or a quarter before it is open.</summary>
    public const string Waiting = "waiting";

    /// <summary>Who locks entered, checked and verified nothing of it; who publishes did not lock it.</summary>
    public const string AnotherPerson = "another_person";

    private const string Law = "domain.md §3.5";

    public static readonly StateMachine<PeriodState, PeriodCause> Machine = new("period",
    [
        new(null, PeriodCause.Open, PeriodState.Open) { Move = Side.Bureau, Law = Law },
        new(PeriodState.Open, PeriodCause.Lock, PeriodState.Locked) { By = Act.LockPeriods, Move = Side.Bureau, Guards = [Running, Waiting, AnotherPerson], Law = Law },
        new(PeriodState.Locked, PeriodCause.Publish, PeriodState.Published) { By = Act.LockPeriods, Move = Side.Bureau, Guards = [AnotherPerson], Law = Law },
    ]);
}

/// <summary>期: a quarter of a region.</summary>
public sealed class CountPeriod : Case<PeriodState>
{
    public required string RegionPath { get; init; }
    public required int Year { get; init; }
    public required int Quarter { get; init; }

    /// <summary>What was verified until then is what its figures are of.</summary>
    public DateTimeOffset? LockedAt { get; set; }
    public Guid? LockedBy { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public Guid? PublishedBy { get; set; }
}

internal sealed class CountPeriodTable : IEntityTypeConfiguration<CountPeriod>
{
    public void Configure(EntityTypeBuilder<CountPeriod> builder)
    {
        builder.ToTable("count_periods", table =>
        {
            table.HasCheckConstraint("ck_count_periods_quarter", "quarter between 1 and 4");
            table.HasCheckConstraint("ck_count_periods_locked", "(state = 'Open') = (locked_at is null)");
            table.HasCheckConstraint("ck_count_periods_people", "published_by is null or published_by is distinct from locked_by");
        });
        builder.IsCase(p => p.State, p => p.Before);
        builder.Property(p => p.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.HasIndex(p => new { p.RegionPath, p.Year, p.Quarter }).IsUnique();
        builder.HasIndex(p => p.LockedBy);
        builder.HasIndex(p => p.PublishedBy);
    }
}
