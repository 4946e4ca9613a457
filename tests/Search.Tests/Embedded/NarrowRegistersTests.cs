using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>What is added up 32 at a time here is added up 16 at a time or one by one on other machines: the same tests once more, as such a machine would run them.</summary>
public sealed class NarrowRegistersTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Older_processors_find_the_same(string without)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(NarrowRegistersTests).Assembly.Location, "-noLogo", "-noAutoReporters", "-class", typeof(WordsTests).FullName!, "-class", typeof(IntersectionTests).FullName!, "-class", typeof(ColumnTests).FullName!])
        {
            Environment = { [without] = "0" },
            RedirectStandardOutput = true,
        };
        using var run = Process.Start(start)!;
        var said = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        run.ExitCode.ShouldBe(0, said);
        said.ShouldContain("Failed: 0");
    }
}
