using System.ComponentModel;
using System.Diagnostics;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// PostgreSQL refuses to run as root, and its own account cannot enter folders closed to others (a checkout in root's home). So root runs it as
/// <c>postgres</c> with the one capability to pass through folders.
/// </summary>
internal static class ServerAccount
{
    private static readonly string[] s_asPostgres =
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];

    public static bool IsRoot { get; } = Environment.IsPrivilegedProcess;

    public static IReadOnlyList<string> Wrap(IReadOnlyList<string> command) => IsRoot ? [.. s_asPostgres, .. command] : command;

    public static async Task GiveAsync(string folder, CancellationToken ct)
    {
        var (code, output) = await RunPlainAsync(["chown", "postgres:postgres", folder], "/", ct);
        if (code != 0) throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.DataUnusable, folder, output.Trim()));
    }

    public static Task<(int Code, string Output)> RunAsync(IReadOnlyList<string> command, string folder, CancellationToken ct) =>
        RunPlainAsync(Wrap(command), folder, ct);

    public static void Start(Process process)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new OperatorException(ExitCode.Missing, string.Format(VerbTexts.Culture, VerbTexts.CannotRun, process.StartInfo.FileName, e.Message));
        }
    }

    private static async Task<(int Code, string Output)> RunPlainAsync(IReadOnlyList<string> command, string folder, CancellationToken ct)
    {
        using var process = new Process
        {
            StartInfo = new(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder },
        };
        Start(process);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, process.ExitCode == 0 ? await output : await errors);
    }
}
