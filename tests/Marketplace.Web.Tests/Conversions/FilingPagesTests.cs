using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>填报 → 初审 → 复核 on the pages: three people, words that stay, and what each fault is answered with.</summary>
public sealed class FilingPagesTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_people_bring_it_to_count_and_the_page_says_who_they_are()
    {
        var path = await world.EnterAsync();
        (await world.LastAsync(path)).ShouldSatisfyAllConditions(f => f.State.ShouldBe(FilingState.Submitted), f => f.Level.ShouldBe(EvidenceLevel.L1), f => f.EnteredBy.ShouldBe(world.Clerk.Person.Id));
        (await OpenAsync(path)).ShouldHaveSingleItem().Kind.ShouldBe(FilingNotices.Check);

        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        (await OpenAsync(path)).ShouldHaveSingleItem().OrganisationId.ShouldBe(world.Prefecture.Id);
        (await world.ConversionAsync(path)).CountedId.ShouldBeNull();
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Verify);

        var filing = await world.LastAsync(path);
        (filing.CheckedBy, filing.VerifiedBy, filing.VerifiedAt is not null).ShouldBe((world.Checker.Person.Id, world.Reviewer.Person.Id, true));
        (await world.ConversionAsync(path)).CountedId.ShouldBe(filing.Id);
        (await OpenAsync(path)).ShouldBeEmpty();
        var page = await world.Reviewer.Http.GetStringAsync(path, Ct);
        foreach (var says in (string[])["已复核", "已签约", "生效或付款日期", "合同.pdf", "现行"]) page.ShouldContain(says);
        (await world.Clerk.Http.GetStringAsync("/conversions", Ct)).ShouldContain((await world.ConversionAsync(path)).Number);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_conversion_also_at_once()
    {
        var form = world.Form();
        var sent = await Task.WhenAll(world.SendAsync(form), world.SendAsync(form));

        sent.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Redirect);
        sent[1].Headers.Location.ShouldBe(sent[0].Headers.Location);
        (await world.ConversionAsync(sent[0].Headers.Location!.ToString())).Filings.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wanting_is_said_at_its_field_and_a_draft_waits_for_it()
    {
        var form = world.Form();
        (form["patents"], form["signedOn"]) = ("", "");
        var refused = await world.SendAsync(form, paper: false);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = await refused.Content.ReadAsStringAsync(Ct);
        foreach (var says in (string[])["请填写至少一件专利", "请填写签约日期", "请附合同扫描件", "Outside University"]) page.ShouldContain(says);
        var path = (await world.SendAsync(form, submit: false, paper: false)).Headers.Location!.ToString();
        (await world.LastAsync(path)).State.ShouldBe(FilingState.Draft);
        (await world.Clerk.Http.GetStringAsync(path, Ct)).ShouldContain("上报前还缺");
        (await world.StepAsync(world.Clerk.Http, path, FilingCause.Submit)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("patents", "许多专利", "看不懂这个专利号")]
    [InlineData("patents", "201710601862.9 滴灌带", "校验位不对")]
    [InlineData("signedOn", "2099-01-01", "日期不能晚于今天")]
    [InlineData("amount", "-1", "金额要在 0")]
    [InlineData("newAmount", "60000", "新增金额不能超过合同额")]
    [InlineData("parties[1].code", "91652701MA00000000", "统一社会信用代码不对")]
    [InlineData("parties[0].region", "亚特兰蒂斯", "看不出所在地区")]
    [InlineData("partOf", "ZH-NOWHERE1", "没有这个编号")]
    [InlineData("endedOn", "2026-01-01", "终止日期不能早于")]
    public async Task What_is_wrong_is_said_and_nothing_is_kept(string field, string value, string says)
    {
        var form = world.Form();
        form[field] = value;

        var refused = await world.SendAsync(form, submit: false);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain(says);
        (await world.Clerk.Http.GetAsync("/conversions/" + form["once"], Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_row_is_added_without_a_script_and_loses_nothing()
    {
        var form = world.Form();
        form["add"] = "Taker";
        var page = await (await world.SendAsync(form, submit: false, paper: false)).Content.ReadAsStringAsync(Ct);

        page.ShouldContain("parties[2].name");
        page.ShouldContain("Outside University");
        (await world.Clerk.Http.GetAsync("/conversions/" + form["once"], Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_person_is_kept_by_a_keyed_hash_and_stays_the_same_person_on_the_form()
    {
        const string number = "11010519491231002X";
        var form = world.Form();
        (form["parties[1].kind"], form["parties[1].code"], form["parties[1].name"], form["parties[1].region"]) = (nameof(PartyKind.Person), number, "艾力", Inhabitants.Bole);
        var first = await world.EnterAsync(form, submit: false);
        (form["once"], form["patents"]) = (Guid.CreateVersion7().ToString(), ConversionWorld.NewPatent());
        var second = await world.EnterAsync(form, submit: false);

        var key = Key(await world.LastAsync(first));
        key.ShouldStartWith(PartyKeys.Person);
        key.ShouldNotContain("1949");
        Key(await world.LastAsync(second)).ShouldBe(key);
        (form["seen"], form["parties[1].code"]) = (FilingWords.Stamp(await world.LastAsync(second)), key);
        (await world.SendAsync(form, submit: false, page: second + "/edit")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        Key(await world.LastAsync(second)).ShouldBe(key);

        // Somebody else's hash is no number of anybody's.
        (form["once"], form["parties[1].code"]) = (Guid.CreateVersion7().ToString(), key);
        (await world.SendAsync(form, submit: false)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        static string Key(Filing filing) => filing.Parties.Single(p => p.Name == "艾力").Key;
    }

    [Fact]
    public async Task Nobody_does_two_of_the_three()
    {
        await world.App.JoinAsync(world.Checker.Person, world.County, Web.Platform.Access.Role.BureauClerk);
        var sent = await world.SendAsync(world.Form(), by: world.Checker.Http);
        var path = sent.Headers.Location!.ToString();

        var own = await world.StepAsync(world.Checker.Http, path, FilingCause.Check);
        own.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await own.Content.ReadAsStringAsync(Ct)).ShouldContain("要由别人做");
        (await world.Checker.Http.GetStringAsync(path, Ct)).ShouldNotContain("value=\"Check\"");
    }

    [Fact]
    public async Task Each_step_belongs_to_its_bureau_and_a_stranger_sees_nothing()
    {
        var form = world.Form();
        form["parties[0].region"] = "610000";   // So that 眉县 has no part in it.
        var path = await world.EnterAsync(form);

        (await world.StepAsync(world.Reviewer.Http, path, FilingCause.Check)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await world.StepAsync(world.Stranger.Http, path, FilingCause.Check)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Stranger.Http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var paper = (await world.LastAsync(path)).Proofs.ShouldHaveSingleItem().FileId!.Value;
        (await world.Stranger.Http.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Reviewer.Http.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        (await world.StepAsync(world.Checker.Http, path, FilingCause.Verify)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var (_, enterprise) = await world.App.NewMemberAsync(world.Taker, Web.Platform.Access.Role.Administrator);
        (await enterprise.GetAsync("/conversions", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_givers_bureau_reads_it_and_changes_nothing()
    {
        var path = await world.EnterAsync();   // From 眉县 to 博乐.

        (await world.Stranger.Http.GetStringAsync(path, Ct)).ShouldContain("一种滴灌带");
        (await world.Stranger.Http.GetAsync(path + "/edit", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var cause in (FilingCause[])[FilingCause.Check, FilingCause.TakeBack, FilingCause.Return]) (await world.StepAsync(world.Stranger.Http, path, cause, "x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_comes_back_says_why_is_changed_and_goes_on()
    {
        var form = world.Form();
        var path = await world.EnterAsync(form);
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        (await world.StepAsync(world.Reviewer.Http, path, FilingCause.Return)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Return, "缺付款凭证");

        (await OpenAsync(path)).ShouldHaveSingleItem().PersonId.ShouldBe(world.Clerk.Person.Id);
        (await world.Clerk.Http.GetStringAsync(path + "/edit", Ct)).ShouldContain("缺付款凭证");
        (form["seen"], form["effectiveOn"], form["kept"], form["proofs[0].kind"]) = (FilingWords.Stamp(await world.LastAsync(path)), "2026-03-05", "0", nameof(ProofKind.Payment));
        (await world.SendAsync(form, page: path + "/edit")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await world.LastAsync(path)).ShouldSatisfyAllConditions(f => f.State.ShouldBe(FilingState.Submitted), f => f.Level.ShouldBe(EvidenceLevel.L2), f => f.Proofs.Select(p => p.Kind).ShouldBe([ProofKind.Contract, ProofKind.Payment], ignoreOrder: true), f => f.CheckedBy.ShouldBeNull());
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Verify);
    }

    [Fact]
    public async Task Two_at_once_see_what_the_other_did()
    {
        var form = world.Form();
        var path = await world.EnterAsync(form, submit: false);
        (form["seen"], form["kept"]) = (FilingWords.Stamp(await world.LastAsync(path)), "0");
        var both = await Task.WhenAll(Edited("1"), Edited("2"));

        both.Select(answer => answer.StatusCode).ShouldBe([HttpStatusCode.Redirect, HttpStatusCode.Conflict], ignoreOrder: true);
        await world.GoesAsync(world.Clerk.Http, path, FilingCause.Submit);
        var seen = (await world.LastAsync(path)).Steps;
        await world.GoesAsync(world.Clerk.Http, path, FilingCause.TakeBack);
        (await world.StepAsync(world.Checker.Http, path, FilingCause.Check, seen: seen)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        Task<HttpResponseMessage> Edited(string amount) => world.SendAsync(new(form, StringComparer.Ordinal) { ["amount"] = amount }, submit: false, page: path + "/edit", paper: false);
    }

    [Fact]
    public async Task A_suspected_duplicate_holds_up_the_verification_until_it_is_decided()
    {
        var (path, other) = (await world.EnterAsync(), await world.EnterAsync());
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        var ids = new[] { (await world.ConversionAsync(path)).Id, (await world.ConversionAsync(other)).Id };
        // The pair stands in the order the database gives ids.
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"insert into suspects (id, first_id, second_id, rules, state, words, at) values ({Guid.CreateVersion7()}, least({ids[0]}, {ids[1]}), greatest({ids[0]}, {ids[1]}), array['D3'], 'Open', '', now())", Ct));

        var held = await world.StepAsync(world.Reviewer.Http, path, FilingCause.Verify);
        held.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await held.Content.ReadAsStringAsync(Ct)).ShouldContain("疑似重复");
        await world.App.WithDatabaseAsync(db => db.Set<Suspect>().Where(s => s.FirstId == ids[0] || s.SecondId == ids[0]).ExecuteUpdateAsync(set => set.SetProperty(s => s.State, SuspectState.Different).SetProperty(s => s.Reason, "两份合同"), Ct));
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Verify);
    }

    [Fact]
    public async Task What_was_handed_in_cannot_be_changed_even_at_the_console()
    {
        var path = await world.VerifiedAsync();
        var id = (await world.LastAsync(path)).Id;
        foreach (var sql in (string[])["update filings set amount = 1 where id = @id", "update filings set verified_at = now() where id = @id", "delete from filing_proofs where filing_id = @id", "update filing_parties set name = 'x' where filing_id = @id", "delete from filings where id = @id"])
            (await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(sql, [new NpgsqlParameter("id", id)], Ct)))).SqlState.ShouldBe("42501", sql);
    }

    [Fact]
    public async Task The_list_finds_by_state_type_place_quarter_and_what_waits_and_goes_into_a_file()
    {
        var form = world.Form();
        (form["type"], form["signedOn"]) = (nameof(ConversionType.ExclusiveLicence), "2024-02-01");
        var path = await world.EnterAsync(form);
        var number = (await world.ConversionAsync(path)).Number;

        foreach (var query in (string[])["state=Submitted", "type=ExclusiveLicence", "region=652700", "period=2024Q1"]) (await world.Reviewer.Http.GetStringAsync("/conversions?" + query, Ct)).ShouldContain(number, customMessage: query);
        foreach (var query in (string[])["state=Verified", "type=Assignment", "region=652722", "period=2024Q2", "mine=true"]) (await world.Reviewer.Http.GetStringAsync("/conversions?" + query, Ct)).ShouldNotContain(number, customMessage: query);
        (await world.Checker.Http.GetStringAsync("/conversions?mine=true", Ct)).ShouldContain(number);
        (await world.Clerk.Http.GetStringAsync("/conversions/export.csv?type=ExclusiveLicence", Ct)).ShouldContain(number);
        (await world.Clerk.Http.GetByteArrayAsync("/conversions/export.xlsx", Ct)).Length.ShouldBeGreaterThan(1000);
    }

    private Task<List<WorkItem>> OpenAsync(string path) => world.App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.Link == path && w.DoneAt == null).ToListAsync(Ct));
}
