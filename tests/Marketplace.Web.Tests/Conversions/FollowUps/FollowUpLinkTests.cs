using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Privacy;

namespace Marketplace.Web.Tests.Conversions.FollowUps;

/// <summary>The form on the phone: opened by a link, kept whatever goes wrong, counted once.</summary>
public sealed class FollowUpLinkTests(FollowUpWorld world) : IClassFixture<FollowUpWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_has_the_link_answers_without_an_account()
    {
        var one = await world.AskedAsync();
        var (path, phone) = (await world.LinkAsync(one), world.Phone());
        var opened = await phone.GetAsync(path, Ct);
        (opened.Headers.GetValues("X-Robots-Tag").Single(), opened.Headers.GetValues("Referrer-Policy").Single(), opened.Headers.CacheControl!.NoStore).ShouldBe(("noindex", "same-origin", true));
        var page = await opened.Content.ReadAsStringAsync(Ct);
        foreach (var says in (string[])["用起来了吗", "一种滴灌带", world.Taker.Name]) page.ShouldContain(says);
        page.ShouldNotContain("50,000");   // What was paid for it is not the question.

        (await FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse, ("photos", "产品.pdf", FollowUpWorld.Pdf), ("invoices", "发票.pdf", FollowUpWorld.Pdf + "2"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var answered = await world.ReadAsync(one);
        answered.ShouldSatisfyAllConditions(f => f.State.ShouldBe(FollowUpState.Answered), f => f.Use.ShouldBe(Use.InUse), f => f.Sales.ShouldBe(120_000m), f => f.Jobs.ShouldBe(5), f => f.Way.ShouldBe(AnswerWay.Link), f => f.AnsweredBy.ShouldBeNull(), f => f.Papers.Count.ShouldBe(2));
        (await world.WorkAsync(one)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Kind.ShouldBe(FollowUpNotices.Check), w => w.OrganisationId.ShouldBe(world.County.Id));
        // The papers are the bureau's to open, and nobody's who only has the link.
        (await phone.GetAsync(FileStore.PaperAt(answered.Papers[0].FileId), Ct)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        (await (await world.App.SignedInAsync(world.Checker)).GetAsync(FileStore.PaperAt(answered.Papers[0].FileId), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_code_opens_nothing_an_old_one_says_so_and_is_forgotten()
    {
        var one = await world.AskedAsync();
        var (path, phone) = (await world.LinkAsync(one), world.Phone());
        (await phone.GetAsync(path[..^1] + (path[^1] == 'A' ? 'B' : 'A') + "x", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FollowUpWorld.SendAsync(phone, path + "x", one.Steps, FollowUpWorld.InUse)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        world.Time.Advance(TimeSpan.FromDays(91));
        (await phone.GetStringAsync(path, Ct)).ShouldContain("链接已过期");
        await FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse);
        (await world.ReadAsync(one)).State.ShouldBe(FollowUpState.Asked);
        world.Time.Advance(TimeSpan.FromDays(91));
        await world.AsAsync<AppDbContext, int>(null, async db =>
        {
            var rule = RetentionRules.All.Single(r => r.Key == "follow-up-links");
            var now = world.Time.GetUtcNow();
            return await rule.Erase!(db, now.AddDays(-rule.Days), now, Ct);
        });
        (await phone.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Sent_twice_at_once_is_one_answer_and_other_words_on_unseen_ones_are_told()
    {
        var one = await world.AskedAsync();
        var (path, phone) = (await world.LinkAsync(one), world.Phone());
        await phone.GetStringAsync("/sign-in", Ct);   // Its cookie; two first visits at once would have two.
        var photo = ("photos", "产品.pdf", FollowUpWorld.Pdf);
        var sent = await Task.WhenAll(FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse, photo), FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse, photo));
        sent.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Redirect);
        var answered = await world.ReadAsync(one);
        (answered.Steps, answered.Papers.Count).ShouldBe((one.Steps + 1, 1));

        var late = await FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse with { Sales = "999" });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await late.Content.ReadAsStringAsync(Ct)).ShouldContain("value=\"999\"");
        (await world.ReadAsync(one)).Sales.ShouldBe(120_000m);
    }

    [Fact]
    public async Task An_upload_that_is_refused_keeps_the_words_and_the_good_papers()
    {
        var one = await world.AskedAsync();
        var (path, phone) = (await world.LinkAsync(one), world.Phone());
        var refused = await FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse, ("photos", "好.pdf", FollowUpWorld.Pdf), ("photos", "坏.exe", "MZ"));
        refused.StatusCode.ShouldNotBe(HttpStatusCode.Redirect);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("value=\"滴灌带\"");

        // Another phone, another day: what was typed is still there, and the paper too.
        var page = await world.Phone().GetStringAsync(path, Ct);
        foreach (var says in (string[])["value=\"滴灌带\"", "value=\"120000\"", "好.pdf"]) page.ShouldContain(says);
        page.ShouldNotContain("坏.exe");
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.State.ShouldBe(FollowUpState.Asked), f => f.Use.ShouldBeNull());
        (await FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.State.ShouldBe(FollowUpState.Answered), f => f.Papers.Count.ShouldBe(1), f => f.Draft.ShouldBeNull());
    }

    [Fact]
    public async Task Each_mistake_is_said_at_its_field()
    {
        var one = await world.AskedAsync();
        var (path, phone) = (await world.LinkAsync(one), world.Phone());
        foreach (var (form, says) in new (FollowUpForm, string)[]
        {
            (new(), "请选择用起来了没有"), (FollowUpWorld.InUse with { Product = " " }, "请填写产品名称"), (FollowUpWorld.InUse with { Sales = "-1" }, "最多两位小数"), (FollowUpWorld.InUse with { Jobs = "1.5" }, "整数"),
            (FollowUpWorld.InUse with { ProductNo = "CP-1" }, "请填备案日期"), (FollowUpWorld.InUse with { ProductNo = "CP-1", ProductOn = FollowUpWorld.Typed(world.Today.AddDays(2)) }, "不能晚于今天"),
            (new() { Use = nameof(Use.NotYet) }, "请至少选一个原因"), (new() { Use = nameof(Use.NotYet), Why = [nameof(NotUsed.Other)] }, "请写明是什么"),
        })
        {
            var answer = await FollowUpWorld.SendAsync(phone, path, one.Steps, form);
            (answer.StatusCode, (await answer.Content.ReadAsStringAsync(Ct)).Contains(says, StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true), says);
        }
        (await world.ReadAsync(one)).State.ShouldBe(FollowUpState.Asked);
    }

    [Fact]
    public async Task It_is_corrected_until_the_bureau_looks_and_then_shows_nothing_of_it()
    {
        var one = await world.AskedAsync();
        var (path, phone) = (await world.LinkAsync(one), world.Phone());
        (await FollowUpWorld.SendAsync(phone, path, one.Steps, FollowUpWorld.InUse)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await FollowUpWorld.SendAsync(phone, path, one.Steps + 1, FollowUpWorld.InUse with { Sales = "130000" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.ReadAsync(one)).Sales.ShouldBe(130_000m);

        (await world.StepAsync(one, FollowUpCause.Look)).ShouldBeNull();
        var page = await phone.GetStringAsync(path, Ct);
        page.ShouldContain("正在审核");
        foreach (var hidden in (string[])["130000", "滴灌带\"", "name=\"use\""]) page.ShouldNotContain(hidden);
        (await FollowUpWorld.SendAsync(phone, path, one.Steps + 3, FollowUpWorld.InUse with { Sales = "1" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.ReadAsync(one)).Sales.ShouldBe(130_000m);
    }

    [Fact]
    public async Task The_takers_people_answer_from_their_list_and_strangers_find_nothing()
    {
        var one = await world.AskedAsync();
        var member = await world.App.SignedInAsync(world.Member);
        (await FollowUpWorld.SendAsync(member, FollowUpNotices.MineAt(one), one.Steps, new() { Use = nameof(Use.NotYet), Why = [nameof(NotUsed.Money)] })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.Way.ShouldBe(AnswerWay.Member), f => f.AnsweredBy.ShouldBe(world.Member.Id), f => f.Why.ShouldBe([nameof(NotUsed.Money)]));

        var (_, other) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Web.Platform.Access.Role.Operator);
        (await other.GetAsync(FollowUpNotices.MineAt(one), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var stranger = await world.App.SignedInAsync(world.Stranger);
        foreach (var path in (string[])[FollowUpNotices.At(one), FollowUpNotices.At(one) + "/answer"]) (await stranger.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PostFormAsync("/preferences", FollowUpNotices.At(one) + "?handler=Link")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
