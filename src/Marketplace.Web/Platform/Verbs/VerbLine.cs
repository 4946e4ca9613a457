namespace Marketplace.Web.Platform.Verbs;

/// <summary>The command line: <c>marketplace VERB [--name value] …</c>; no verb means serve.</summary>
public static class VerbLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 1 < args.Length; i += 2) settings[args[i].TrimStart('-')] = args[i + 1];
        var app = MarketplaceApp.Build(MarketplaceApp.CreateBuilder(settings));
        app.Urls.Add($"http://127.0.0.1:{settings.GetValueOrDefault("port") ?? "8080"}");
        await app.RunAsync();
        return 0;
    }
}
