using System.Globalization;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.Verbs;

/// <summary>A program that serves, for all tests of the class.</summary>
public sealed class RunningServe : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["Postgres__Durable"] = "false" };

    public ServeProcess Serve { get; private set; } = null!;
    public string Data => _folder.In("data");

    public async ValueTask InitializeAsync() => Serve = await ServeProcess.StartAsync(Data, Environment);

    public async ValueTask DisposeAsync()
    {
        await Serve.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>What other runs of the program may do on the data of one that serves.</summary>
public sealed class BesideServeTests(RunningServe running) : IClassFixture<RunningServe>
{
    [Fact]
    public async Task A_second_serve_is_refused_by_the_first_ones_name_even_on_its_port()
    {
        var port = new Uri(running.Serve.Url!).Port.ToString(CultureInfo.InvariantCulture);
        var second = await ServeProcess.RunAsync(RunningServe.Environment, "serve", "--port", port, "--data", running.Data);
        second.Code.ShouldBe(4);
        second.Errors.ShouldContain(running.Serve.Process.Id.ToString(CultureInfo.InvariantCulture));
        second.Errors.ShouldContain("serve");
        second.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Migrating_what_is_up_to_date_does_nothing()
    {
        for (var i = 0; i < 2; i++)
        {
            var (code, output, errors) = await ServeProcess.RunAsync(RunningServe.Environment, "migrate", "--data", running.Data);
            code.ShouldBe(0, errors);
            output.ShouldBeEmpty();
            errors.Trim().ShouldBe("The database is up to date.");
        }
    }

    [Fact]
    public async Task The_audit_log_can_be_checked()
    {
        var (code, output, errors) = await ServeProcess.RunAsync(RunningServe.Environment, "audit", "verify", "--data", running.Data);
        code.ShouldBe(0, errors);
        output.ShouldContain("intact=yes");
        errors.Trim().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_port_is_named_before_anything_is_started()
    {
        using var folder = new TemporaryFolder();
        var port = new Uri(running.Serve.Url!).Port.ToString(CultureInfo.InvariantCulture);
        var (code, _, errors) = await ServeProcess.RunAsync(RunningServe.Environment, "serve", "--port", port, "--data", folder.In("data"));
        code.ShouldBe(5);
        errors.ShouldContain(port);
        Directory.Exists(folder.In("data", "pg")).ShouldBeFalse();
    }
}
