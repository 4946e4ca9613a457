using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>保密承诺: the text a holder agrees to before it is shown what is confidential. A changed text is a new version.</summary>
public static class Nda
{
    public const string Version = "2026-11";

    /// <summary>The Chinese text is the one that binds; others are translations of it.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Version + "\n" + NdaTexts.ResourceManager.GetString(nameof(NdaTexts.Text), System.Globalization.CultureInfo.InvariantCulture))));
}
