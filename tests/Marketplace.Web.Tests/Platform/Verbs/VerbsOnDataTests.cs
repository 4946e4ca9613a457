using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.Verbs;

/// <summary>The verbs that write data, as a shell runs them: beside a program that serves, and alone on a new folder.</summary>
public sealed class VerbsOnDataTests(RunningServe running) : IClassFixture<RunningServe>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Help_names_them()
    {
        var (code, output, _) = await ServeProcess.RunAsync(RunningServe.Environment, "help");
        code.ShouldBe(0);
        output.ShouldContain("invite PHONE_OR_MAIL --role");
        output.ShouldContain("import directory FILE --bureau USCC [--dry-run]");
    }

    [Fact]
    public async Task An_invitation_made_beside_the_program_opens_there()
    {
        var (code, output, errors) = await RunAsync("invite", "19900000077", "--role", "audit");
        code.ShouldBe(0, errors);
        using var http = new HttpClient { BaseAddress = new Uri(running.Serve.Url!) };
        (await http.GetAsync(new Uri(output.Trim()).AbsolutePath, Ct)).IsSuccessStatusCode.ShouldBeTrue();
        (await RunAsync("invite", "19900000077", "--role", "system")).Code.ShouldBe(1);   // Three roles, three people.
        (await RunAsync("invite", "19900000077", "--role", "king")).Code.ShouldBe(2);
        (await RunAsync("invite", "nobody", "--role", "audit")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_list_imported_beside_the_program_is_one_json_object_and_the_same_again_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var bureau = await NewBureauAsync();
        var file = folder.In("名录.csv");
        await File.WriteAllTextAsync(file, $"统一社会信用代码,名称,县\n{Inhabitants.NewUscc()},博乐甲有限公司,博乐市\n{Inhabitants.NewUscc()},博乐乙有限公司,火星县\n", Ct);
        var tried = await ImportAsync(file, bureau, "--dry-run");
        (tried.GetProperty("accepted").GetInt32(), tried.GetProperty("rejected").GetInt32()).ShouldBe((1, 1));
        var first = await ImportAsync(file, bureau);
        (first.GetProperty("read").GetInt32(), first.GetProperty("accepted").GetInt32(), first.GetProperty("unchanged").GetInt32()).ShouldBe((2, 1, 0));
        var rejects = first.GetProperty("rejects").GetString()!;
        Path.GetExtension(rejects).ShouldBe(".csv");
        (await File.ReadAllTextAsync(rejects, Ct)).ShouldContain("火星县");
        var again = await ImportAsync(file, bureau);
        (again.GetProperty("accepted").GetInt32(), again.GetProperty("updated").GetInt32(), again.GetProperty("unchanged").GetInt32()).ShouldBe((0, 0, 1));
        (await RunAsync("import", "directory", file)).Code.ShouldBe(2);
        (await RunAsync("import", "directory", folder.In("none.csv"), "--bureau", bureau)).Code.ShouldBe(2);
    }

    [Fact]
    public async Task On_a_new_folder_they_make_the_database_first()
    {
        using var folder = new TemporaryFolder();
        var data = folder.In("data");
        var file = folder.In("list.csv");
        await File.WriteAllTextAsync(file, "统一社会信用代码,名称\n", Ct);
        var import = await ServeProcess.RunAsync(RunningServe.Environment, "import", "directory", file, "--bureau", "91652701MA7DEM016K", "--data", data);
        (import.Code, import.Output).ShouldBe((2, ""));
        import.Errors.ShouldContain("91652701MA7DEM016K");   // Nobody of that code, said by a database that is whole.
        var invite = await ServeProcess.RunAsync(RunningServe.Environment, "invite", "first@example.cn", "--role", "system", "--data", data);
        invite.Code.ShouldBe(0, invite.Errors);
        invite.Output.ShouldContain("/invitations/");
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] words) => ServeProcess.RunAsync(RunningServe.Environment, [.. words, "--data", running.Data]);

    private async Task<JsonElement> ImportAsync(string file, string bureau, params string[] more)
    {
        var (code, output, errors) = await RunAsync(["import", "directory", file, "--bureau", bureau, .. more]);
        code.ShouldBe(0, errors);
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<string> NewBureauAsync()
    {
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(new DataFolder(running.Data).ReadHolder()!.Database!.App).Options);
        return (await Inhabitants.NewOrganisationAsync(db, OrganisationKind.Bureau, Inhabitants.Bozhou)).Uscc;
    }
}
