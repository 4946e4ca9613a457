using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>A state it has been in, and since when.</summary>
public sealed record WayPassed(string Name, DateOnly On);

/// <summary>A step that can come next.</summary>
public sealed record WayOpen(string Name, string Side, DateOnly? Until);

/// <summary>Where a case is, what is next, who has the ball, until when; of any machine, for <c>_CaseWay.cshtml</c>.</summary>
public sealed record CaseWay(string Title, IReadOnlyList<WayPassed> Passed, WayPassed Now, string Look, IReadOnlyList<WayOpen> Open)
{
    /// <param name="title">What it is the way of.</param>
    /// <param name="machine">Its table.</param>
    /// <param name="one">The case.</param>
    /// <param name="steps">Its log, in order.</param>
    /// <param name="state">Names a state.</param>
    /// <param name="cause">Names a step.</param>
    /// <param name="look">Of the state it is in.</param>
    /// <param name="until">A step's last day where the case knows better than the machine; the machine counts from the day the state began.</param>
    /// <param name="sides">Names a side where this case has a word of its own for it.</param>
    public static CaseWay Of<TState, TCause>(
        string title, StateMachine<TState, TCause> machine, Case<TState> one, IEnumerable<CaseStep> steps, Func<TState, string> state, Func<TCause, string> cause, Func<TState, string> look,
        Func<Transition<TState, TCause>, DateOnly?>? until = null, Func<Side, string?>? sides = null) where TState : struct, Enum where TCause : struct, Enum
    {
        var passed = new List<(TState State, DateOnly On)>();
        foreach (var step in steps)
        {
            var to = Enum.Parse<TState>(step.To);
            if (passed.Count == 0 || !EqualityComparer<TState>.Default.Equals(passed[^1].State, to)) passed.Add((to, step.On));
        }
        var now = one.State!.Value;
        // What the calendar does on no day anybody knows is nothing to wait for.
        var open = machine.From(now).Select(row => (row, day: until?.Invoke(row) ?? row.Within?.LastDay(one.Since))).Where(next => next.row.By is not null || next.day is not null);
        return new(title, [.. passed.SkipLast(1).Select(was => new WayPassed(state(was.State), was.On))], new(state(now), passed.Count > 0 ? passed[^1].On : one.Since), look(now),
            [.. open.OrderBy(next => next.day is null).ThenBy(next => next.day).Select(next => new WayOpen(cause(next.row.Cause), next.row.Move is { } side ? sides?.Invoke(side) ?? CaseWords.Name(side) : "", next.day))]);
    }
}
