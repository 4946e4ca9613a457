using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Demo;

/// <param name="Organisation">Name of the organisation the account belongs to; empty: a natural person.</param>
/// <param name="Person">Name of the invented person.</param>
/// <param name="Roles">What the account may do.</param>
/// <param name="Phone">What one signs in with.</param>
/// <param name="Region">Code of the place of the organisation; empty: a natural person.</param>
public sealed record DemoAccount(string Organisation, string Person, IReadOnlyList<Role> Roles, string Phone, string Region = "");

/// <summary>The ready accounts of a demonstration; the sign-in page lists them, and only there they exist.</summary>
public sealed class DemoAccounts(IConfiguration configuration)
{
    /// <summary>Long enough for the rules, easy to type, and worthless: outside a demonstration nobody has it.</summary>
    public const string Password = "demo-password-2026";

    private static readonly Lazy<IReadOnlyList<DemoAccount>> s_all = new(() =>
    {
        var organisations = DemoFiles.Organisations().ToDictionary(o => o["key"], StringComparer.Ordinal);
        return [.. DemoFiles.People().Select(p => organisations.TryGetValue(p["organisation"], out var o)
            ? new DemoAccount(o["name"], p["name"], DemoFiles.Roles(p), p["phone"], o["region"])
            : new DemoAccount("", p["name"], DemoFiles.Roles(p), p["phone"]))];
    });

    public bool Shown => configuration.GetValue("demo", false);

    public IReadOnlyList<DemoAccount> All => Shown ? s_all.Value : [];
}
