using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Declarations;

public enum DeclarationState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>内部审核</summary>
    InternalReview,

    /// <summary>公示中</summary>
    Publicity,

    /// <summary>待提交</summary>
    Ready,

    /// <summary>已提交国知局</summary>
    Filed,

    /// <summary>待补正</summary>
    Defect,

    /// <summary>未予公告</summary>
    Refused,

    /// <summary>已公告</summary>
    Announced,

    /// <summary>暂停（平台）: announced still, but a guard says no; nothing new is begun here.</summary>
    Hold,

    /// <summary>撤回中</summary>
    WithdrawalFiled,

    /// <summary>权属变更，待新权利人确认</summary>
    Transferred,

    /// <summary>已撤回</summary>
    Withdrawn,

    /// <summary>已届满</summary>
    Expired,

    /// <summary>专利权终止</summary>
    Terminated,

    /// <summary>已放弃的草稿</summary>
    Discarded,
}

public enum DeclarationCause
{
    Begin,
    Submit,
    SendBack,
    Publicise,
    UpholdObjection,
    PublicityOver,
    Approve,
    File,
    TakeBack,
    AskCorrection,
    Correct,
    MissCorrection,
    Announce,
    Refuse,
    Reopen,
    FailGuard,
    PassGuards,
    FileWithdrawal,
    RefuseWithdrawal,
    Withdraw,
    ChangeOwner,
    Confirm,
    Expire,
    EndPatent,
    Discard,
}

/// <summary>Machine B of domain.md §2.5: an open-licence declaration. No row leads from here to a licence that exists: what was acquired stays (Art. 50(2)).</summary>
public static class DeclarationMachine
{
    /// <summary>Papers.</summary>
    public const string Receipt = "receipt", Notice = "notice", Gazette = "gazette", WithdrawalForm = "withdrawal";

    /// <summary>Guards beyond those of Rule 86: cells to fill, price to publicise, valuation to show; an objection still open; an offer nobody sees.</summary>
    public const string Fields = "FIELDS", Publicised = "G10", Valued = "G11", Objections = "OBJ", Offered = "OFFER";

    /// <summary>What the office usually gives; its notice may say another day.</summary>
    public static readonly Period CorrectionTerm = new(Months: 2);

    private static readonly string[] s_complete = [Fields, "G6", "G7", "G8", "G9", PreparedDeclaration.Terms, DeclarationSheet.Period];

    private static readonly string[] s_fit = ["G1", "G2", "G3", "G4", "G5", "G8", Guards.Stale, Offered];

    /// <summary>Announced, and so open to strangers as the gazette says, whatever the platform holds back.</summary>
    private static readonly DeclarationState[] s_standing = [DeclarationState.Announced, DeclarationState.Hold, DeclarationState.WithdrawalFiled];

    private static readonly DeclarationState[] s_before = [DeclarationState.Draft, DeclarationState.InternalReview, DeclarationState.Publicity, DeclarationState.Ready];

    private static readonly DeclarationState[] s_live = [.. s_before, DeclarationState.Filed, DeclarationState.Defect, .. s_standing, DeclarationState.Transferred];

    public static readonly StateMachine<DeclarationState, DeclarationCause> Machine = new("declaration",
    [
        Ours(null, DeclarationCause.Begin, DeclarationState.Draft, Act.KeepListings, "Rule 85"),
        // Announced before the platform knew it: brought in from the gazette.
        Told(null, DeclarationCause.Announce, DeclarationState.Announced, "Rule 107(11)") with { Evidence = [] },
        Ours(DeclarationState.Draft, DeclarationCause.Submit, DeclarationState.InternalReview, Act.KeepListings, "Rule 85(2)(3)") with { Guards = s_complete },
        Ours(DeclarationState.InternalReview, DeclarationCause.SendBack, DeclarationState.Draft, Act.DisposePatents, "own: four eyes") with { ReasonNeeded = true },
        Ours(DeclarationState.InternalReview, DeclarationCause.Publicise, DeclarationState.Publicity, Act.DisposePatents, "Conversion Law Art. 18") with { Guards = [Valued], Effects = ["publicity-page"] },
        Ours(DeclarationState.Publicity, DeclarationCause.UpholdObjection, DeclarationState.InternalReview, Act.DisposePatents, "Conversion Law Art. 18: an objection was right, price or name change") with { ReasonNeeded = true },
        Clock(DeclarationState.Publicity, DeclarationCause.PublicityOver, DeclarationState.Ready, "Conversion Law Art. 18") with { Guards = [Objections] },
        Ours(DeclarationState.InternalReview, DeclarationCause.Approve, DeclarationState.Ready, Act.DisposePatents, "own: four eyes") with { Guards = [Publicised, Valued] },
        Ours(DeclarationState.Ready, DeclarationCause.SendBack, DeclarationState.Draft, Act.DisposePatents, "own: something changed before it was filed") with { ReasonNeeded = true },
        Ours(DeclarationState.Ready, DeclarationCause.File, DeclarationState.Filed, Act.KeepListings, "Rule 85") with { Guards = s_fit, Evidence = [Receipt] },
        Ours(DeclarationState.Filed, DeclarationCause.TakeBack, DeclarationState.Ready, Act.KeepListings, "own: withdrawn from the office before it was announced") with { ReasonNeeded = true },
        Told(DeclarationState.Filed, DeclarationCause.AskCorrection, DeclarationState.Defect, "Rule 51"),
        Ours(DeclarationState.Defect, DeclarationCause.Correct, DeclarationState.Filed, Act.KeepListings, "Rule 51: cured") with { Evidence = [Receipt] },
        // Not mended in time it counts as not filed: it can be filed anew.
        Clock(DeclarationState.Defect, DeclarationCause.MissCorrection, DeclarationState.Ready, "Rule 51: counts as not submitted") with { Within = CorrectionTerm },
        Told(DeclarationState.Filed, DeclarationCause.Announce, DeclarationState.Announced, "Art. 50") with { Evidence = [Gazette], Effects = ["listing-announced"] },
        // What the gazette says is so, whatever stage it had reached here.
        .. s_before.Append(DeclarationState.Defect).Append(DeclarationState.Refused).Select(from => Told(from, DeclarationCause.Announce, DeclarationState.Announced, "Art. 50: the gazette knows better") with { Evidence = [Gazette], Effects = ["listing-announced"] }),
        Told(DeclarationState.Filed, DeclarationCause.Refuse, DeclarationState.Refused, "Rule 86"),
        Told(DeclarationState.Defect, DeclarationCause.Refuse, DeclarationState.Refused, "Rule 86"),
        Ours(DeclarationState.Refused, DeclarationCause.Reopen, DeclarationState.Draft, Act.KeepListings, "own: resubmitted"),
        Clock(DeclarationState.Announced, DeclarationCause.FailGuard, DeclarationState.Hold, "own: Rule 86 asked daily"),
        Clock(DeclarationState.Hold, DeclarationCause.PassGuards, DeclarationState.Announced, "own: Rule 86 asked daily") with { Guards = ["G1", "G2", "G3", "G4"] },
        Ours(DeclarationState.Announced, DeclarationCause.FileWithdrawal, DeclarationState.WithdrawalFiled, Act.DisposePatents, "Art. 50(2)") with { Evidence = [WithdrawalForm], Guards = ["G8"], ReasonNeeded = true },
        Ours(DeclarationState.Hold, DeclarationCause.FileWithdrawal, DeclarationState.WithdrawalFiled, Act.DisposePatents, "Art. 50(2)") with { Evidence = [WithdrawalForm], Guards = ["G8"], ReasonNeeded = true },
        Told(DeclarationState.WithdrawalFiled, DeclarationCause.RefuseWithdrawal, null, "Art. 50(2): the office did not announce it"),
        Told(DeclarationState.WithdrawalFiled, DeclarationCause.Withdraw, DeclarationState.Withdrawn, "Art. 50(2): effective with its announcement") with { Evidence = [Gazette] },
        .. s_standing.Select(from => Told(from, DeclarationCause.ChangeOwner, DeclarationState.Transferred, "Art. 10") with { Evidence = [] }),
        // Until the new owner has said so nothing new is begun; what was acquired before goes on with the new owner.
        Ours(DeclarationState.Transferred, DeclarationCause.Confirm, DeclarationState.Announced, Act.DisposePatents, "own: the new owner stands by it") with { Guards = ["G1", "G2", "G3", "G4"] },
        Told(DeclarationState.Transferred, DeclarationCause.Withdraw, DeclarationState.Withdrawn, "Art. 50(2)") with { Evidence = [Gazette] },
        .. s_standing.Append(DeclarationState.Transferred).Select(from => Clock(from, DeclarationCause.Expire, DeclarationState.Expired, from is DeclarationState.Hold ? "Rule 85: expired while held" : "Rule 85: its term is over")),
        .. s_live.Select(from => Clock(from, DeclarationCause.EndPatent, DeclarationState.Terminated, "Arts. 42, 44, 47")),
        .. s_before.Append(DeclarationState.Refused).Select(from => Ours(from, DeclarationCause.Discard, DeclarationState.Discarded, Act.KeepListings, "own: given up before it was announced")),
    ]);

    /// <summary>Here it can still be changed or given up, and no terms are fixed.</summary>
    public static bool IsOpenToChange(this DeclarationState state) => state is DeclarationState.Draft or DeclarationState.Refused;

    /// <summary>Whether a stranger can acquire a licence by it now. A hold is the platform's own caution: it begins nothing new; the law goes on between the parties.</summary>
    public static bool IsOpen(this DeclarationState state) => state is DeclarationState.Announced or DeclarationState.WithdrawalFiled;

    public static bool IsOver(this DeclarationState state) => state is DeclarationState.Withdrawn or DeclarationState.Expired or DeclarationState.Terminated or DeclarationState.Discarded;

    private static Transition<DeclarationState, DeclarationCause> Ours(DeclarationState? from, DeclarationCause cause, DeclarationState to, Act by, string law) => new(from, cause, to) { By = by, Move = Side.Giver, Law = law };

    /// <summary>What the office did: the holder enters it with the paper, or the gazette's import does.</summary>
    private static Transition<DeclarationState, DeclarationCause> Told(DeclarationState? from, DeclarationCause cause, DeclarationState? to, string law) =>
        new(from, cause, to) { By = Act.KeepListings, Move = Side.Office, Evidence = [Notice], Law = law };

    private static Transition<DeclarationState, DeclarationCause> Clock(DeclarationState from, DeclarationCause cause, DeclarationState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}
