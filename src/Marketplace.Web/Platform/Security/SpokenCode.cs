using System.Security.Cryptography;

namespace Marketplace.Web.Platform.Security;

/// <summary>Random codes that people read to each other: without letters and digits that look or sound alike (0 O, 1 I L, 2 Z, 5 S, 8 B, U V). Each letter is four and a half random bits.</summary>
public static class SpokenCode
{
    private const string Alphabet = "34679ACDEFGHJKMNPQRTWXY";

    public static string New(int letters) => RandomNumberGenerator.GetString(Alphabet, letters);
}
