using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>What an API client may be allowed: a name for programs, and the acts of the policy table behind it. Features add theirs here.</summary>
public sealed record ApiScope(string Name, Func<string> Meaning, IReadOnlyList<Act> Acts)
{
    public static readonly IReadOnlyList<ApiScope> All =
    [
        new("organisation.read", () => ApiClientTexts.ScopeOrganisationRead, [Act.ReadOrganisation]),
        new("directory.read", () => ApiClientTexts.ScopeDirectoryRead, [Act.ReadDirectory]),
        new("portfolio.read", () => ApiClientTexts.ScopePortfolioRead, [Act.ReadPortfolio]),
        new("patents.write", () => ApiClientTexts.ScopePatentsWrite, [Act.KeepPatents]),
        new("listings.write", () => ApiClientTexts.ScopeListingsWrite, [Act.KeepListings]),
        new("needs.write", () => ApiClientTexts.ScopeNeedsWrite, [Act.KeepNeeds]),
    ];

    public static ApiScope? Find(string name) => All.FirstOrDefault(scope => scope.Name == name);

    public static IReadOnlySet<Act> ActsOf(IEnumerable<string> names) => names.Select(Find).OfType<ApiScope>().SelectMany(scope => scope.Acts).ToHashSet();
}
