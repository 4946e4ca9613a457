using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Web.Tests.Organisations.Directory.DirectoryWorld;

namespace Marketplace.Web.Tests.Organisations.Directory;

public sealed partial class DirectoryListTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filters_search_pages_and_exports_show_the_same_list()
    {
        await using var world = await StartAsync(server);
        var rows = Enumerable.Range(0, 120).Select(n => Row(name: $"企业{n}有限公司", county: n % 3 == 0 ? "精河县" : "博乐市",
            more: [("size", n % 2 == 0 ? "小型" : "微型"), ("labels", n % 4 == 0 ? "高企(至2099-01-01)" : n % 4 == 1 ? "高企(至2020-01-01)" : ""), ("phone", "19912345678"), ("contact", "欧阳小美")])).ToArray();
        await world.ImportAsync([.. rows, Row(A, "买买提·艾力果品有限公司")]);

        (await TotalAsync(world, "/directory")).ShouldBe(121);
        (await TotalAsync(world, "/directory?region=652722")).ShouldBe(40);
        (await TotalAsync(world, "/directory?size=Small&region=652722")).ShouldBe(20);
        (await TotalAsync(world, "/directory?label=高新技术企业")).ShouldBe(30);   // Those that ran out are none.
        (await TotalAsync(world, "/directory?q=买买提•艾力")).ShouldBe(1);
        (await TotalAsync(world, "/directory?q=91652701ma7dem016k")).ShouldBe(1);
        (await TotalAsync(world, "/directory?stage=Registered")).ShouldBe(0);

        var seen = new List<string>();
        for (var path = "/directory?size=Small"; path is not null;)
        {
            var page = await world.Clerk.GetStringAsync(path, Ct);
            seen.AddRange(EntryLink.Matches(page).Select(m => m.Groups["code"].Value));
            path = NextLink.Match(page) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups["path"].Value) : null;
        }
        seen.Count.ShouldBe(60);
        seen.ShouldBe(seen.Distinct().Order(StringComparer.Ordinal));
        foreach (var format in (string[])["xlsx", "csv"])
        {
            var file = await world.Clerk.GetByteArrayAsync($"/directory/export.{format}?size=Small", Ct);
            var exported = SheetReader.Open(file, DirectoryColumns.Plan).Value.ReadAll().Value.All;
            exported.Select(r => r["uscc"]).ShouldBe(seen);
            exported.ShouldAllBe(r => r["phone"] == "199****5678" && r["contact"] == "欧阳*");
        }
        var last = await world.Clerk.GetStringAsync($"/directory?before={seen[50]}&size=Small", Ct);
        EntryLink.Matches(last).Select(m => m.Groups["code"].Value).ShouldBe(seen[..50]);
    }

    [Fact]
    public async Task Columns_sort_up_and_down_over_all_pages_and_in_the_export()
    {
        await using var world = await StartAsync(server);
        string[] names = ["阿拉山口物流", "博乐机械", "精河枸杞", "温泉乳业"];   // By pinyin, which is not the order of their code points.
        await world.ImportAsync([.. Enumerable.Range(0, 60).Select(n => Row(name: $"{names[n % 4]}{n:D2}有限公司", more: [("size", n % 3 == 0 ? "大型" : n % 3 == 1 ? "微型" : "")]))]);
        foreach (var (sort, word) in ((string, string)[])[("name", "ascending"), ("-name", "descending")]) (await world.Clerk.GetStringAsync($"/directory?sort={sort}", Ct)).ShouldContain($"aria-sort=\"{word}\"");
        var up = await NamesAsync(world, "/directory?sort=name");
        up.Count.ShouldBe(60);
        up.Select(n => Array.FindIndex(names, n.StartsWith)).ShouldBe(Enumerable.Range(0, 60).Select(n => n / 15));
        (await NamesAsync(world, "/directory?sort=-name")).ShouldBe(up.AsEnumerable().Reverse());
        var bySize = await NamesAsync(world, "/directory?sort=size");
        bySize.Distinct().Count().ShouldBe(60);
        bySize.Take(20).Select(n => int.Parse(n[^6..^4], System.Globalization.CultureInfo.InvariantCulture) % 3).ShouldAllBe(rest => rest == 0);   // The large ones.
        var file = await world.Clerk.GetByteArrayAsync("/directory/export.csv?sort=-name", Ct);
        SheetReader.Open(file, DirectoryColumns.Plan).Value.ReadAll().Value.All.Select(r => r["name"]).ShouldBe(up.AsEnumerable().Reverse());
        (await world.Clerk.GetStringAsync("/directory?sort=nonsense", Ct)).ShouldContain("符合条件的企业 60 家");
    }

    private static async Task<List<string>> NamesAsync(DirectoryWorld world, string? path)
    {
        var names = new List<string>();
        while (path is not null)
        {
            var page = await world.Clerk.GetStringAsync(path, Ct);
            names.AddRange(EntryName.Matches(page).Select(m => m.Groups["name"].Value));
            path = NextLink.Match(page) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups["path"].Value) : null;
        }
        return names;
    }

    [Fact]
    public async Task Contacts_are_masked_but_for_the_clerk_whose_bureau_brought_them_and_each_look_is_recorded()
    {
        await using var world = await StartAsync(server);
        await world.ImportAsync(Row(A, more: [("phone", "19912345678"), ("contact", "张三"), ("mail", "zhang@example.cn")]));
        var (_, county) = await NewClerkAsync(world.App, Inhabitants.Bole);
        var (_, reader) = await world.App.NewMemberAsync(world.Bureau, Role.BureauReader);
        (await world.Clerk.GetStringAsync("/directory", Ct)).ShouldNotContain("19912345678");
        (await world.Clerk.GetStringAsync($"/directory/entries/{A}", Ct)).ShouldContain("19912345678");
        foreach (var http in (HttpClient[])[county, reader])
        {
            var page = await http.GetStringAsync($"/directory/entries/{A}", Ct);
            page.ShouldContain("199****5678");
            page.ShouldNotContain("19912345678");
            page.ShouldNotContain("zhang@");
        }
        (await world.Clerk.GetByteArrayAsync("/directory/export.csv?contacts=true", Ct)).AsSpan().IndexOf("19912345678"u8).ShouldBeGreaterThan(0);
        (await county.GetByteArrayAsync("/directory/export.csv?contacts=true", Ct)).AsSpan().IndexOf("19912345678"u8).ShouldBe(-1);
        (await reader.GetAsync("/directory/export.csv?contacts=true", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var acts = await world.App.WithDatabaseAsync(db => db.Set<AuditEntry>().GroupBy(a => a.Act).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, Ct));
        (acts["directory.contact.opened"], acts["directory.exported"]).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Coverage_counts_by_county_and_zone()
    {
        await using var world = await StartAsync(server);
        await world.App.NewOrganisationAsync(uscc: A);
        await world.ImportAsync(Row(A, more: [("phone", "19912345678"), ("place", "博乐边境经济合作区")]), Row(more: [("place", "博乐边境经济合作区")]), Row(), Row(county: "温泉县"));
        var plan = new SheetPlan([new("place", "地区"), new("total", "企业（家）"), new("registered", "已登记（家）"), new("share", "登记率"), new("phone", "有电话（家）")]);
        var rows = SheetReader.Open(await world.Clerk.GetByteArrayAsync("/directory/coverage.xlsx", Ct), plan).Value.ReadAll().Value.All;
        rows.Select(r => (r["place"], r["total"], r["registered"], r["phone"])).ShouldBe(
            [("博乐市", "3", "1", "1"), ("阿拉山口市", "0", "0", "0"), ("精河县", "0", "0", "0"), ("温泉县", "1", "0", "0"), ("博乐边境经济合作区", "2", "1", "1")]);
        (await world.Clerk.GetStringAsync("/directory/coverage", Ct)).ShouldContain("33.3 %");
    }

    [Fact]
    public async Task Who_is_no_bureau_sees_nothing()
    {
        await using var world = await StartAsync(server);
        var (_, outsider) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Administrator, Role.BureauClerk);
        foreach (var path in (string[])["/directory", "/directory/coverage", "/directory/import", "/directory/invite", "/directory/template.xlsx", "/directory/export.xlsx"])
            (await outsider.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        await world.ImportAsync(Row(A));
        var (_, reader) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReader);
        foreach (var http in (HttpClient[])[outsider, reader])
            foreach (var code in (string[])[A, Inhabitants.NewUscc()]) (await http.GetAsync($"/directory/entries/{code}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<int> TotalAsync(DirectoryWorld world, string path)
    {
        var page = await world.Clerk.GetStringAsync(path, Ct);
        return Total.Match(page) is { Success: true } m ? int.Parse(m.Groups["n"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex("符合条件的企业 (?<n>[0-9]+) 家", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Total { get; }

    [GeneratedRegex("/directory/entries/(?<code>[0-9A-Z]{18})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EntryLink { get; }

    [GeneratedRegex("/directory/entries/[0-9A-Z]{18}\">(?<name>[^<]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EntryName { get; }

    [GeneratedRegex("class=\"next\" href=\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NextLink { get; }
}
