using System.Diagnostics;
using System.Globalization;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Platform.Database;

/// <summary>PostgreSQL's server programs as found on this machine.</summary>
public sealed record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest release the PostgreSQL project still mends (14 until November 2026, so 15 from here on is what we test; 14 runs).</summary>
    private const int Oldest = 14;

    /// <summary>For an existing cluster exactly its major version; for a new one the newest there is.</summary>
    public static PostgresBinaries Find(string? configuredFolder, string clusterFolder)
    {
        var found = Candidates(configuredFolder).Distinct(StringComparer.Ordinal).Where(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            .Select(folder => new PostgresBinaries(folder, MajorOf(folder))).Where(binaries => binaries.Major >= Oldest)
            .OrderByDescending(binaries => binaries.Major).ToList();
        if (found.Count == 0) throw new OperatorException(ExitCode.Missing, string.Format(VerbTexts.Culture, VerbTexts.PostgresMissing, Oldest));

        var versionFile = Path.Combine(clusterFolder, "PG_VERSION");
        if (!File.Exists(versionFile)) return found[0];
        if (!int.TryParse(File.ReadAllText(versionFile), CultureInfo.InvariantCulture, out var major))
            throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.DataUnusable, clusterFolder, "PG_VERSION"));
        return found.Find(binaries => binaries.Major == major)
            ?? throw new OperatorException(ExitCode.Missing, string.Format(VerbTexts.Culture, VerbTexts.PostgresOtherVersion,
                clusterFolder, major, string.Join(", ", found.Select(binaries => binaries.Major))));
    }

    private static IEnumerable<string> Candidates(string? configuredFolder)
    {
        if (!string.IsNullOrEmpty(configuredFolder)) return [configuredFolder];
        // Debian and Ubuntu; the project's own RPMs; then whatever the search path knows.
        IEnumerable<string> installed =
        [
            .. Folders("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")),
            .. Folders("/usr").Where(folder => Path.GetFileName(folder).StartsWith("pgsql-", StringComparison.Ordinal)).Select(folder => Path.Combine(folder, "bin")),
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        ];
        return installed;
    }

    private static string[] Folders(string parent) => Directory.Exists(parent) ? Directory.GetDirectories(parent) : [];

    private static int MajorOf(string folder)
    {
        using var process = new Process { StartInfo = new(Path.Combine(folder, "postgres"), ["--version"]) { RedirectStandardOutput = true } };
        ServerAccount.Start(process);
        var answer = process.StandardOutput.ReadToEnd();   // "postgres (PostgreSQL) 15.18 (Debian …)"
        process.WaitForExit();
        var version = answer.Split(' ').FirstOrDefault(word => word.Length > 0 && char.IsAsciiDigit(word[0]));
        return int.TryParse(version?.Split('.')[0], CultureInfo.InvariantCulture, out var major) ? major : 0;
    }
}
