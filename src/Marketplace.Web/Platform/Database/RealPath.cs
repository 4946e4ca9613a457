namespace Marketplace.Web.Platform.Database;

/// <summary>A path without links in it, as the kernel names a process's folder: one folder can be named in many ways.</summary>
internal static class RealPath
{
    /// <summary>As many as the kernel follows before it answers ELOOP.</summary>
    private const int MostLinks = 40;

    public static string Of(string path)
    {
        var links = 0;
        var todo = new Stack<string>(Parts(Path.GetFullPath(path)));
        var real = "/";
        while (todo.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks) throw new IOException($"Too many links in {path}");
            if (Path.IsPathRooted(target)) real = "/";
            foreach (var word in Parts(target)) todo.Push(word);
        }
        return real;
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
