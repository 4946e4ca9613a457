using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Labels;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Organisations;

public sealed partial class OrganisationTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_second_of_two_editors_sees_both_versions_and_keeps_what_they_typed()
    {
        var organisation = await _app.NewOrganisationAsync();
        var (_, first) = await _app.NewMemberAsync(organisation, Role.Administrator);
        var (_, second) = await _app.NewMemberAsync(organisation, Role.Administrator);
        var edit = $"/organisations/{organisation.Uscc}/edit";
        var opened = await second.GetStringAsync(edit, Ct);
        await (await first.FillAsync(edit, null, ("version", Version.Match(opened).Groups["value"].Value), ("address", "第一人的地址"), ("legal", "王五"))).ShouldGoAsync();
        var page = await (await second.SendFormAsync(opened, edit, null, ("version", Version.Match(opened).Groups["value"].Value), ("address", "第二人的地址"), ("legal", "王五")))
            .ShouldRefuseAsync(HttpStatusCode.Conflict, "第一人的地址");
        page.ShouldContain("value=\"第二人的地址\"");
        (await AddressAsync(organisation)).ShouldBe("第一人的地址");
        await (await second.SendFormAsync(page, edit, null, ("version", Version.Match(page).Groups["value"].Value), ("address", "第二人的地址"), ("legal", "王五"))).ShouldGoAsync();
        (await AddressAsync(organisation)).ShouldBe("第二人的地址");
    }

    [Fact]
    public async Task Merged_by_the_bureau_its_members_are_told_and_led_to_the_other_one()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var (_, reviewer) = await _app.NewMemberAsync(bureau, Role.BureauReviewer);
        var (_, elsewhere) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer);
        var old = await _app.NewOrganisationAsync(name: "旧单位有限公司");
        var into = await _app.NewOrganisationAsync(name: "新单位有限公司");
        var (member, http) = await _app.NewMemberAsync(old, Role.Operator);
        var page = $"/organisations/{old.Uscc}/standing";
        (await elsewhere.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await reviewer.FillAsync(page, null, ("act", "Merge"), ("into", into.Uscc), ("reason", "吸收合并"), ("proof", Visit.Pdf))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "确认办理");
        await (await reviewer.FillAsync(page, null, ("act", "Merge"), ("into", into.Uscc), ("reason", "吸收合并"), ("typed", "确认"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "证明文件");
        await (await reviewer.FillAsync(page, null, ("act", "Merge"), ("into", into.Uscc), ("reason", "吸收合并"), ("typed", "确认"), ("proof", Visit.Pdf))).ShouldGoAsync();
        (await http.GetStringAsync("/organisations/" + old.Uscc, Ct)).ShouldContain($"/organisations/{into.Uscc}");
        (await _app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.RecipientKey == $"person:{member.Id}" && m.Template == "organisation.standing", Ct))).ShouldBe(1);
        (await _app.WithDatabaseAsync(db => OrganisationNames.FindAsync(db, "旧单位有限公司", Ct)))!.Id.ShouldBe(into.Id);
        // Nobody acts for it any more.
        (await http.GetAsync($"/organisations/{old.Uscc}/edit", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_suspended_organisation_can_look_but_not_act()
    {
        var organisation = await _app.NewOrganisationAsync(state: OrganisationState.Suspended);
        var (_, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        (await http.GetAsync("/organisations/" + organisation.Uscc, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await http.FillAsync($"/organisations/{organisation.Uscc}/members", "Invite", ("addresses", "13800001111"), ("roles", "Operator"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "状态");
    }

    [Fact]
    public async Task It_is_found_by_any_name_however_written_and_labels_count_by_their_day()
    {
        var organisation = await _app.NewOrganisationAsync(OrganisationKind.University, name: "新疆博尔塔拉职业大学");
        var (_, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        var names = $"/organisations/{organisation.Uscc}/names";
        await (await http.FillAsync(names, null, ("name", "阿布都拉•艾力农机学校"), ("until", "2019-05-01"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "证明文件");
        for (var again = 0; again < 2; again++)
            await (await http.FillAsync(names, null, ("name", "阿布都拉•艾力农机学校"), ("until", "2019-05-01"), ("proof", Visit.Pdf))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<OrganisationName>().CountAsync(Ct))).ShouldBe(1);
        foreach (var written in (string[])["阿布都拉·艾力农机学校", "阿布都拉．艾力農機學校", "新疆博爾塔拉職業大學", " 新疆博尔塔拉 职业大学"])
            (await _app.WithDatabaseAsync(db => OrganisationNames.FindAsync(db, written, Ct)))?.Id.ShouldBe(organisation.Id, written);
        (await _app.WithDatabaseAsync(db => OrganisationNames.FindAsync(db, "没有这个单位", Ct))).ShouldBeNull();

        var labels = $"/organisations/{organisation.Uscc}/labels";
        await (await http.FillAsync(labels, null, ("kind", "HighTech"), ("from", "2023-10-16"), ("number", "GR202365000001"), ("proof", Visit.Pdf))).ShouldGoAsync();
        await (await http.FillAsync(labels, null, ("kind", "HighTech"), ("from", "2024-01-01"), ("proof", Visit.Pdf))).ShouldRefuseAsync(HttpStatusCode.Conflict, "已登记");
        foreach (var (day, there) in new[] { (new DateOnly(2023, 10, 15), 0), (new DateOnly(2023, 10, 16), 1), (new DateOnly(2026, 10, 15), 1), (new DateOnly(2026, 10, 16), 0) })
            (await _app.WithDatabaseAsync(db => OrganisationLabel.On(db, organisation.Id, day).CountAsync(Ct))).ShouldBe(there, day.ToString("O", null));
        await (await http.FillAsync(labels, "Size", ("industry", "P83"), ("staff", "299"), ("year", "2025"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "才划分规模");

        var company = await _app.NewOrganisationAsync();
        var (_, owner) = await _app.NewMemberAsync(company, Role.Administrator);
        labels = $"/organisations/{company.Uscc}/labels";
        await (await owner.FillAsync(labels, "Size", ("industry", "C26"), ("staff", "299"), ("revenue", "2000"), ("year", "2025"))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Id == company.Id, Ct))).Size.ShouldBe(EnterpriseSize.Small);
        await (await owner.FillAsync(labels, "Size", ("industry", "C26"), ("staff", "x"), ("revenue", "2000"), ("year", "2025"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "href=\"#staff\">请填写不小于 0");
        // The figure that is wrong or missing is the one that is named.
        await (await owner.FillAsync(labels, "Size", ("industry", "C26"), ("staff", "299"), ("revenue", "-1"), ("year", "2025"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "href=\"#revenue\">请填写不小于 0");
        var both = await (await owner.FillAsync(labels, "Size", ("industry", "C26"), ("year", "x"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "href=\"#revenue\">该行业划型需要填写：营业收入");
        both.IndexOf("href=\"#staff\"", StringComparison.Ordinal).ShouldBeLessThan(both.IndexOf("href=\"#revenue\"", StringComparison.Ordinal));
        both.IndexOf("href=\"#revenue\"", StringComparison.Ordinal).ShouldBeLessThan(both.IndexOf("href=\"#year\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bureau_keeps_local_places_below_itself_only()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var (_, http) = await _app.NewMemberAsync(bureau, Role.BureauReviewer);
        await (await http.FillAsync("/regions", "Add", ("at", Inhabitants.Bole), ("name", "小营盘镇"))).ShouldGoAsync();
        await (await http.FillAsync("/regions", "Add", ("at", Inhabitants.Bole), ("name", "小营盘镇"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "同名");
        var added = await _app.WithDatabaseAsync(db => db.Set<Region>().SingleAsync(r => r.Name == "小营盘镇", Ct));
        added.Path.ShouldBe($"/650000/652700/652701/{added.Code}/");
        (await http.GetAsync("/regions?at=" + Inhabitants.Meixian, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.FillAsync("/regions", "Add", ("at", Inhabitants.Meixian), ("name", "不该有"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.FillAsync("/regions", "Rename", ("at", Inhabitants.Bole), ("code", Inhabitants.Bole), ("name", "改不了"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await http.FillAsync("/regions", "Rename", ("at", Inhabitants.Bole), ("code", added.Code), ("name", "小营盘"))).ShouldGoAsync();
        await (await http.FillAsync("/regions", "End", ("at", Inhabitants.Bole), ("code", added.Code))).ShouldGoAsync();
        (await http.GetStringAsync("/regions?at=" + Inhabitants.Bole, Ct)).ShouldNotContain("小营盘");
    }

    private Task<string?> AddressAsync(Organisation organisation) => _app.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == organisation.Id).Select(o => o.Address).SingleAsync(Ct));

    [GeneratedRegex("name=\"version\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version { get; }
}
