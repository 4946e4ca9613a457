using System.Runtime.InteropServices;

namespace Marketplace.Matching.Encoder;

/// <summary>Work that gives way to whatever answers people. .NET's thread priorities do nothing on Linux, so there the thread says it to the system itself.</summary>
public static partial class QuietThread
{
    /// <summary>The least that is.</summary>
    private const int Nicest = 19;

    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            // Of the calling thread; it never gets its priority back, and ends.
            if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, who: 0, Nicest);
            try { done.SetResult(work()); }
            catch (Exception e) { done.SetException(e); }
        })
        { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = "quiet" }.Start();
        return done.Task.WaitAsync(ct);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
