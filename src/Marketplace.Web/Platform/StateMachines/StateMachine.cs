using System.Text;

namespace Marketplace.Web.Platform.StateMachines;

/// <summary>Where a thing is in its machine.</summary>
/// <param name="State">Null: it does not exist yet.</param>
/// <param name="Since">When it came there.</param>
/// <param name="Before">Where it was before, for machines with a way back.</param>
public sealed record Position<TState>(TState? State = null, DateOnly? Since = null, Position<TState>? Before = null) where TState : struct, Enum;

/// <summary>Why a transition did not happen.</summary>
public enum MachineRefusal
{
    /// <summary>The table has no row for this cause in this state.</summary>
    NoSuchStep,

    /// <summary>A guard said no; <see cref="MachineAnswer{TState,TCause}.Wanting"/> names it.</summary>
    Guarded,

    EvidenceMissing,

    ReasonMissing,
}

/// <param name="Row">The row that was, or would have been, taken.</param>
/// <param name="Wanting">Codes of the guards that said no or of the papers that are missing.</param>
public sealed record MachineAnswer<TState, TCause>(
    Position<TState> Position, Transition<TState, TCause>? Row, MachineRefusal? Refusal = null, IReadOnlyList<string>? Wanting = null)
    where TState : struct, Enum
    where TCause : struct, Enum;

/// <summary>What is shown with a step.</summary>
/// <param name="Blocks">Whether the guard of this code stands against it.</param>
/// <param name="Evidence">Codes of the papers. Null: nobody asks for the step, the register tells that it happened; papers and reasons are its own affair.</param>
/// <param name="Reason">Why, in the words of who asks.</param>
public sealed record Shown(Func<string, bool> Blocks, IReadOnlyCollection<string>? Evidence = null, string? Reason = null);

/// <summary>
/// A process of the law as a table: which states, which steps lead from one to another, who may, what stands against it, with which papers, until when. It decides
/// nothing on its own and keeps nothing: features keep the state in a column and ask here.
/// </summary>
public sealed class StateMachine<TState, TCause> : IMachine
    where TState : struct, Enum
    where TCause : struct, Enum
{
    private readonly Dictionary<(TState? From, TCause Cause), Transition<TState, TCause>> _rows;

    public StateMachine(string name, IReadOnlyList<Transition<TState, TCause>> rows)
    {
        (Name, Rows) = (name, rows);
        // Two rows for one cause would make the outcome depend on their order: this throws.
        _rows = rows.ToDictionary(row => (row.From, row.Cause));
    }

    public string Name { get; }

    public IReadOnlyList<Transition<TState, TCause>> Rows { get; }

    public Transition<TState, TCause>? Find(TState? from, TCause cause) => _rows.GetValueOrDefault((from, cause));

    /// <summary>What can happen next.</summary>
    public IEnumerable<Transition<TState, TCause>> From(TState? state) => Rows.Where(row => EqualityComparer<TState?>.Default.Equals(row.From, state));

    public MachineAnswer<TState, TCause> Step(Position<TState> position, TCause cause, DateOnly on, Shown shown)
    {
        if (Find(position.State, cause) is not { } row) return new(position, null, MachineRefusal.NoSuchStep);
        if (row.Guards.Where(shown.Blocks).ToList() is { Count: > 0 } blocking) return new(position, row, MachineRefusal.Guarded, blocking);
        if (shown.Evidence is { } papers)
        {
            if (row.Evidence.Except(papers, StringComparer.Ordinal).ToList() is { Count: > 0 } missing) return new(position, row, MachineRefusal.EvidenceMissing, missing);
            if (row.ReasonNeeded && string.IsNullOrWhiteSpace(shown.Reason)) return new(position, row, MachineRefusal.ReasonMissing);
        }
        return new(row.To is { } to ? new(to, on, position) : position.Before ?? position, row);
    }

    /// <summary>The machine as a Mermaid state diagram, for the documents.</summary>
    public string Draw()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var row in Rows)
        {
            foreach (var end in Ends(row))
                text.Append("    ").Append(row.From?.ToString() ?? "[*]").Append(" --> ").Append(end).Append(" : ").Append(row.Cause)
                    .Append(row.Guards.Count > 0 ? $" [{string.Join(' ', row.Guards)}]" : "").Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Where a way back leads depends on where one came from: to each state that leads here and is remembered.</summary>
    private IEnumerable<TState> Ends(Transition<TState, TCause> row) => row.To is { } to ? [to]
        : Rows.Where(other => Equals(other.To, row.From) && other.From is not null && !Equals(other.From, row.From)).Select(other => other.From!.Value).Distinct();

    public IEnumerable<MachineRow> Steps => Rows.SelectMany(row => Ends(row).Select(end => new MachineRow(Name, row.From?.ToString() ?? "", row.Cause.ToString(), end.ToString())));
}
