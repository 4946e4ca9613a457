using Marketplace.Testing;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Tests.Platform.Database;

public sealed class DataFolderTests
{
    [Fact]
    public void Only_a_lock_that_is_held_counts_as_held()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        using (data.TryLock().ShouldNotBeNull()) new DataFolder(data.Path).TryLock().ShouldBeNull();
        // The file that stays behind holds nothing.
        File.Exists(Path.Combine(data.Path, "lock")).ShouldBeTrue();
        data.TryLock().ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void What_is_no_folder_or_cannot_be_locked_is_unusable_not_in_use()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("file"), "");
        Should.Throw<OperatorException>(() => new DataFolder(folder.In("file")).TryLock()).Code.ShouldBe(ExitCode.DataUnusable);
        Should.Throw<OperatorException>(() => new DataFolder(folder.In("file", "below")).TryLock()).Code.ShouldBe(ExitCode.DataUnusable);
        Directory.CreateDirectory(folder.In("data", "lock"));
        Should.Throw<OperatorException>(() => new DataFolder(folder.In("data")).TryLock()).Code.ShouldBe(ExitCode.DataUnusable);
    }

    [Fact]
    public void The_note_of_a_holder_that_is_gone_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        data.Create();
        data.WriteHolder(new(Environment.ProcessId, "serve", new("a", "b")));
        data.ReadHolder()!.Verb.ShouldBe("serve");
        data.WriteHolder(new(int.MaxValue, "serve", null));
        data.ReadHolder().ShouldBeNull();
    }
}
