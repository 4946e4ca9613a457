using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests;

/// <summary>Runs tests once more as a machine without the widest registers, or without any, would: what is added up 32 at a time here is added up 16 at a time or one by one there.</summary>
internal static class OlderProcessor
{
    public static TheoryData<string> Kinds => ["DOTNET_EnableAVX512", "DOTNET_EnableHWIntrinsic"];

    public static async Task PassesAsync(string without, params Type[] classes)
    {
        var start = new ProcessStartInfo("dotnet", [classes[0].Assembly.Location, "-noLogo", "-noAutoReporters", .. classes.SelectMany(tests => (string[])["-class", tests.FullName!])])
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
