namespace Marketplace.Web.Platform.SignIn.Passwords;

/// <summary>Passwords everybody uses, and so the first that are tried; where they come from: <c>data/passwords/README.md</c>.</summary>
public sealed class CommonPasswords
{
    private readonly Lazy<HashSet<string>> _known = new(() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "passwords", "common.txt")).Where(line => line.Length > 0)]);

    public bool Contains(string password) => _known.Value.Contains(password.ToLowerInvariant()) || IsRun(password);

    /// <summary>1111111111 or abababababab is in no list and yet no password.</summary>
    private static bool IsRun(string password) => password.Distinct().Count() <= 3;
}
