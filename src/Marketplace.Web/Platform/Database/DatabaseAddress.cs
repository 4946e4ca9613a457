namespace Marketplace.Web.Platform.Database;

/// <summary>
/// Two ways into one database: the program works as <paramref name="App"/>, which owns nothing and so cannot alter tables or take the
/// triggers off the audit log; migrations work as <paramref name="Owner"/>.
/// </summary>
public sealed record DatabaseAddress(string App, string Owner)
{
    /// <summary>The database that configuration names, or null when the program is to run its own.</summary>
    public static DatabaseAddress? FromConfiguration(IConfiguration configuration) =>
        configuration.GetConnectionString("Marketplace") is { Length: > 0 } app
            ? new(app, configuration.GetConnectionString("MarketplaceOwner") is { Length: > 0 } owner ? owner : app)
            : null;
}
