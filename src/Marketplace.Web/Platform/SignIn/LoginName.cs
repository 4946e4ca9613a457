using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>What somebody signs in with: a mobile number or a mail address, brought to one form however it was typed.</summary>
public sealed partial record LoginName(MessageChannel Channel, string Address)
{
    public string Masked => (Channel == MessageChannel.Sms ? Masking.Phone(Address) : Masking.Mail(Address)) ?? "";

    public static LoginName? Parse(string? typed)
    {
        var text = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim();
        if (text.Contains('@', StringComparison.Ordinal))
            return text.Length <= 254 && MailPattern.IsMatch(text) ? new(MessageChannel.Mail, text.ToLowerInvariant()) : null;
        var digits = string.Concat(text.Where(c => c is not (' ' or '-' or '(' or ')')));
        foreach (var country in (string[])["+86", "0086"])
        {
            if (digits.StartsWith(country, StringComparison.Ordinal)) digits = digits[country.Length..];
        }
        return MobilePattern.IsMatch(digits) ? new(MessageChannel.Sms, digits) : null;
    }

    public Task<Person?> FindAsync(AppDbContext db, CancellationToken ct)
    {
        var normalized = Address.ToUpperInvariant();
        return Channel == MessageChannel.Sms
            ? db.Set<Person>().SingleOrDefaultAsync(p => p.PhoneNumber == Address, ct)
            : db.Set<Person>().SingleOrDefaultAsync(p => p.NormalizedEmail == normalized, ct);
    }

    /// <summary>Mobile numbers of the mainland; whoever has another signs in by mail.</summary>
    [GeneratedRegex(@"^1[3-9]\d{9}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex MobilePattern { get; }

    [GeneratedRegex(@"^[^\s@<>""',;:]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MailPattern { get; }
}
