using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>What two conversions are to each other, from nothing to the same.</summary>
public enum Likeness
{
    None,

    /// <summary>Licence, then assignment of the same patent to the same firm (D7): both are listed, neither is asked about.</summary>
    Beside,

    /// <summary>The taker of one gives on (D6).</summary>
    Chain,

    /// <summary>Renewal, amendment, second recordal (D4, D12).</summary>
    Part,

    /// <summary>Perhaps the same.</summary>
    Suspected,

    /// <summary>Certainly the same.</summary>
    Same,
}

/// <param name="Likeness">What they are to each other.</param>
/// <param name="Rules">D1 … D16 of domain.md §3.5: which of them say so.</param>
public sealed record Finding(Likeness Likeness, IReadOnlyList<string> Rules)
{
    public static readonly Finding Nothing = new(Likeness.None, []);

    /// <summary>Somebody has to say what it is.</summary>
    public bool IsAsked => Likeness >= Likeness.Chain;
}

/// <summary>The rules against counting twice (domain.md §3.5) over two filings; pure, the same either way round.</summary>
public static class DuplicateRules
{
    /// <summary>同一对当事人 + 同一专利 + 90 天: domain.md §3.5.</summary>
    public const int NearDays = 90;

    public static Finding Compare(Filing one, Filing other)
    {
        var pair = new Pair(one, other);
        var (likeness, rule) = Look(pair);
        if (likeness < Likeness.Part) return likeness == Likeness.None ? Finding.Nothing : new(likeness, [rule]);
        var rules = new List<string> { pair.OnlyTwins ? "D11" : rule };
        if (Claims(one, other) is { } claim) rules.Add(claim);
        return new(likeness, rules);
    }

    private static (Likeness, string) Look(Pair pair)
    {
        var certain = Certain(pair);
        if (pair.IsVoid) return certain is not null || pair.IsDeal && pair.IsNear ? (Likeness.Suspected, "D14") : (Likeness.None, "");
        if (certain is { } rule) return (pair.Contradicts || !pair.Covers ? Likeness.Suspected : Likeness.Same, rule);
        if (pair.SaidPart) return (Likeness.None, "");
        if (pair.IsDeal && pair.SameGroup)
        {
            var kind = pair.Group == ConversionGroup.Pledge ? "D12" : pair.IsNear ? "D3" : "D4";
            return (pair.IsNear ? Likeness.Suspected : Likeness.Part, kind);
        }
        if (pair.IsLicenceThenTransfer) return (Likeness.Beside, "D7");
        if (pair.IsPassedOn && !pair.SaidChain) return (Likeness.Chain, "D6");
        return pair.IsTwoDirections ? (Likeness.Suspected, "D15") : (Likeness.None, "");
    }

    /// <summary>The rule by which they are one, if they do not say different things of it.</summary>
    private static string? Certain(Pair pair) => pair.SameLoan ? "D12" : pair.SameRegister || pair.SameFingerprint ? "D3" : null;

    /// <summary>Who filed it twice: the unit above (D8), 兵团 and 地方 (D10), two other regions (D9).</summary>
    private static string? Claims(Filing one, Filing other)
    {
        var (mine, theirs) = (one.RegionPath, other.RegionPath);
        if (mine == theirs) return null;
        if (mine.StartsWith(theirs, StringComparison.Ordinal) || theirs.StartsWith(mine, StringComparison.Ordinal)) return "D8";
        return IsCorps(mine) != IsCorps(theirs) ? "D10" : "D9";
    }

    /// <summary>659xxx: cities under the 兵团.</summary>
    private static bool IsCorps(string path) => path.Contains("/659", StringComparison.Ordinal);

    /// <summary>
    /// A declaration is supply, never a licence (D16): nobody takes it, or its own patentee does, or the number of its announcement stands where that of a recorded licence belongs.
    /// </summary>
    public static bool IsDeclaration(Filing filing)
    {
        if (ConversionGroups.Of(filing.Type) != ConversionGroup.Licence) return false;
        var givers = Keys.Parties(filing, Side.Giver).ToHashSet(StringComparer.Ordinal);
        return Keys.Parties(filing, Side.Taker).All(givers.Contains)
            || filing.Registers.Exists(r => r.Register == Register.Licence && (r.Number.Contains("声明", StringComparison.Ordinal) || r.Number.Contains("公告", StringComparison.Ordinal)));
    }
}
