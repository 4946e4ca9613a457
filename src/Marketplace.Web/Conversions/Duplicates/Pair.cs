using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>What two filings have in common, as the rules ask for it.</summary>
internal sealed class Pair(Filing one, Filing other)
{
    private readonly bool _direct = one.Patents.Exists(p => other.Patents.Exists(o => o.ApplicationNo == p.ApplicationNo));
    private readonly bool _twins = one.Patents.Exists(p => other.Patents.Exists(o => (o.CountsAs ?? o.ApplicationNo) == (p.CountsAs ?? p.ApplicationNo)));
    private readonly int? _gap = Day(one) is { } mine && Day(other) is { } theirs ? Math.Abs(mine.DayNumber - theirs.DayNumber) : null;

    public ConversionGroup Group { get; } = ConversionGroups.Of(one.Type);
    public bool SameGroup => Group == ConversionGroups.Of(other.Type);

    /// <summary>One of them was cancelled (D14).</summary>
    public bool IsVoid => one.Kind == FilingKind.Reversal || other.Kind == FilingKind.Reversal;

    /// <summary>The same pair of parties, a common patent.</summary>
    public bool IsDeal => Common && Meets(Side.Giver, Side.Giver) && Meets(Side.Taker, Side.Taker);

    /// <summary>Of unknown days nobody can say that they lie apart.</summary>
    public bool IsNear => _gap is not > DuplicateRules.NearDays;

    public bool Common => _direct || _twins;

    /// <summary>A utility model here, the invention of the same day there (D11).</summary>
    public bool OnlyTwins => _twins && !_direct;

    public bool SameFingerprint => one.Fingerprint == other.Fingerprint && Day(one) is not null;

    /// <summary>A number mistyped would bring strangers together: patent or parties have to agree.</summary>
    public bool SameRegister => (Common || Meets(Side.Giver, Side.Giver) && Meets(Side.Taker, Side.Taker))
        && Keys.Registers(one).Any(r => Keys.Registers(other).Any(o => o.Register == r.Register && o.Number == r.Number));

    public bool SameLoan => Keys.Loans(one).Intersect(Keys.Loans(other)).Any();

    /// <summary>One tells of no patent that the other leaves out on both sides: what is the same is whole.</summary>
    public bool Covers => one.Patents.TrueForAll(p => other.Patents.Exists(o => o.ApplicationNo == p.ApplicationNo)) || other.Patents.TrueForAll(p => one.Patents.Exists(o => o.ApplicationNo == p.ApplicationNo));

    /// <summary>Both say something, and not the same.</summary>
    public bool Contradicts => Differ(one.ContractNo, other.ContractNo) || one.Amount is { } mine && other.Amount is { } theirs && mine != theirs;

    /// <summary>Their filings say already that one belongs to the other.</summary>
    public bool SaidPart => one.PartOfId == other.ConversionId || other.PartOfId == one.ConversionId || one.PartOfId is { } whole && whole == other.PartOfId;

    public bool SaidChain => one.ChainId is { } chain && (chain == other.ChainId || chain == other.ConversionId) || other.ChainId is { } back && back == one.ConversionId;

    public bool IsLicenceThenTransfer => Common && Meets(Side.Taker, Side.Taker)
        && (Group, ConversionGroups.Of(other.Type)) is (ConversionGroup.Licence, ConversionGroup.Transfer) or (ConversionGroup.Transfer, ConversionGroup.Licence);

    public bool IsPassedOn => Common && IsMoved(one) && IsMoved(other) && (Meets(Side.Taker, Side.Giver) || Meets(Side.Giver, Side.Taker));

    public bool IsTwoDirections => !Common && Group == ConversionGroup.Licence && SameGroup && IsNear && Meets(Side.Giver, Side.Taker) && Meets(Side.Taker, Side.Giver)
        && (one.Type == ConversionType.CrossLicence || other.Type == ConversionType.CrossLicence || one.ContractNo is { } number && number == other.ContractNo || one.SignedOn is { } day && day == other.SignedOn);

    /// <summary>From which it takes effect, or the nearest to that which is known.</summary>
    private static DateOnly? Day(Filing filing) => filing.EffectiveOn ?? filing.SignedOn ?? filing.RecordedOn ?? filing.PaidOn;

    private static bool IsMoved(Filing filing) => ConversionGroups.Of(filing.Type) is ConversionGroup.Licence or ConversionGroup.Transfer;

    private static bool Differ(string? mine, string? theirs) => mine is not null && theirs is not null && mine != theirs;

    private bool Meets(Side mine, Side theirs) => Keys.Parties(one, mine).Intersect(Keys.Parties(other, theirs), StringComparer.Ordinal).Any();
}
