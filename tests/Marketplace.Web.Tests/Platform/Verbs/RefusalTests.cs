using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.Verbs;

/// <summary>What the person at the terminal is told when something is wrong with words, settings or the machine.</summary>
public sealed class RefusalTests
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Database=x;Username=x";

    [Fact]
    public async Task Help_is_a_result()
    {
        var (code, output, errors) = await ServeProcess.RunAsync(null, "help");
        code.ShouldBe(0);
        output.ShouldContain("audit verify");
        errors.Trim().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"frobnicate\"", "frobnicate")]
    [InlineData("\"--port\"", "migrate", "--port", "1")]
    [InlineData("\"--data\"", "serve", "--data")]
    [InlineData("\"many\"", "serve", "--port", "many")]
    public async Task Words_that_are_wrong_are_named_and_the_right_ones_shown(string named, params string[] words)
    {
        var (code, output, errors) = await ServeProcess.RunAsync(null, words);
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain(named);
        errors.ShouldContain("Usage:");
    }

    [Theory]
    [InlineData("ConnectionStrings:Marketplace", "ConnectionStrings__Marketplace", "Host=h;Port=many;Database=d;Username=u;Password=secret")]
    [InlineData("Database, Username", "ConnectionStrings__Marketplace", "Host=h;Password=secret")]
    [InlineData("ConnectionStrings:Marketplace:", "ConnectionStrings__MarketplaceOwner", Nowhere)]
    [InlineData("Messages:PollEvery", "Messages__PollEvery", "soon", true)]
    [InlineData("Messages:Mail:From", "Messages__Mail__Host", "mail.example.cn", true)]
    [InlineData("Proxies:Known", "Proxies__Known__0", "the proxy", true)]
    [InlineData("Files:MaxBytes", "Files__MaxBytes", "20 MB", true)]
    [InlineData("Files:LinkLife", "Files__LinkLife", "-01:00:00", true)]
    [InlineData("Listen", "Listen", "127.0.0.l", true)]
    [InlineData("Postgres:Durable", "Postgres__Durable", "maybe")]
    public async Task A_wrong_setting_is_named_in_one_line(string named, string variable, string value, bool withDatabase = false)
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = value };
        if (withDatabase) environment["ConnectionStrings__Marketplace"] = Nowhere;
        var (code, _, errors) = await ServeProcess.RunAsync(environment, "serve", "--port", "0", "--data", folder.In("data"));
        code.ShouldBe(2, errors);
        errors.Trim().ShouldContain(named);
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Missing_server_programs_are_named_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = await ServeProcess.RunAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Postgres__Binaries"] = folder.In("nothing") }, "serve", "--port", "0", "--data", folder.In("data"));
        code.ShouldBe(3);
        errors.ShouldContain("Postgres__Binaries");
        errors.ShouldContain("apt-get install");
    }

    [Fact]
    public async Task Data_of_another_PostgreSQL_is_left_alone_and_its_version_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("data", "pg"));
        await File.WriteAllTextAsync(folder.In("data", "pg", "PG_VERSION"), "9\n", TestContext.Current.CancellationToken);
        var (code, _, errors) = await ServeProcess.RunAsync(null, "serve", "--port", "0", "--data", folder.In("data"));
        code.ShouldBe(3);
        errors.ShouldContain("PostgreSQL 9");
        errors.ShouldContain("pg_upgrade");
        Directory.GetFileSystemEntries(folder.In("data", "pg")).Length.ShouldBe(1);
    }
}
