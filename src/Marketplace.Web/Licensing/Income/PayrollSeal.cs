using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Web.Licensing.Income;

/// <summary>Closes an identity number of a share; it is opened for the payroll and nowhere else. Sealed for one share, it does not open as another's.</summary>
public sealed partial class PayrollSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("payroll");

    public byte[] Close(Guid share, string number) => For(share).Protect(Encoding.ASCII.GetBytes(number));

    public string? Open(SharingShare share) => share.IdSealed is { } closed ? Encoding.ASCII.GetString(For(share.Id).Unprotect(closed)) : null;

    /// <summary>公民身份号码 (GB 11643) with its right check character, else null. Other documents are for the payroll itself to ask.</summary>
    public static string? Clean(string? typed)
    {
        var number = typed?.Trim().ToUpperInvariant() ?? "";
        if (!Shape.IsMatch(number)) return null;
        // ISO 7064 MOD 11-2.
        var sum = number.Take(17).Select((digit, i) => (digit - '0') * ((1 << (17 - i)) % 11)).Sum();
        return "10X98765432"[sum % 11] == number[17] ? number : null;
    }

    private IDataProtector For(Guid share) => _protector.CreateProtector(share.ToString());

    [GeneratedRegex("^[1-9][0-9]{16}[0-9X]$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Shape { get; }
}
