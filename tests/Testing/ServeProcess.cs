using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Marketplace.Testing;

/// <summary>The program as a process of its own, for what can only be seen from outside: exit codes, signals, being killed.</summary>
public sealed class ServeProcess : IAsyncDisposable
{
    /// <summary>Far longer than a start or a verb takes on a busy machine; a test that hangs says so instead of standing still.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _errors = new();

    private ServeProcess(Process process) => Process = process;

    public Process Process { get; }
    public string? Url { get; private set; }
    public string Errors { get { lock (_errors) return _errors.ToString(); } }

    public static string Program { get; } = FindProgram();

    /// <summary>Starts it and returns once it says it is ready, or has ended.</summary>
    public static Task<ServeProcess> StartAsync(string data, IReadOnlyDictionary<string, string>? environment = null, params string[] options) => StartAsync(data, s_patience, environment, options);

    /// <summary>Where there is much to read first.</summary>
    public static async Task<ServeProcess> StartAsync(string data, TimeSpan atMost, IReadOnlyDictionary<string, string>? environment, params string[] options)
    {
        var started = Launch(["serve", "--port", "0", "--data", data, .. options], environment);
        using var patience = new CancellationTokenSource(atMost);
        while (await started.Process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (!line.StartsWith("ready ", StringComparison.Ordinal)) continue;
            started.Url = line["ready ".Length..];
            break;
        }
        if (started.Url is null) await started.Process.WaitForExitAsync(patience.Token);
        return started;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(IReadOnlyDictionary<string, string>? environment, params string[] words)
    {
        await using var run = Launch(words, environment);
        using var patience = new CancellationTokenSource(s_patience);
        var output = await run.Process.StandardOutput.ReadToEndAsync(patience.Token);
        await run.Process.WaitForExitAsync(patience.Token);
        return (run.Process.ExitCode, output, run.Errors);
    }

    public async Task KillAsync()
    {
        Process.Kill();   // SIGKILL, to it alone.
        await Process.WaitForExitAsync();
    }

    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
        await Process.WaitForExitAsync().WaitAsync(s_patience);
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited) await TerminateAsync();
        Process.Dispose();
    }

    /// <summary>
    /// Ids of processes that have <paramref name="folder"/> on their command line or work in it: PostgreSQL's helpers overwrite the one with
    /// a title of their own and keep the other.
    /// </summary>
    public static IReadOnlyList<int> ProcessesWith(string folder) =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Where(name => TiesOf(name!).Contains(folder, StringComparison.Ordinal)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

    private static string TiesOf(string process)
    {
        try
        {
            return $"{File.ReadAllText($"/proc/{process}/cmdline")}\n{File.ResolveLinkTarget($"/proc/{process}/cwd", returnFinalTarget: false)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";   // It ended while we looked, or is another user's.
        }
    }

    private static ServeProcess Launch(IReadOnlyList<string> words, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var started = new ServeProcess(Process.Start(start)!);
        started.Process.ErrorDataReceived += (_, e) => { lock (started._errors) started._errors.AppendLine(e.Data); };
        started.Process.BeginErrorReadLine();
        return started;
    }

    /// <summary>What <c>./bench</c> names is the program as <c>./run</c> starts it; else its own output folder, of the configuration these tests were built in.</summary>
    private static string FindProgram()
    {
        if (Environment.GetEnvironmentVariable("MARKETPLACE_PROGRAM") is { Length: > 0 } named) return named;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Repository.PathOf("src", "Marketplace.Web", "bin", configuration, "net10.0", "Marketplace.Web.dll");
    }
}
