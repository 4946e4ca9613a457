using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Marketplace.Web.Tests.Organisations.Directory.DirectoryWorld;

namespace Marketplace.Web.Tests.Organisations.Directory;

public sealed class DirectoryImportTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_saved_before_it_is_confirmed_and_the_same_file_again_changes_nothing()
    {
        await using var world = await StartAsync(server);
        var file = List(
            Row(A, more: [("contact", "张三"), ("phone", "199 0000 0000"), ("mail", "a@example.cn"), ("industry", "C3572"), ("staff", "46"), ("revenue", "1280.5"), ("assets", "960"), ("size", "小型"), ("labels", "专精特新(2024-01-01至2026-12-31)、高企"), ("place", "博乐边境经济合作区")]),
            Row(Inhabitants.NewUscc("93"), "精河合作社", "精河"));
        var compared = await world.CompareAsync(file);
        (compared.Added, compared.Rejected, compared.State).ShouldBe((2, 0, ImportState.Compared));
        (await world.CountAsync<DirectoryEntry>()).ShouldBe(0);
        (await world.Clerk.GetStringAsync($"/directory/imports/{compared.Id}", Ct)).ShouldContain("确认保存：新增 2 家");

        (await world.ConfirmAsync(compared)).State.ShouldBe(ImportState.Done);
        var entry = await world.EntryAsync(A);
        (entry.RegionCode, entry.ContactPhone, entry.RevenueYuan, entry.Size, entry.BureauId).ShouldBe(("L-BT-JKQ", "19900000000", 12_805_000m, EnterpriseSize.Small, world.Bureau.Id));
        var (organisation, labels, audited) = await world.App.WithDatabaseAsync(async db => (
            await db.Set<Organisation>().SingleAsync(o => o.Uscc == A, Ct), await db.Set<DirectoryLabel>().Where(l => l.Uscc == A).OrderBy(l => l.Kind).ToListAsync(Ct),
            await db.Set<AuditEntry>().Where(a => a.Subject == $"directory-import:{compared.Id}").OrderBy(a => a.At).ThenBy(a => a.Id).Select(a => a.Act).ToListAsync(Ct)));
        (organisation.State, organisation.ContactPhone, organisation.RegionCode).ShouldBe((OrganisationState.Listed, null, "L-BT-JKQ"));
        labels.Select(l => (l.Kind, l.ValidTo)).ShouldBe([("专精特新中小企业", new DateOnly(2026, 12, 31)), ("高新技术企业", null)], ignoreOrder: true);
        audited.ShouldBe(["directory.import.uploaded", "directory.import.confirmed", "directory.imported"]);
        (await world.App.WithDatabaseAsync(db => db.Set<DirectoryImport>().Where(i => i.Id == compared.Id).Select(i => i.File).SingleAsync(Ct))).ShouldBeNull();

        var again = await world.CompareAsync(file);
        (again.Added, again.Changed, again.Unchanged).ShouldBe((0, 0, 2));
        (await world.Clerk.GetStringAsync($"/directory/imports/{again.Id}", Ct)).ShouldContain("没有需要保存的内容");
    }

    [Fact]
    public async Task Changes_are_shown_side_by_side_and_empty_cells_change_nothing()
    {
        await using var world = await StartAsync(server);
        await world.ImportAsync(Row(A, more: [("phone", "19900000001"), ("staff", "40"), ("size", "小型"), ("place", "托里镇")]));
        var compared = await world.CompareAsync(List(Row(A, "博河农业机械有限公司", "精河县", ("phone", "0909-2318888"), ("labels", "高企(至2026.11)"))));
        compared.Changed.ShouldBe(1);
        var page = await world.Clerk.GetStringAsync($"/directory/imports/{compared.Id}", Ct);
        page.ShouldContain(Change("博河农机制造有限公司", "博河农业机械有限公司"));
        page.ShouldContain(Change("19900000001", "0909-2318888"));
        page.ShouldContain(Change("博乐市", "精河县"));
        page.ShouldContain(Change("未登记", "高新技术企业(至2026-11-30)"));
        await world.ConfirmAsync(compared);
        var entry = await world.EntryAsync(A);
        (entry.Name, entry.RegionCode, entry.ContactPhone, entry.Staff, entry.Size, entry.Place).ShouldBe(("博河农业机械有限公司", "652722", "0909-2318888", 40, EnterpriseSize.Small, "托里镇"));
        (await world.App.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Uscc == A, Ct))).Name.ShouldBe("博河农业机械有限公司");
    }

    [Fact]
    public async Task Every_rejected_row_says_why_and_comes_back_in_a_file_that_can_be_corrected()
    {
        await using var world = await StartAsync(server);
        await world.App.NewOrganisationAsync(uscc: "91653001MA7DEM040C", state: OrganisationState.Dissolved);
        var target = await world.App.NewOrganisationAsync();
        var merged = await world.App.NewOrganisationAsync();
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == merged.Id).ExecuteUpdateAsync(s => s.SetProperty(o => o.State, OrganisationState.Merged).SetProperty(o => o.MergedInto, target.Id), Ct));
        var elsewhere = await world.App.NewOrganisationAsync(region: Inhabitants.Meixian);
        var compared = await world.CompareAsync(List(
            Row(A), Row(A), Row("91652701MA7DEM061K"), Row("9165270IMA7DEM016K"), Row("9.16527E+17"), Row(""),
            Row("91653001MA7DEM040C"), Row(merged.Uscc), Row(elsewhere.Uscc),
            Row(county: "眉县"), Row(county: "火星县"), Row(county: ""),
            Row(more: [("phone", "1234567")]), Row(more: [("phone", "1.38E+10")]), Row(more: [("mail", "nobody"), ("staff", "十"), ("revenue", "约100"), ("size", "小微"), ("labels", "独角兽"), ("industry", "农业")]),
            Row(more: [("labels", "高企(2026-13-01)")]), Row(name: "")));
        compared.Added.ShouldBe(1);
        (await world.RowsAsync(compared.Id)).Skip(1).Select(r => r.Codes).ShouldBe(
        [
            "uscc_twice", "uscc_check", "uscc_malformed", "uscc_lost", "uscc_missing", "dissolved", "merged", "elsewhere", "county_outside", "county_unknown", "county_missing",
            "phone_wrong", "phone_lost", "mail_wrong industry_wrong staff_wrong amount_wrong size_unknown label_unknown", "label_dates", "name_missing",
        ]);
        var page = await world.Clerk.GetStringAsync($"/directory/imports/{compared.Id}?show=Rejected", Ct);
        page.ShouldContain("与第 2 行是同一家企业");
        page.ShouldContain($"已并入 {target.Uscc}");

        var file = await world.Clerk.GetByteArrayAsync($"/directory/imports/{compared.Id}/rejects.xlsx", Ct);
        var plan = new SheetPlan([.. DirectoryColumns.Plan.Columns, new("reason", "原因"), new("row", "行号"), new("value", "有误的值")]);
        var rows = SheetReader.Open(file, plan).Value.ReadAll().Value.All;
        rows.Count.ShouldBe(16);
        (rows[1]["uscc"], rows[1]["name"], rows[1]["row"], rows[1]["value"]).ShouldBe(("91652701MA7DEM061K", "博河农机制造有限公司", "4", "91652701MA7DEM061K"));
        rows.ShouldAllBe(r => r["reason"].Length > 5);
        (await world.CompareAsync(file)).Read.ShouldBe(16);   // The same form: it can be corrected and brought again.
        var text = await world.Clerk.GetByteArrayAsync($"/directory/imports/{compared.Id}/rejects.csv", Ct);
        SheetReader.Open(text, plan).Value.ReadAll().Value.All.Select(r => r["reason"]).ShouldBe(rows.Select(r => r["reason"]));
    }

    [Fact]
    public async Task A_registered_enterprise_keeps_its_own_data()
    {
        await using var world = await StartAsync(server);
        await world.App.NewOrganisationAsync(uscc: A, name: "自己的名字有限公司");
        var compared = await world.CompareAsync(List(Row(A, "名录里的名字有限公司")));
        (await world.Clerk.GetStringAsync($"/directory/imports/{compared.Id}", Ct)).ShouldContain("企业自己的资料不变");
        await world.ConfirmAsync(compared);
        (await world.App.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Uscc == A, Ct))).Name.ShouldBe("自己的名字有限公司");
        (await world.EntryAsync(A)).Name.ShouldBe("名录里的名字有限公司");
        (await world.Clerk.GetStringAsync("/directory", Ct)).ShouldContain("自己的名字有限公司");
    }

    [Fact]
    public async Task What_was_looked_at_is_what_is_saved_or_it_is_shown_anew()
    {
        await using var world = await StartAsync(server);
        var first = await world.CompareAsync(List(Row(A, "甲有限公司")));
        await world.ImportAsync(Row(A, "乙有限公司"));
        var anew = await world.ConfirmAsync(first);
        (anew.State, anew.Anew, anew.Added, anew.Changed).ShouldBe((ImportState.Compared, true, 0, 1));
        (await world.EntryAsync(A)).Name.ShouldBe("乙有限公司");
        (await world.PostAsync($"/directory/imports/{first.Id}", ("decision", "confirm"), ("fingerprint", first.Fingerprint!))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.ConfirmAsync(anew)).State.ShouldBe(ImportState.Done);
        (await world.EntryAsync(A)).Name.ShouldBe("甲有限公司");
    }

    [Fact]
    public async Task Given_up_it_leaves_nothing_and_a_wrong_file_is_refused_with_the_form()
    {
        await using var world = await StartAsync(server);
        var compared = await world.CompareAsync(List(Row(A)));
        (await world.PostAsync($"/directory/imports/{compared.Id}", ("decision", "drop"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.CountAsync<DirectoryImportRow>()).ShouldBe(0);
        (await world.CountAsync<DirectoryEntry>()).ShouldBe(0);
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync(world.Clerk, "/directory/import")), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent("<html>"u8.ToArray()), "file", "名录.xls");
        var refused = await world.Clerk.PostAsync("/directory/import", form, Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("另存为“Excel 工作簿（.xlsx）”");
    }

    [Fact]
    public async Task Another_bureaus_import_is_as_if_it_did_not_exist()
    {
        await using var world = await StartAsync(server);
        var (_, other) = await NewClerkAsync(world.App, Inhabitants.Meixian);
        var (_, county) = await NewClerkAsync(world.App, Inhabitants.Bole);
        var compared = await world.CompareAsync(List(Row(A), Row("")));
        foreach (var http in (HttpClient[])[other, county])
        {
            foreach (var path in (string[])[$"/directory/imports/{compared.Id}", $"/directory/imports/{compared.Id}/rejects.xlsx"])
                (await http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var token = await TokenAsync(http, "/directory/import");
            var post = await http.PostAsync($"/directory/imports/{compared.Id}", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("decision", "confirm"), new("fingerprint", compared.Fingerprint!)]), Ct);
            post.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        await world.ConfirmAsync(compared);
        (await other.GetAsync($"/directory/entries/{A}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await county.GetAsync($"/directory/entries/{A}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetStringAsync("/directory", Ct)).ShouldNotContain(A);
    }

    [Fact]
    public async Task Two_workers_at_once_do_the_work_once()
    {
        await using var world = await StartAsync(server);
        var rows = Enumerable.Range(0, 300).Select(n => Row(name: $"企业{n}")).ToArray();
        var compared = await world.CompareAsync(List(rows));
        await world.PostAsync($"/directory/imports/{compared.Id}", ("decision", "confirm"), ("fingerprint", compared.Fingerprint!));
        var worker = world.App.Services.GetRequiredService<DirectoryWorker>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => worker.RunAsync(Ct)));
        (await world.WaitAsync(compared.Id, ImportState.Saving)).State.ShouldBe(ImportState.Done);   // The program's own worker may have had it.
        (await world.CountAsync<DirectoryEntry>()).ShouldBe(300);
        (await world.App.WithDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == "directory.imported", Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task The_template_is_read_and_its_sample_row_left_in_is_refused()
    {
        await using var world = await StartAsync(server, Inhabitants.Bole);
        var compared = await world.CompareAsync(await world.Clerk.GetByteArrayAsync("/directory/template.xlsx", Ct));
        (compared.Added, compared.Rejected).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Who_waits_longer_than_a_moment_sees_how_far_it_is_and_can_leave()
    {
        await using var world = await StartAsync(server);
        var compared = await world.CompareAsync(List(Row(A), Row()));
        await using var holder = new NpgsqlConnection(world.Address.App);
        await holder.OpenAsync(Ct);
        await using var lockAll = new NpgsqlCommand("begin; lock table organisations in share row exclusive mode", holder);
        await lockAll.ExecuteNonQueryAsync(Ct);   // The second of three steps cannot be taken.
        await world.PostAsync($"/directory/imports/{compared.Id}", ("decision", "confirm"), ("fingerprint", compared.Fingerprint!));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        HttpResponseMessage waiting;
        do waiting = await world.Clerk.GetAsync($"/directory/imports/{compared.Id}", patience.Token);   // Itself waits for a moment before it answers.
        while (!(await waiting.Content.ReadAsStringAsync(patience.Token)).Contains("第 2 步，共 3 步", StringComparison.Ordinal));
        waiting.Headers.GetValues("Refresh").ShouldBe(["2"]);
        await holder.CloseAsync();
        (await world.WaitAsync(compared.Id, ImportState.Saving)).State.ShouldBe(ImportState.Done);
    }

    [Fact]
    public async Task What_nobody_confirms_or_mends_in_a_month_goes()
    {
        await using var world = await StartAsync(server);
        var unconfirmed = await world.CompareAsync(List(Row(A)));
        var done = await world.ImportAsync(Row(), Row(""));
        var kept = await world.ImportAsync(Row(), Row(""));
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync(
            $"update directory_imports set created_at = created_at - interval '31 days', finished_at = finished_at - interval '31 days' where id in ({unconfirmed.Id}, {done.Id})", Ct));
        await using var scope = world.App.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<Retention>(scope.ServiceProvider).ApplyAsync(Ct);
        var imports = await world.App.WithDatabaseAsync(db => db.Set<DirectoryImport>().AsNoTracking().ToDictionaryAsync(i => i.Id, Ct));
        (imports[unconfirmed.Id].State, imports[unconfirmed.Id].File).ShouldBe((ImportState.Dropped, null));
        (await world.RowsAsync(unconfirmed.Id)).ShouldBeEmpty();
        (await world.RowsAsync(done.Id)).ShouldBeEmpty();
        (await world.RowsAsync(kept.Id)).Count.ShouldBe(1);
    }

    /// <summary>Each side stands for itself: a number beside Uyghur text must not change places with its neighbour.</summary>
    private static string Change(string before, string after) => $"<del><bdi>{before}</bdi></del> <span class=\"to-the-end\">→</span> <ins><bdi>{after}</bdi></ins>";
}
