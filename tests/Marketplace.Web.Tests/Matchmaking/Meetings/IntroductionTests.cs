using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Tests.Organisations;
using Marketplace.Web.WorkList;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Meetings;

public sealed class IntroductionTests(PostgresServer server) : IAsyncLifetime
{
    private MeetingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await MeetingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_owner_writes_under_its_pseudonym_and_the_talk_is_open_at_once()
    {
        var talk = await _world.ContactAsync();
        (await _world.ReadAsync(db => db.Set<Introduction>())).ShouldHaveSingleItem().ShouldSatisfyAllConditions(i => i.State.ShouldBe(IntroductionState.Accepted), i => i.AskedBy.ShouldBe(MeetingSide.Owner));
        (await _world.PageAsync(_world.Holder.Http, talk)).ShouldSatisfyAllConditions(p => p.ShouldContain("每小时能处理多少"), p => p.ShouldContain(_world.Need.Pseudonym), p => p.ShouldNotContain(_world.Firm.Name));
        (await _world.PageAsync(_world.Holder.Http, "/talks")).ShouldSatisfyAllConditions(p => p.ShouldContain("待您答复"), p => p.ShouldNotContain(_world.Firm.Name));
        (await _world.ReadAsync(db => db.Set<MatchAnswer>())).ShouldHaveSingleItem().Answer.ShouldBe(Verdict.Interested);
        (await _world.ReadAsync(db => db.Set<MatchLogEntry>().Where(e => e.Moment == MatchMoment.Contacted))).ShouldHaveSingleItem();
        (await _world.ReadAsync(db => db.Set<WorkItem>().Where(w => w.Kind == MeetingNotices.Answer))).ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.OrganisationId.ShouldBe(_world.University.Id), w => w.Due.ShouldBe(new(2026, 11, 23)));
        // Writing again from the page of the match goes on in the same talk.
        (await _world.PageAsync(_world.Owner.Http, $"/needs/{_world.Need.Id}/matches/{_world.No}")).ShouldContain("您已经和权利人在沟通");
    }

    [Fact]
    public async Task The_owner_may_be_seen_from_the_first_word()
    {
        var talk = await _world.ContactAsync(seen: "yes");
        (await _world.PageAsync(_world.Holder.Http, talk)).ShouldSatisfyAllConditions(p => p.ShouldContain(_world.Firm.Name), p => p.ShouldNotContain(MeetingWorld.Detail));
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Act == "need.disclosed"))).ShouldHaveSingleItem().Details.ShouldContain("Identity");
    }

    [Fact]
    public async Task A_holder_asks_and_the_owner_decides()
    {
        var path = "/portfolio/needs/" + _world.Need.Pseudonym;
        var asked = await _world.Holder.Http.FillAsync(path, "Ask", ("no", _world.No), ("note", "我们做过枸杞"));
        await asked.ShouldGoAsync();
        var address = asked.Headers.Location!.ToString();
        // A second click is the same request.
        (await _world.Holder.Http.FillAsync(path, "Ask", ("no", _world.No))).Headers.Location!.ToString().ShouldBe(address);
        (await _world.ReadAsync(db => db.Set<WorkItem>().Where(w => w.Kind == MeetingNotices.Decide && w.DoneAt == null))).ShouldHaveSingleItem().OrganisationId.ShouldBe(_world.Firm.Id);
        (await _world.ReadAsync(db => db.Set<Message>().Where(m => m.Template == "meeting.introduction"))).ShouldNotBeEmpty();
        (await _world.PageAsync(_world.Owner.Http, address)).ShouldSatisfyAllConditions(p => p.ShouldContain("渭川测试大学"), p => p.ShouldContain("我们做过枸杞"));
        (await _world.PageAsync(_world.Holder.Http, address)).ShouldNotContain(_world.Firm.Name);
        // The holder cannot decide for the owner.
        (await _world.Holder.Http.FillAsync(address, "Agree")).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await (await _world.Owner.Http.FillAsync(address, "Agree", ("seen", "no"))).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<Talk>())).ShouldHaveSingleItem().WaitingSince.ShouldBeNull();
        (await _world.ReadAsync(db => db.Set<WorkItem>().Where(w => w.DoneAt == null))).ShouldBeEmpty();
        (await _world.Owner.Http.FillAsync(address, "Decline")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_no_holds_for_a_while_and_a_request_nobody_decides_runs_out()
    {
        var path = "/portfolio/needs/" + _world.Need.Pseudonym;
        var address = (await _world.Holder.Http.FillAsync(path, "Ask", ("no", _world.No))).Headers.Location!.ToString();
        await (await _world.Owner.Http.FillAsync(address, "Decline", ("reason", "暂不考虑"))).ShouldGoAsync();
        (await _world.PageAsync(_world.Holder.Http, address)).ShouldContain("暂不考虑");
        await (await _world.Holder.Http.FillAsync(path, "Ask", ("no", _world.No))).ShouldRefuseAsync(HttpStatusCode.Conflict, "需求方不久前谢绝过");

        var other = await _world.OfferAsync(_world.University, "另一种干燥机");
        await _world.MatchAsync(_world.Need, other);
        var second = (await _world.Holder.Http.FillAsync(path, "Ask", ("no", other))).Headers.Location!.ToString();
        await _world.AdvanceAsync(TimeSpan.FromDays(31));
        await _world.App.Services.GetRequiredService<MeetingClock>().RunAsync(Ct);
        (await _world.ReadAsync(db => db.Set<Introduction>().Where(i => i.State == IntroductionState.Expired))).ShouldHaveSingleItem();
        (await _world.PageAsync(_world.Holder.Http, second)).ShouldContain("逾期未答复");
    }

    [Fact]
    public async Task A_bureau_proposes_and_each_side_agrees()
    {
        var page = "/mediation/needs/" + _world.Need.Pseudonym;
        (await _world.PageAsync(_world.Clerk.Http, page)).ShouldSatisfyAllConditions(p => p.ShouldContain("渭川测试大学"), p => p.ShouldContain("辖区外"), p => p.ShouldNotContain(_world.Firm.Name));
        var proposed = await _world.Clerk.Http.FillAsync(page, "Propose", ("no", _world.No), ("note", "请双方看看"));
        await proposed.ShouldGoAsync();
        var address = proposed.Headers.Location!.ToString();
        await (await _world.Holder.Http.FillAsync(address, "Agree")).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<Talk>())).ShouldBeEmpty();
        await (await _world.Owner.Http.FillAsync(address, "Agree")).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<Talk>())).ShouldHaveSingleItem();
        var seen = await _world.PageAsync(_world.Clerk.Http, address);
        seen.ShouldSatisfyAllConditions(p => p.ShouldContain("已对接"), p => p.ShouldNotContain(_world.Firm.Name), p => p.ShouldNotContain("/talks/0"));

        // Of another region there is neither need nor proposal.
        var elsewhere = await _world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var stranger = await _world.MemberAsync(elsewhere, Role.BureauClerk);
        (await stranger.Http.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.Http.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_opened_needs_the_undertaking_is_noted_and_ends_when_taken_back()
    {
        await _world.ContactAsync();
        var (owner, holder) = (_world.Owner.Http, _world.Holder.Http);
        var (desk, sight) = ($"/needs/{_world.Need.Id}/disclosures", "/portfolio/needs/" + _world.Need.Pseudonym);
        await (await owner.FillAsync(desk, "Grant", ("holder", _world.University.Id))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请至少选择一项");
        await (await owner.FillAsync(desk, "Grant", ("holder", _world.University.Id), ("parts", "Detail"), ("parts", "Budget"))).ShouldGoAsync();
        (await _world.PageAsync(holder, sight)).ShouldSatisfyAllConditions(p => p.ShouldContain("保密承诺"), p => p.ShouldNotContain(MeetingWorld.Detail), p => p.ShouldNotContain("65.43"));
        await (await holder.FillAsync(sight, "Accept", ("hash", Nda.Hash))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请勾选同意");
        await (await holder.FillAsync(sight, "Accept", ("hash", "other"), ("agreed", "yes"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "文本已更新");
        await (await holder.FillAsync(sight, "Accept", ("hash", Nda.Hash), ("agreed", "yes"))).ShouldGoAsync();
        (await _world.PageAsync(holder, sight)).ShouldSatisfyAllConditions(p => p.ShouldContain(MeetingWorld.Detail), p => p.ShouldContain("65.43"), p => p.ShouldNotContain(_world.Firm.Name), p => p.ShouldNotContain("13912345678"));
        (await _world.ReadAsync(db => db.Set<NeedSeen>())).ShouldHaveSingleItem().Parts.ShouldBe([DisclosedPart.Detail, DisclosedPart.Budget]);

        await (await owner.FillAsync(desk, "Revoke", ("holder", _world.University.Id))).ShouldGoAsync();
        (await _world.PageAsync(holder, sight)).ShouldSatisfyAllConditions(p => p.ShouldNotContain(MeetingWorld.Detail), p => p.ShouldNotContain("65.43"));
        (await _world.PageAsync(owner, desk)).ShouldSatisfyAllConditions(p => p.ShouldContain("对方查看过 1 次"), p => p.ShouldContain("以前的开放"));
        var audit = await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("need.")));
        audit.Select(e => e.Act).ShouldBe(["need.disclosed", "need.nda-accepted", "need.revoked"], ignoreOrder: true);
        audit.ShouldAllBe(e => !e.Details.Contains("机密"));
        // Nobody is opened anything that has nothing to do with the need.
        (await owner.FillAsync(desk, "Grant", ("holder", _world.Bureau.Id), ("parts", "Detail"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
