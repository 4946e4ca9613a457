using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.Demo;

/// <param name="Title">A region, or what else they have in common.</param>
/// <param name="Accounts">In the order of the file: organisations together.</param>
public sealed record DemoGroup(string Title, IReadOnlyList<DemoAccount> Accounts);

/// <summary>Nearly eighty accounts are no list to read on a phone: one for each role first, then all by region, folded.</summary>
public static class DemoGroups
{
    /// <summary>The plan regions, by the beginning of their codes.</summary>
    private static readonly (string Code, Func<string> Title)[] s_regions =
    [
        ("610326", () => SignInTexts.DemoMeixian), ("6527", () => SignInTexts.DemoBozhou), ("6530", () => SignInTexts.DemoKezhou), ("1508", () => SignInTexts.DemoBayannur),
    ];

    public static IReadOnlyList<(Role Role, DemoAccount Account)> ByRole(IReadOnlyList<DemoAccount> all) =>
        [.. Enum.GetValues<Role>().Select(role => (role, all.FirstOrDefault(a => a.Roles.Contains(role)))).Where(pair => pair.Item2 is not null).Select(pair => (pair.role, pair.Item2!))];

    public static IReadOnlyList<DemoGroup> ByRegion(IReadOnlyList<DemoAccount> all) =>
    [
        .. s_regions.Select(region => new DemoGroup(region.Title(), [.. all.Where(a => a.Region.StartsWith(region.Code, StringComparison.Ordinal))])).Where(group => group.Accounts.Count > 0),
        .. new[]
        {
            new DemoGroup(SignInTexts.DemoElsewhere, [.. all.Where(a => a.Region.Length > 0 && !Array.Exists(s_regions, region => a.Region.StartsWith(region.Code, StringComparison.Ordinal)))]),
            new DemoGroup(SignInTexts.DemoNatural, [.. all.Where(a => a.Region.Length == 0)]),
        }.Where(group => group.Accounts.Count > 0),
    ];
}
