using System.Diagnostics;
using System.Text;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// The shell between program and server. It reads a pipe whose other end only this process has, so when the process ends, even by SIGKILL, the
/// shell reads end-of-file and stops the server within seconds.
/// </summary>
internal sealed class PostgresKeeper : IAsyncDisposable
{
    /// <summary>Six seconds for a fast shutdown, then at once (the server recovers from its log): with the poll of the pipe below ten in all.</summary>
    private const string Script = """
        exec 3<&0
        "$@" 3<&- </dev/null & server=$!
        ( while read -r _; do :; done <&3
          kill -INT $server; sleep 6 & nap=$!
          trap 'kill $nap; exit' TERM
          wait $nap; kill -QUIT $server ) 2>/dev/null & pipe=$!
        wait $server; code=$?
        kill $pipe 2>/dev/null
        exit $code
        """;

    /// <summary>The keeper's six seconds and time for the forced end. With the eight that requests get, a stop stays well below the twenty promised.</summary>
    private static readonly TimeSpan s_stopWait = TimeSpan.FromSeconds(9);

    private readonly Process _shell;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresKeeper(Process shell) => _shell = shell;

    /// <summary>
    /// Completes when the shell is gone. Not <see cref="Process.WaitForExitAsync"/>: that also waits until nobody holds the output any more, and a
    /// crashed server's children hold it as long as their queries run.
    /// </summary>
    public Task Ended => _ended.Task;

    public string Said { get { lock (_said) return _said.ToString().Trim(); } }

    public static PostgresKeeper Start(IReadOnlyList<string> server, string folder)
    {
        // A session of its own: Ctrl-C in the terminal is the program's to answer, it must not stop the database first.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "keeper", .. ServerAccount.Wrap(server)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        var keeper = new PostgresKeeper(new Process { StartInfo = start, EnableRaisingEvents = true });
        keeper._shell.Exited += (_, _) => keeper._ended.TrySetResult();
        keeper._shell.OutputDataReceived += (_, e) => keeper.Hear(e.Data);
        keeper._shell.ErrorDataReceived += (_, e) => keeper.Hear(e.Data);
        ServerAccount.Start(keeper._shell);
        keeper._shell.BeginOutputReadLine();
        keeper._shell.BeginErrorReadLine();
        return keeper;
    }

    /// <summary>Ends the server and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        try
        {
            await Ended.WaitAsync(s_stopWait);
        }
        catch (TimeoutException)
        {
            _shell.Kill(entireProcessTree: true);
        }
        _shell.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is not null) lock (_said) _said.AppendLine(line);
    }
}
