using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Marketplace.Testing;

/// <summary>npm's smtp-server in a process of its own (tools/node/smtp.mjs). It ends when its input is closed.</summary>
public class SmtpServer : IAsyncLifetime
{
    private Process? _process;

    protected virtual string[] Features => [];

    public int Port { get; private set; }

    public (string Key, string Value)[] Settings =>
    [
        ("Messages:Mail:Host", "127.0.0.1"), ("Messages:Mail:Port", Port.ToString(CultureInfo.InvariantCulture)),
        ("Messages:Mail:From", "noreply@market.example"), ("Messages:Mail:StartTls", "false"), ("Messages:PublicUrl", "https://market.example"),
    ];

    public async ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("node", ["smtp.mjs", "0", .. Features])
        {
            WorkingDirectory = Folder(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        var ready = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The mail server did not start: is tools/node installed?");
        Port = int.Parse(ready["ready ".Length..], CultureInfo.InvariantCulture);
    }

    /// <summary>The next mail to that address; those of earlier tests are passed over.</summary>
    public async Task<Mail> ReadAsync(string to, CancellationToken ct)
    {
        while (true)
        {
            var mail = JsonSerializer.Deserialize<Mail>((await _process!.StandardOutput.ReadLineAsync(ct))!, JsonSerializerOptions.Web)!;
            if (mail.To.Contains(to, StringComparer.Ordinal)) return mail;
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Folder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Marketplace.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "tools", "node");
    }
}

/// <summary>One that takes mail over STARTTLS only, with a certificate nobody issued.</summary>
public sealed class SecureSmtpServer : SmtpServer
{
    protected override string[] Features => ["tls"];
}

public sealed partial record Mail(string From, string[] To, string Raw, bool Secure = false, string? User = null)
{
    /// <summary>Header lines with folded ones joined.</summary>
    public IReadOnlyList<string> Headers => Folded().Replace(Raw.ReplaceLineEndings("\n").Split("\n\n")[0], " ").Split('\n');

    /// <summary>All parts, decoded from base64 or quoted-printable.</summary>
    public string Body => string.Join('\n', Part().Matches(Raw.ReplaceLineEndings("\n")).Select(m => Decode(m.Groups["encoding"].Value, m.Groups["body"].Value)));

    private static string Decode(string encoding, string body) => System.Text.Encoding.UTF8.GetString(
        encoding == "base64"
            ? Convert.FromBase64String(body)
            : [.. Quoted().Replace(body.Replace("=\n", "", StringComparison.Ordinal), m => ((char)Convert.ToByte(m.Value[1..], 16)).ToString()).Select(c => (byte)c)]);

    [GeneratedRegex("\n[ \t]+", RegexOptions.None, 1000)]
    private static partial Regex Folded();

    [GeneratedRegex("Content-Transfer-Encoding: (?<encoding>\\S+)\n\n(?<body>.*?)\n--", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex("=[0-9A-F]{2}", RegexOptions.None, 1000)]
    private static partial Regex Quoted();
}
