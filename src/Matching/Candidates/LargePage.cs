using System.Runtime.InteropServices;

namespace Marketplace.Matching.Candidates;

/// <summary>
/// Two megabytes that Linux may map by one entry instead of 512. Vectors of a million offers are looked through whole, and with small pages nearly half of that time goes on finding out
/// where each of them is. Elsewhere, and where the kernel has none to give, it is memory like any other.
/// </summary>
internal sealed unsafe partial class LargePage : SafeHandle
{
    public const int Size = 2 << 20;

    /// <summary>MADV_HUGEPAGE.</summary>
    private const int Large = 14;

    public LargePage() : base(0, ownsHandle: true)
    {
        handle = (nint)NativeMemory.AlignedAlloc(Size, Size);
        // Before anything is written to it. Advice: whether it is taken is not asked.
        if (OperatingSystem.IsLinux()) _ = Advise((void*)handle, Size, Large);
        GC.AddMemoryPressure(Size);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Good for as long as this object is held.</summary>
    public sbyte* At(int place) => (sbyte*)handle + place;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        GC.RemoveMemoryPressure(Size);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
