using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Recordal;

public enum RecordalState
{
    /// <summary>待备案</summary>
    Open,

    /// <summary>已提交</summary>
    Filed,

    /// <summary>退回</summary>
    Returned,

    /// <summary>逾期未提交</summary>
    Late,

    /// <summary>已备案</summary>
    Recorded,

    /// <summary>已注销</summary>
    Cancelled,

    /// <summary>不再需要</summary>
    Dropped,
}

public enum RecordalCause
{
    Begin,
    File,
    Return,
    Record,
    FallLate,
    Cancel,
    Drop,
}

/// <summary>Recordal of a licence (domain.md §2.6), beside its performance: a licence is valid without it, and it may come after the licence has ended.</summary>
public static class RecordalMachine
{
    public const string Request = "request", Notice = "notice", Certificate = "certificate";

    /// <summary>Three months from the day the licence takes effect (Rule 15(2)).</summary>
    public static readonly Period Term = new(Months: 3);

    private static readonly RecordalState[] s_unfiled = [RecordalState.Open, RecordalState.Late, RecordalState.Returned];

    public static readonly StateMachine<RecordalState, RecordalCause> Machine = new("recordal",
    [
        new(null, RecordalCause.Begin, RecordalState.Open) { Move = Side.Platform, Law = "Rule 15(2): with the licence's effect" },
        .. s_unfiled.Select(from => new Transition<RecordalState, RecordalCause>(from, RecordalCause.File, RecordalState.Filed)
        {
            By = Act.KeepLicences, Move = Side.Either, Evidence = [Request], Law = from is RecordalState.Open ? "Rule 87" : "Rule 87: filed late, or again", Within = from is RecordalState.Open ? Term : null,
        }),
        new(RecordalState.Filed, RecordalCause.Return, RecordalState.Returned) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Notice], ReasonNeeded = true, Law = "own: the office sends it back" },
        new(RecordalState.Filed, RecordalCause.Record, RecordalState.Recorded) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Certificate], Law = "Rule 106(10)" },
        // Those who file on paper often hear of the number first.
        .. s_unfiled.Select(from => new Transition<RecordalState, RecordalCause>(from, RecordalCause.Record, RecordalState.Recorded) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Certificate], Law = "Rule 106(10): filed outside" }),
        new(RecordalState.Open, RecordalCause.FallLate, RecordalState.Late) { Move = Side.Platform, Within = Term, Law = "Rule 15(2)" },
        new(RecordalState.Recorded, RecordalCause.Cancel, RecordalState.Cancelled) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Notice], Law = "Rule 15(2): the licence ended" },
        .. s_unfiled.Select(from => new Transition<RecordalState, RecordalCause>(from, RecordalCause.Drop, RecordalState.Dropped) { Move = Side.Platform, Law = "own: the licence was void from the beginning" }),
    ]);
}
