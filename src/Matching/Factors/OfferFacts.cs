using System.Runtime.InteropServices;

namespace Marketplace.Matching.Factors;

/// <summary>What is known of an offer beside its text.</summary>
public sealed record OfferFacts
{
    /// <summary>The first is the main one.</summary>
    public IReadOnlyList<string> Ipc { get; init; } = [];

    /// <summary>GB/T 4754 codes with how likely each is, 1 where the holder said so.</summary>
    public IReadOnlyList<LikelyIndustry> Industries { get; init; } = [];
    public IReadOnlyList<string> Chains { get; init; } = [];
    public Forms Forms { get; init; }
    public FeeKind Fee { get; init; }

    /// <summary>What is to be paid first or in all.</summary>
    public decimal? FeeYuan { get; init; }
    public int? Maturity { get; init; }

    /// <summary>Of the holders.</summary>
    public IReadOnlyList<string> RegionPaths { get; init; } = [];

    /// <summary>Of the places the holders' provinces are aid partners of (对口援疆).</summary>
    public IReadOnlyList<string> AidPaths { get; init; } = [];

    /// <summary>The last day the right can be in force.</summary>
    public DateOnly? LastDay { get; init; }

    /// <summary>An invention was examined before grant, the others were not.</summary>
    public bool Examined { get; init; }

    /// <summary>An evaluation report of a right that was not examined.</summary>
    public bool Reported { get; init; }

    /// <summary>The day the register was last looked up.</summary>
    public DateOnly? StatusOn { get; init; }

    /// <summary>The day the holder last said that the offer stands.</summary>
    public DateOnly? ConfirmedOn { get; init; }

    /// <summary>Asked whether it stands, and silent.</summary>
    public bool Stale { get; init; }

    /// <summary>Of what the holder was asked here, the share answered in time; null before anybody asked.</summary>
    public double? Answered { get; init; }
}

/// <param name="Code">GB/T 4754.</param>
/// <param name="Weight">How likely, up to 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LikelyIndustry(string Code, double Weight);

/// <summary>In how far a price is known.</summary>
public enum FeeKind
{
    /// <summary>面议, or not said.</summary>
    Open,
    Fixed,
    Free,

    /// <summary>先使用后付费: nothing is paid before it earns.</summary>
    Deferred,

    /// <summary>提成 only.</summary>
    Running,
}
