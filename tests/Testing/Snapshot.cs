using Shouldly;

namespace Marketplace.Testing;

/// <summary>A text that changes only together with the file that was agreed on; <c>UPDATE_SNAPSHOTS=1</c> writes the file anew, to be read before it is committed.</summary>
public static class Snapshot
{
    public static void ShouldMatch(string file, string now)
    {
        var path = Repository.PathOf(file.Split('/'));
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, now);
        now.ShouldBe(File.Exists(path) ? File.ReadAllText(path) : "", $"{file} is not what the program does now");
    }
}
