using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Signals;

/// <param name="County">Code path down to the county.</param>
public sealed record DealingParty(string Key, string County);

/// <summary>What signals need of the last words of a conversion.</summary>
/// <param name="On">Its day of effect, else of signature.</param>
/// <param name="Chain">Of transfers that follow each other: the first one.</param>
public sealed record Dealing(Guid Conversion, ConversionType Type, MarketNature Nature, DateOnly? On, decimal? Amount, Guid Chain, IReadOnlyList<string> Patents, IReadOnlyList<DealingParty> Givers, IReadOnlyList<DealingParty> Takers)
{
    public bool Gives(string key) => Givers.Any(p => p.Key == key);

    public bool Takes(string key) => Takers.Any(p => p.Key == key);
}

/// <summary>The days a filing says.</summary>
public sealed record DealingDays(DateOnly? SignedOn, DateOnly? Effective, DateOnly? Paid, DateOnly? Recorded);

/// <summary>What the platform knows of a party, on the day of the deal.</summary>
/// <param name="Key">By which it is known.</param>
public sealed record PartyTraits(string Key)
{
    /// <summary>法定代表人, folded.</summary>
    public string? Representative { get; init; }

    /// <summary>Folded.</summary>
    public string? Address { get; init; }

    /// <summary>Of the organisation, of the directory, and its members: see <see cref="ContactKey"/>.</summary>
    public IReadOnlySet<string> Contacts { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Itself, what it was merged into, and all that stand above it.</summary>
    public IReadOnlySet<Guid> Group { get; init; } = new HashSet<Guid>();

    /// <summary>Contacts of the agencies it declared.</summary>
    public IReadOnlySet<string> Agents { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}

/// <summary>Where a contact of a deal comes from.</summary>
public enum ContactSource
{
    /// <summary>The organisation, the directory, its members.</summary>
    Register,

    /// <summary>许可通知、开票信息, who signed.</summary>
    Licence,

    /// <summary>Who acted on the platform for one side.</summary>
    Steps,

    /// <summary>Who answered for the taker what became of it.</summary>
    FollowUp,
}

/// <param name="Side">Behind whom it stands; null: who filed it.</param>
public sealed record DealContact(Side? Side, string Value, ContactSource Source);

/// <summary>Telephone, mail address or person, each written one way.</summary>
public static class ContactKey
{
    public const char TelephoneMark = 'T', MailMark = 'M', PersonMark = 'P';

    /// <summary>An area code's zero and the country code are the same number; shorter ones are extensions.</summary>
    public static string? Telephone(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(char.IsAsciiDigit));
        if (digits.StartsWith("0086", StringComparison.Ordinal)) digits = digits[4..];
        else if (digits.Length > 11 && digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        digits = digits.TrimStart('0');
        return digits.Length < 7 ? null : $"{TelephoneMark}:{digits}";
    }

    public static string? Mail(string? typed) => typed?.Trim().ToLowerInvariant() is { Length: > 2 } mail && mail.Contains('@', StringComparison.Ordinal) ? $"{MailMark}:{mail}" : null;

    public static string Person(Guid id) => $"{PersonMark}:{id:N}";
}
