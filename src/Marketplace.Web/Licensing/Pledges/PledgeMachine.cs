using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Pledges;

public enum PledgeState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>待质权人同意</summary>
    Offered,

    /// <summary>双方已同意，待登记</summary>
    Agreed,

    /// <summary>登记申请已提交</summary>
    Filed,

    /// <summary>登记被退回补正</summary>
    Returned,

    /// <summary>不予登记</summary>
    Refused,

    /// <summary>已登记: the right has arisen.</summary>
    Registered,

    /// <summary>专利权已终止: registered, with nothing left that it could rest on.</summary>
    Fallen,

    /// <summary>已注销</summary>
    Released,

    /// <summary>质权已实现</summary>
    Enforced,

    /// <summary>已撤回</summary>
    TakenBack,

    /// <summary>质权人不同意</summary>
    Declined,

    /// <summary>已失效: silence, or the patents ended before there was a right.</summary>
    Lapsed,
}

public enum PledgeCause
{
    Begin,
    Revise,
    Offer,
    Agree,
    ShowAgreed,
    Decline,
    TakeBack,
    LapseSilent,
    File,
    Return,
    Resubmit,
    FallBack,
    Refuse,
    Register,
    Change,
    Release,
    Enforce,
    EndPatent,
    Fall,
    Restore,
}

/// <summary>专利权质押: from the pledgor's draft to a right that arises on its registration (Civil Code Art. 444, CNIPA announcement 461), and to its end.</summary>
public static class PledgeMachine
{
    /// <summary>Guards: what the office refuses for (CNIPA 461 Art. 11), and what both must know.</summary>
    public const string Complete = "TERMS", Parties = "PARTY", Owner = "OWNER", InForce = "FORCE", Granted = "GRANT", FeePaid = "FEE", Suspended = "HALT", Term = "TERM", CoOwners = "CO", Twice = "TWICE", Pair = "PAIR",
        Invalidity = "VOID", Drawn = "DRAWN";

    /// <summary>Told, and in nobody's way.</summary>
    public const string Known = "KNOWN", First = "FIRST";

    /// <summary>Papers.</summary>
    public const string Contract = "pledgeContract", Receipt = "receipt", Notice = "notice", Registration = "pledgeNotice", Changed = "pledgeChange", Released = "pledgeRelease", Enforcement = "enforcement";

    /// <summary>Nobody says anything for so long, and it is over (own decision: nothing binds yet, and the patents must not look taken).</summary>
    public static readonly Period Silence = new(Days: 90);

    /// <summary>To correct, where the notice says no day.</summary>
    public static readonly Period Correction = new(Months: 2);

    private static readonly string[] s_right = [Complete, Parties, Owner, InForce, Granted, FeePaid, Suspended, Term, Twice, Pair, Invalidity];

    private static readonly string[] s_all = [.. s_right, CoOwners];

    private static readonly PledgeState[] s_before = [PledgeState.Draft, PledgeState.Offered, PledgeState.Agreed, PledgeState.Filed, PledgeState.Returned, PledgeState.Refused];

    public static readonly StateMachine<PledgeState, PledgeCause> Machine = new("pledge",
    [
        new(null, PledgeCause.Begin, PledgeState.Draft) { By = Act.KeepLicences, Move = Side.Giver, Law = "Civil Code Art. 427: in writing" },
        .. ((PledgeState[])[PledgeState.Draft, PledgeState.Offered, PledgeState.Agreed, PledgeState.Refused]).Select(from =>
            new Transition<PledgeState, PledgeCause>(from, PledgeCause.Revise, PledgeState.Draft) { By = Act.KeepLicences, Move = Side.Giver, Law = "own: other terms are another version, and agreed to anew" }),
        new(PledgeState.Draft, PledgeCause.Offer, PledgeState.Offered) { By = Act.DisposePatents, Move = Side.Giver, Guards = [Complete, Parties, Owner], Law = "Civil Code Art. 472" },
        new(PledgeState.Offered, PledgeCause.Agree, PledgeState.Agreed) { By = Act.DisposePatents, Move = Side.Taker, Guards = s_right, Law = "Civil Code Art. 479: to exactly these terms" },
        new(PledgeState.Draft, PledgeCause.ShowAgreed, PledgeState.Agreed) { By = Act.DisposePatents, Move = Side.Giver, Guards = s_right, Evidence = [Contract], Law = "Civil Code Art. 427: the contract both signed, of a pledgee that is not here" },
        new(PledgeState.Offered, PledgeCause.Decline, PledgeState.Declined) { By = Act.KeepLicences, Move = Side.Taker, ReasonNeeded = true, Law = "Civil Code Art. 478" },
        .. ((PledgeState[])[PledgeState.Draft, PledgeState.Offered]).Select(from => new Transition<PledgeState, PledgeCause>(from, PledgeCause.TakeBack, PledgeState.TakenBack) { By = Act.KeepLicences, Move = Side.Giver, Law = "Civil Code Art. 476" }),
        .. ((PledgeState[])[PledgeState.Agreed, PledgeState.Filed, PledgeState.Returned, PledgeState.Refused]).Select(from =>
            new Transition<PledgeState, PledgeCause>(from, PledgeCause.TakeBack, PledgeState.TakenBack) { By = Act.DisposePatents, Move = Side.Either, ReasonNeeded = true, Law = "own: no right without registration; whoever filed withdraws there first" }),
        .. ((PledgeState[])[PledgeState.Offered, PledgeState.Agreed, PledgeState.Refused]).Select(from => Clock(from, PledgeCause.LapseSilent, PledgeState.Lapsed, "own: silence is no consent (Civil Code Art. 140)") with { Within = Silence }),
        Office(PledgeState.Agreed, PledgeCause.File, PledgeState.Filed, Receipt, "CNIPA 461 Art. 4: both together") with { Move = Side.Either, Guards = s_all },
        Office(PledgeState.Refused, PledgeCause.File, PledgeState.Filed, Receipt, "own: filed anew, with what was missing") with { Move = Side.Either, Guards = s_all },
        Office(PledgeState.Filed, PledgeCause.Return, PledgeState.Returned, Notice, "CNIPA 461 Art. 10: to be corrected in time"),
        Office(PledgeState.Returned, PledgeCause.Resubmit, PledgeState.Filed, Receipt, "CNIPA 461 Art. 10") with { Move = Side.Either, Guards = s_all },
        Clock(PledgeState.Returned, PledgeCause.FallBack, PledgeState.Agreed, "CNIPA 461 Art. 10: not corrected in time, not filed"),
        Office(PledgeState.Filed, PledgeCause.Refuse, PledgeState.Refused, Notice, "CNIPA 461 Art. 11") with { ReasonNeeded = true },
        Office(PledgeState.Filed, PledgeCause.Register, PledgeState.Registered, Registration, "Civil Code Art. 444: the right arises on the day of registration") with { Guards = s_all, Effects = ["status-event"] },
        Office(PledgeState.Registered, PledgeCause.Change, PledgeState.Registered, Changed, "CNIPA 461 Art. 14: amount, term, pledgee") with { Guards = [Complete, Term, Drawn], Effects = ["version", "status-event"] },
        .. ((PledgeState[])[PledgeState.Registered, PledgeState.Fallen]).Select(from => Office(from, PledgeCause.Release, PledgeState.Released, Released, "Civil Code Art. 393, CNIPA 461 Art. 15") with { Effects = ["status-event"] }),
        new(PledgeState.Registered, PledgeCause.Enforce, PledgeState.Enforced) { By = Act.DisposePatents, Move = Side.Either, Evidence = [Enforcement], ReasonNeeded = true, Law = "Civil Code Arts. 410, 436, 446", Effects = ["status-event"] },
        .. s_before.Select(from => Clock(from, PledgeCause.EndPatent, PledgeState.Lapsed, "Patent Law Arts. 42, 44, 47: there is nothing left to pledge")),
        Clock(PledgeState.Registered, PledgeCause.Fall, PledgeState.Fallen, "Civil Code Art. 393(4), Patent Law Arts. 42, 44, 47: every patent of it ended"),
        Clock(PledgeState.Fallen, PledgeCause.Restore, PledgeState.Registered, "Rule 6: a right was restored, and the register never forgot the pledge"),
    ]);

    /// <summary>Nothing will happen any more.</summary>
    public static bool IsOver(this PledgeState state) => state is PledgeState.Released or PledgeState.Enforced or PledgeState.TakenBack or PledgeState.Declined or PledgeState.Lapsed;

    /// <summary>Both agreed once: from here on the amount is a fact a bureau counts.</summary>
    public static bool IsAgreed(this PledgeState state) => state is PledgeState.Agreed or PledgeState.Filed or PledgeState.Returned or PledgeState.Refused || state.WasRegistered();

    public static bool WasRegistered(this PledgeState state) => state is PledgeState.Registered or PledgeState.Fallen or PledgeState.Released or PledgeState.Enforced;

    /// <summary>The patents lie with the office or in the register for it: no second pledge may hold them. <see cref="PledgeSql"/> says the same.</summary>
    public static readonly PledgeState[] Holding = [PledgeState.Filed, PledgeState.Returned, PledgeState.Registered, PledgeState.Fallen];

    public static readonly PledgeState[] Over = [.. Enum.GetValues<PledgeState>().Where(state => state.IsOver())];

    private static Transition<PledgeState, PledgeCause> Clock(PledgeState from, PledgeCause cause, PledgeState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };

    private static Transition<PledgeState, PledgeCause> Office(PledgeState from, PledgeCause cause, PledgeState to, string paper, string law) => new(from, cause, to) { By = Act.KeepLicences, Move = Side.Office, Evidence = [paper], Law = law };
}
