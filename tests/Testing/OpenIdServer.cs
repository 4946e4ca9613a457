using System.Diagnostics;

namespace Marketplace.Testing;

/// <summary>npm's certified oidc-provider in a process of its own (tools/node/idp.mjs). It ends when its input is closed.</summary>
public sealed class OpenIdServer : IAsyncDisposable
{
    private readonly Process _process;

    private OpenIdServer(Process process, string issuer) => (_process, Issuer) = (process, issuer);

    public string Issuer { get; }

    public static async Task<OpenIdServer> StartAsync(string callback)
    {
        var process = Process.Start(new ProcessStartInfo("node", ["idp.mjs", callback])
        {
            WorkingDirectory = Repository.PathOf("tools", "node"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();   // It warns about test settings; a full pipe would stop it.
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal)) return new(process, line["ready ".Length..]);
        }
        throw new InvalidOperationException("The OpenID provider did not start: is tools/node installed?");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
