using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Tests.Matchmaking.Meetings;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Matchmaking.Lists;

public sealed class MatchListTests(PostgresServer server) : IAsyncLifetime
{
    private MeetingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await MeetingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_owner_sees_matches_with_score_fee_and_holder_and_answers_them_with_undo()
    {
        var path = $"/needs/{_world.Need.Id}/matches";
        var page = await _world.PageAsync(_world.Owner.Http, path);
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("一种浆果低温均匀干燥装置</a>"), p => p.ShouldContain("82 分"), p => p.ShouldContain("很可能适合"), p => p.ShouldContain("一次性支付 5 万元"), p => p.ShouldContain("渭川测试大学"));
        (await _world.ReadAsync(db => db.Set<MatchLogEntry>())).ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Moment.ShouldBe(MatchMoment.Shown), e => e.Rank.ShouldBe(1), e => e.WeightsVersion.ShouldBe("test"), e => e.InputsHash.ShouldBe("hash-Need"));

        await (await _world.Owner.Http.FillAsync(path, "Answer", ("no", _world.No), ("answer", "NotFitting"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请选择为什么不合适");
        await (await _world.Owner.Http.FillAsync(path, "Answer", ("no", _world.No), ("answer", "NotFitting"), ("why", "TooDear"), ("words", "超出我们能付的"))).ShouldGoAsync();
        var answer = (await _world.ReadAsync(db => db.Set<MatchAnswer>())).ShouldHaveSingleItem();
        answer.ShouldSatisfyAllConditions(a => a.Why.ShouldBe(WhyNot.TooDear), a => a.ScoreThen.ShouldBe(81.5), a => a.FactorsThen!.Length.ShouldBe(2), a => a.PersonId.ShouldBe(_world.Owner.Person.Id));
        var after = await _world.PageAsync(_world.Owner.Http, path);
        after.ShouldSatisfyAllConditions(p => p.ShouldNotContain("一种浆果低温均匀干燥装置</a>"), p => p.ShouldContain("撤销"));
        (await _world.PageAsync(_world.Owner.Http, path + "?show=dismissed")).ShouldContain("超出我们能付的");
        await (await _world.Owner.Http.FillAsync(path, "TakeBack", ("no", _world.No))).ShouldGoAsync();
        (await _world.PageAsync(_world.Owner.Http, path)).ShouldContain("一种浆果低温均匀干燥装置");

        // What was said stays when the derived row goes.
        await (await _world.Owner.Http.FillAsync(path, "Answer", ("no", _world.No), ("answer", "Later"))).ShouldGoAsync();
        await _world.App.WithDatabaseAsync(db => db.Set<Match>().ExecuteDeleteAsync(Ct));
        (await _world.ReadAsync(db => db.Set<MatchAnswer>())).ShouldHaveSingleItem().Answer.ShouldBe(Verdict.Later);
    }

    [Fact]
    public async Task Lists_are_paged_filtered_exported_and_say_why_they_are_empty()
    {
        var path = $"/needs/{_world.Need.Id}/matches";
        for (var i = 0; i < 11; i++) await _world.MatchAsync(_world.Need, await _world.OfferAsync(_world.University, $"干燥方案第{i}号"), 50 - i);
        var first = await _world.PageAsync(_world.Owner.Http, path);
        first.ShouldSatisfyAllConditions(p => p.ShouldContain("干燥方案第0号"), p => p.ShouldNotContain("干燥方案第10号"), p => p.ShouldContain("after="));
        var next = first.Split("/matches?after=")[1].Split('"')[0];
        (await _world.PageAsync(_world.Owner.Http, $"{path}?after={next}")).ShouldSatisfyAllConditions(p => p.ShouldContain("干燥方案第10号"), p => p.ShouldNotContain("干燥方案第0号"));
        (await _world.PageAsync(_world.Owner.Http, path + "?form=Assignment")).ShouldContain("没有符合筛选的结果");
        var table = await _world.Owner.Http.GetStringAsync(path + "/export.csv", Ct);
        table.ShouldSatisfyAllConditions(t => t.ShouldContain("干燥方案第10号"), t => t.ShouldContain("一次性支付"));

        var fresh = await _world.NeedAsync(state: NeedState.Paused);
        (await _world.PageAsync(_world.Owner.Http, $"/needs/{fresh.Id}/matches")).ShouldSatisfyAllConditions(p => p.ShouldContain("暂时没有合适的专利"), p => p.ShouldContain("需求不在征集中"));
        (await _world.PageAsync(_world.Owner.Http, $"{path}/{_world.No}")).ShouldSatisfyAllConditions(p => p.ShouldContain("联系权利人"), p => p.ShouldContain("相似专利"));
    }

    [Fact]
    public async Task Nobody_else_has_an_address_of_the_owners_list()
    {
        var other = await _world.MemberAsync(await _world.App.NewOrganisationAsync(), Role.Administrator);
        foreach (var http in (HttpClient[])[other.Http, _world.Holder.Http, _world.Clerk.Http])
        {
            foreach (var path in (string[])["", "/" + _world.No, "/export.csv"])
                (await http.GetAsync($"/needs/{_world.Need.Id}/matches{path}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            (await http.GetAsync($"/needs/{_world.Need.Id}/disclosures", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await other.Http.GetAsync($"/needs/{Guid.CreateVersion7()}/matches", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_holder_sees_a_card_by_need_or_by_patent_and_can_send_it_away()
    {
        var page = await _world.PageAsync(_world.Holder.Http, "/portfolio/needs");
        foreach (var (http, path) in new[] { (_world.Holder.Http, "/portfolio/needs"), (_world.Owner.Http, $"/needs/{_world.Need.Id}/matches") })
            (await http.GetStringAsync(path, Ct)).ShouldContain("一种浆果低温<mark>均匀干燥</mark>装置</a>");
        page.ShouldSatisfyAllConditions(p => p.ShouldContain(_world.Need.Pseudonym), p => p.ShouldContain(MeetingWorld.Words), p => p.ShouldContain("72 分"), p => p.ShouldContain("博尔塔拉"), p => p.ShouldNotContain("博乐市"));
        (await _world.PageAsync(_world.Holder.Http, "/portfolio/needs?by=patent")).ShouldContain("能回应 1 个");
        (await _world.Holder.Http.GetStringAsync("/portfolio/needs/export.csv", Ct)).ShouldContain(_world.Need.Pseudonym);
        (await _world.PageAsync(_world.Holder.Http, "/patents/" + _world.No)).ShouldContain("能回应 1 个征集中的需求");
        (await _world.PageAsync(_world.Owner.Http, "/patents/" + _world.No)).ShouldNotContain("征集中的需求");

        var own = "/portfolio/needs/" + _world.Need.Pseudonym;
        await (await _world.Holder.Http.FillAsync(own, "Answer", ("no", _world.No), ("answer", "NotFitting"), ("why", "NotMyField"))).ShouldGoAsync();
        (await _world.PageAsync(_world.Holder.Http, "/portfolio/needs")).ShouldNotContain(_world.Need.Pseudonym);
        (await _world.PageAsync(_world.Holder.Http, "/portfolio/needs?show=dismissed")).ShouldContain(_world.Need.Pseudonym);
        (await _world.ReadAsync(db => db.Set<MatchAnswer>())).ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Side.ShouldBe(MatchSide.Offer), a => a.OrganisationId.ShouldBe(_world.University.Id), a => a.ScoreThen.ShouldBe(71.5));
    }
}
