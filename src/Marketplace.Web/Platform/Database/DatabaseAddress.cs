using Marketplace.Web.Platform.Verbs;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// Two ways into one database: the program works as <paramref name="App"/>, which owns nothing and so cannot alter tables or take the
/// triggers off the audit log; migrations work as <paramref name="Owner"/>.
/// </summary>
public sealed record DatabaseAddress(string App, string Owner)
{
    private const string AppKey = "Marketplace";
    private const string OwnerKey = "MarketplaceOwner";

    /// <summary>The database that configuration names, or null when the program is to run its own.</summary>
    public static DatabaseAddress? FromConfiguration(IConfiguration configuration)
    {
        var app = Read(configuration, AppKey);
        var owner = Read(configuration, OwnerKey);
        // An owner alone would quietly start a private database beside the one that was meant.
        if (app is null && owner is not null) throw Fault(AppKey, VerbTexts.ConnectionStringMissing);
        return app is null ? null : new(app, owner ?? app);
    }

    /// <summary>Checked here, where it can be said which setting is wrong. Never says the value: it holds a password.</summary>
    private static string? Read(IConfiguration configuration, string key)
    {
        if (configuration.GetConnectionString(key) is not { Length: > 0 } text) return null;
        NpgsqlConnectionStringBuilder parts;
        try
        {
            parts = new(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            throw Fault(key, VerbTexts.ConnectionStringMalformed);
        }
        (string Name, string? Value)[] needed = [("Host", parts.Host), ("Database", parts.Database), ("Username", parts.Username)];
        var missing = needed.Where(part => string.IsNullOrEmpty(part.Value)).Select(part => part.Name).ToList();
        return missing.Count == 0 ? text : throw Fault(key, string.Format(VerbTexts.Culture, VerbTexts.ConnectionStringLacks, string.Join(", ", missing)));
    }

    private static OperatorException Fault(string key, string reason) =>
        new(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.ConfigurationWrong, $"ConnectionStrings:{key}: {reason}"));
}
