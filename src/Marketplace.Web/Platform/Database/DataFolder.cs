using System.Diagnostics;
using System.Text.Json;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// The folder that <c>--data</c> names. Whoever runs its private PostgreSQL holds <c>lock</c>; the kernel lets go of it when the holder
/// dies in whatever way, so it is never stale. <c>holder.json</c> tells the others who that is and how to reach the database.
/// </summary>
public sealed class DataFolder
{
    /// <summary>Linux's EWOULDBLOCK, which .NET hands on: flock found the file locked. Any other number is a fault of the disk or of rights.</summary>
    private const int WouldBlock = 11;

    private readonly string _holderFile;
    private readonly string _lockFile;

    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _lockFile = System.IO.Path.Combine(Path, "lock");
        _holderFile = System.IO.Path.Combine(Path, "holder.json");
    }

    public string Path { get; }

    /// <summary>The private PostgreSQL's own folder.</summary>
    public string Postgres => System.IO.Path.Combine(Path, "pg");

    public string PasswordFile => System.IO.Path.Combine(Path, "pg-password");

    public void Create()
    {
        try
        {
            if (!Directory.Exists(Path)) Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>The lock, or null when another program has it.</summary>
    public IDisposable? TryLock()
    {
        Create();
        try
        {
            return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    public void WriteHolder(Holder holder)
    {
        // Written aside and renamed: a reader sees the old note or the new one, never half of it.
        var aside = _holderFile + ".new";
        try
        {
            using (var file = new FileStream(aside, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                JsonSerializer.Serialize(file, holder);
            }
            File.Move(aside, _holderFile, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <summary>By the holder before it lets go of the lock: a number that another program gets later must not pass for it.</summary>
    public void RemoveHolder()
    {
        try { File.Delete(_holderFile); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { /* The folder is gone or closed, and the note with it. */ }
    }

    /// <summary>Who holds the lock, as far as its note can be read.</summary>
    public Holder? ReadHolder()
    {
        try
        {
            var holder = JsonSerializer.Deserialize<Holder>(File.ReadAllBytes(_holderFile));
            return holder is not null && IsAlive(holder.ProcessId) ? holder : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private OperatorException Unusable(Exception e) => new(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.DataUnusable, Path, e.Message));

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <param name="ProcessId">The program that holds the lock.</param>
/// <param name="Verb">What it does: a second <c>serve</c> is refused, a short verb is waited for.</param>
/// <param name="Database">How to reach the database it works on; null while its private PostgreSQL is starting.</param>
public sealed record Holder(int ProcessId, string Verb, DatabaseAddress? Database);
