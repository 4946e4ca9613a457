using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Signing;

public enum SigningState
{
    /// <summary>待签署</summary>
    Begun,

    /// <summary>部分已签</summary>
    Partly,

    /// <summary>签署完成</summary>
    Complete,

    /// <summary>有一方拒签</summary>
    Refused,

    /// <summary>逾期未签完</summary>
    Expired,

    /// <summary>已被新版本取代</summary>
    Replaced,
}

public enum SigningCause
{
    Begin,
    Sign,
    Finish,
    Refuse,
    Expire,
    Replace,
}

/// <summary>签署 of one document by its parties. It is complete on the day of the latest signature (Civil Code Art. 490), and another wording is another signing.</summary>
public static class SigningMachine
{
    /// <summary>Guards: somebody's signature is missing; nobody's is.</summary>
    public const string SomeMissing = "UNSIGNED", AllSigned = "ALL-SIGNED";

    private static readonly SigningState[] s_open = [SigningState.Begun, SigningState.Partly];

    public static readonly StateMachine<SigningState, SigningCause> Machine = new("signing",
    [
        new(null, SigningCause.Begin, SigningState.Begun) { By = Act.DisposePatents, Move = Side.Either, Law = "Civil Code Art. 490: a contract in writing" },
        .. s_open.Select(from => Signed(from, SigningCause.Sign, SigningState.Partly, "own: others are still to sign") with { Guards = [AllSigned] }),
        .. s_open.Select(from => Signed(from, SigningCause.Finish, SigningState.Complete, "Civil Code Art. 490: all have signed or sealed") with { Guards = [SomeMissing], Effects = ["follower"] }),
        .. s_open.Select(from => new Transition<SigningState, SigningCause>(from, SigningCause.Refuse, SigningState.Refused) { By = Act.DisposePatents, Move = Side.Either, ReasonNeeded = true, Effects = ["follower"], Law = "Civil Code Art. 5: nobody has to sign" }),
        .. s_open.Select(from => Ours(from, SigningCause.Expire, SigningState.Expired, "own: not signed by all in time") with { Effects = ["follower"] }),
        .. s_open.Select(from => Ours(from, SigningCause.Replace, SigningState.Replaced, "own: another wording, or nothing left to sign") with { ReasonNeeded = true }),
    ]);

    public static bool IsOpen(this SigningState state) => state is SigningState.Begun or SigningState.Partly;

    private static Transition<SigningState, SigningCause> Signed(SigningState from, SigningCause cause, SigningState to, string law) => new(from, cause, to) { By = Act.DisposePatents, Move = Side.Either, Law = law };

    private static Transition<SigningState, SigningCause> Ours(SigningState from, SigningCause cause, SigningState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}

public enum SignatureState
{
    /// <summary>待签</summary>
    Awaited,

    /// <summary>已上传扫描件，待对方核对</summary>
    Shown,

    /// <summary>已签</summary>
    Valid,

    /// <summary>拒签</summary>
    Refused,

    /// <summary>不再需要: its signing ended without it.</summary>
    Dropped,
}

public enum SignatureCause
{
    Ask,
    Show,
    Confirm,
    Reject,
    TakeBack,
    SignOnline,
    Refuse,
    Drop,
}

/// <summary>One party's signature: on paper, which the other side compares, or by a provider of electronic signatures, whose word it is.</summary>
public static class SignatureMachine
{
    /// <summary>Papers.</summary>
    public const string Scan = "scan", Power = "power";

    /// <summary>Guard: who showed a scan does not compare it, where somebody else can.</summary>
    public const string IsOwn = "OWN";

    private static readonly SignatureState[] s_open = [SignatureState.Awaited, SignatureState.Shown];

    public static readonly StateMachine<SignatureState, SignatureCause> Machine = new("signature",
    [
        new(null, SignatureCause.Ask, SignatureState.Awaited) { Move = Side.Platform, Law = "own: each party is asked with the signing" },
        Ours(SignatureState.Awaited, SignatureCause.Show, SignatureState.Shown, "Civil Code Art. 490: signed or sealed on paper") with { Evidence = [Scan] },
        Ours(SignatureState.Shown, SignatureCause.Confirm, SignatureState.Valid, "own: the other side compared scan, code and document") with { Guards = [IsOwn] },
        Ours(SignatureState.Shown, SignatureCause.Reject, SignatureState.Awaited, "own: the scan is another document's, or cannot be read") with { Guards = [IsOwn], ReasonNeeded = true },
        Ours(SignatureState.Shown, SignatureCause.TakeBack, SignatureState.Awaited, "own: the wrong scan"),
        .. s_open.Select(from => new Transition<SignatureState, SignatureCause>(from, SignatureCause.SignOnline, SignatureState.Valid) { Move = Side.Platform, Law = "Electronic Signature Law Art. 14: a reliable one is as good as a seal" }),
        .. s_open.Select(from => Ours(from, SignatureCause.Refuse, SignatureState.Refused, "Civil Code Art. 5: nobody has to sign") with { ReasonNeeded = true }),
        .. s_open.Select(from => new Transition<SignatureState, SignatureCause>(from, SignatureCause.Drop, SignatureState.Dropped) { Move = Side.Platform, Law = "own: the signing ended without it" }),
    ]);

    private static Transition<SignatureState, SignatureCause> Ours(SignatureState from, SignatureCause cause, SignatureState to, string law) => new(from, cause, to) { By = Act.DisposePatents, Move = Side.Either, Law = law };
}
