using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Fees in the steps small enterprises think in: what a year's spare money pays, and what takes a decision. No source; steps of about five.</summary>
public static class FeeBand
{
    public const string Free = "free", Running = "running", Negotiable = "negotiable", Beyond = "over500000";

    private static readonly (decimal Most, string Band)[] s_steps = [(10_000, "to10000"), (50_000, "to50000"), (100_000, "to100000"), (500_000, "to500000")];

    /// <summary>In the order in which they are shown.</summary>
    public static readonly IReadOnlyList<string> All = [Free, .. s_steps.Select(step => step.Band), Beyond, Running, Negotiable];

    /// <summary>Null: nothing is said about the fee.</summary>
    public static string? Of(FeeModel? model, decimal? yuan) => model switch
    {
        null => null,
        FeeModel.Free => Free,
        FeeModel.Negotiable => Negotiable,
        _ when yuan is { } fee => Array.Find(s_steps, step => fee <= step.Most).Band ?? Beyond,
        _ => Running,
    };
}
