using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>By what a party is known to be the same: an organisation by its code; a person by a keyed hash of the ID number, which is kept nowhere; one from abroad by its name.</summary>
public sealed class PartyKeys(AppDbContext db, IDataProtectionProvider protection)
{
    public const string Person = "P:", Named = "N:";

    private byte[]? _key;

    /// <param name="number">An ID number that <see cref="IsIdNumber"/>.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<string> OfPersonAsync(string number, CancellationToken ct) => Person + Convert.ToHexStringLower(HMACSHA256.HashData(_key ??= await KeyAsync(ct), Encoding.UTF8.GetBytes(number)))[..40];

    public static string OfName(string name) => Named + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(NameFolding.Fold(name))))[..40];

    /// <summary>公民身份号码 (GB 11643): seventeen digits and a check.</summary>
    public static bool IsIdNumber(string number)
    {
        if (number.Length != 18 || !number.AsSpan(0, 17).ContainsOnlyDigits()) return false;
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (number[i] - '0') * ((1 << (17 - i)) % 11);
        return "10X98765432"[sum % 11] == number[17];
    }

    /// <summary>The oldest of the platform's own keys: it is never removed, every program on the database has it, and outside nobody does.</summary>
    private async Task<byte[]> KeyAsync(CancellationToken ct)
    {
        // On a new database there is none before something is protected.
        protection.CreateProtector("party").Protect("");
        var oldest = await db.Set<ProtectionKey>().AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).FirstAsync(ct);
        return SHA256.HashData(Encoding.UTF8.GetBytes("party key " + oldest));
    }
}

file static class Digits
{
    public static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
