using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Platform.StateMachines;

/// <summary>One row of a machine's table.</summary>
/// <param name="From">Null: how a thing comes into being.</param>
/// <param name="Cause">What happens.</param>
/// <param name="To">Null: back to the state it was in before.</param>
public sealed record Transition<TState, TCause>(TState? From, TCause Cause, TState? To)
    where TState : struct, Enum
    where TCause : struct, Enum
{
    /// <summary>Who may bring it about here, by the policy table; null: nobody here does, the register, the gazette or the calendar tells it.</summary>
    public Act? By { get; init; }

    /// <summary>Whose move it is; null where the machine knows no sides.</summary>
    public Side? Move { get; init; }

    /// <summary>Codes of the guards that must all pass, e.g. <c>G1</c>; the caller knows how to ask them.</summary>
    public IReadOnlyList<string> Guards { get; init; } = [];

    /// <summary>Codes of the papers it must be shown with.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>It must happen, or if nothing else happens does happen, within this time of entering <see cref="From"/>.</summary>
    public Period? Within { get; init; }

    /// <summary>Who brings it about must say why.</summary>
    public bool ReasonNeeded { get; init; }

    /// <summary>What else happens with it, in the same transaction, by codes that the feature's page explains.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>Where the row comes from: article, rule, or our own decision.</summary>
    public string? Law { get; init; }
}
