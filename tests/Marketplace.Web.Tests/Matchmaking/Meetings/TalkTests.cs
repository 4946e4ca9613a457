using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.Tests.Catalogue.Searching;
using Marketplace.Web.Tests.Organisations;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Meetings;

public sealed class TalkTests(PostgresServer server) : IAsyncLifetime
{
    private MeetingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await MeetingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task<string> AskAsync(string seen = "no", string text = "能用于红枣吗？")
    {
        var sent = await _world.Owner.Http.FillAsync("/ask?no=" + _world.No, null, ("no", _world.No), ("text", text), ("seen", seen));
        await sent.ShouldGoAsync();
        return sent.Headers.Location!.ToString();
    }

    [Fact]
    public async Task A_question_without_a_match_is_asked_answered_and_read()
    {
        (await _world.PageAsync(_world.App.Http, "/patents/" + _world.No)).ShouldContain("/ask?no=" + _world.No);
        var talk = await AskAsync();
        var page = await _world.PageAsync(_world.Holder.Http, talk);
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("能用于红枣吗"), p => p.ShouldNotContain(_world.Firm.Name));
        await (await _world.Holder.Http.FillAsync(talk, null, ("text", ""))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请写下您要说的话");
        await (await _world.Holder.Http.FillAsync(talk, null, ("text", "可以，见附件"), ("attachments", Visit.Pdf))).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<Talk>())).ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.WaitingSince.ShouldBeNull(), t => t.FirstReplyAt.ShouldNotBeNull());
        (await _world.PageAsync(_world.Owner.Http, "/talks")).ShouldContain("有新消息");
        (await _world.PageAsync(_world.Owner.Http, talk)).ShouldContain("可以，见附件");
        (await _world.PageAsync(_world.Owner.Http, "/talks")).ShouldNotContain("有新消息");

        var file = (await _world.ReadAsync(db => db.Set<StoredFile>())).ShouldHaveSingleItem();
        (await _world.Owner.Http.GetAsync("/papers/" + file.Id, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var other = await _world.MemberAsync(await _world.App.NewOrganisationAsync(), Role.Administrator);
        (await other.Http.GetAsync("/papers/" + file.Id, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Http.GetAsync(talk, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _world.Clerk.Http.GetAsync(talk, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Notices_are_one_until_they_are_read()
    {
        var talk = await AskAsync();
        Task<int> SentAsync() => _world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "meeting.talk" && m.Channel == MessageChannel.InApp && m.RecipientKey == PersonMessages.KeyOf(_world.Holder.Person.Id), Ct));
        for (var i = 0; i < 3; i++)
        {
            _world.Time.Advance(TimeSpan.FromMinutes(1));
            await (await _world.Owner.Http.FillAsync(talk, null, ("text", $"再问 {i}"))).ShouldGoAsync();
        }
        (await SentAsync()).ShouldBe(1);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.PageAsync(_world.Holder.Http, talk);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await (await _world.Owner.Http.FillAsync(talk, null, ("text", "还有一点"))).ShouldGoAsync();
        (await SentAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task The_clock_reminds_the_holder_and_tells_its_bureau()
    {
        var local = await _world.App.NewOrganisationAsync(Web.Organisations.OrganisationKind.Bureau, Inhabitants.Meixian, "眉县测试局");
        var officer = await _world.MemberAsync(local, Role.BureauClerk);
        await AskAsync(text: "保密的问题内容");
        var clock = _world.App.Services.GetRequiredService<MeetingClock>();
        async Task<int> RemindersAsync() => await _world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "meeting.remind" && m.Channel == MessageChannel.InApp, Ct));
        // Monday; two working days later is Wednesday.
        _world.Time.Advance(TimeSpan.FromDays(1));
        await clock.RunAsync(Ct);
        (await RemindersAsync()).ShouldBe(0);
        _world.Time.Advance(TimeSpan.FromDays(1));
        await clock.RunAsync(Ct);
        await clock.RunAsync(Ct);
        (await RemindersAsync()).ShouldBe(1);
        // The term ends on the next Monday; on Tuesday the bureau hears of it, once.
        _world.Time.Advance(TimeSpan.FromDays(6));
        await clock.RunAsync(Ct);
        await clock.RunAsync(Ct);
        var item = (await _world.ReadAsync(db => db.Set<WorkItem>().Where(w => w.Kind == MeetingNotices.Unanswered))).ShouldHaveSingleItem();
        item.ShouldSatisfyAllConditions(w => w.OrganisationId.ShouldBe(local.Id), w => w.Words.Values.ShouldNotContain("保密的问题内容"));
        using var again = await _world.App.SignedInAsync(officer.Person);
        var page = await _world.PageAsync(again, "/mediation");
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("渭川测试大学"), p => p.ShouldNotContain("保密的问题内容"), p => p.ShouldNotContain(_world.Firm.Name));
    }

    [Fact]
    public async Task The_median_is_public_from_three_talks_on()
    {
        await using var scope = _world.App.Services.CreateAsyncScope();
        var record = scope.ServiceProvider.GetRequiredService<ReplyRecord>();
        for (var i = 0; i < 3; i++)
        {
            (await record.OfAsync(_world.University.Id, Ct))?.Public.ShouldBeNull();
            (await _world.PageAsync(_world.App.Http, "/holders/" + _world.University.Uscc)).ShouldNotContain("中位数");
            var talk = await AskAsync(text: $"第 {i} 个问题");
            await _world.AdvanceAsync(TimeSpan.FromHours(5));
            await (await _world.Holder.Http.FillAsync(talk, null, ("text", "答复"))).ShouldGoAsync();
        }
        (await record.OfAsync(_world.University.Id, Ct)).ShouldNotBeNull().ShouldSatisfyAllConditions(f => f.Public!.Value.ShouldBe(5, 0.01), f => f.Share.ShouldBe(1), f => f.Answered.ShouldBe(3));
        (await _world.PageAsync(_world.App.Http, "/holders/" + _world.University.Uscc)).ShouldContain("约 5 小时");
        (await _world.PageAsync(_world.App.Http, "/patents/" + _world.No)).ShouldContain("约 5 小时");
        // And matching knows it on the next day, though nothing of the offer changed.
        await _world.AdvanceAsync(TimeSpan.FromDays(1));
        await PatentWorld.UntilAsync(() => Task.FromResult(_world.App.Services.GetRequiredService<MatchIndex>().Offers.Find(_world.No)?.Facts.Answered == 1));
    }

    [Fact]
    public async Task A_question_becomes_a_need_or_a_request_for_a_licence()
    {
        var talk = await AskAsync(text: "想用在枸杞烘干上，能不能许可给我们");
        var sent = await _world.Owner.Http.FillAsync(talk, "Need", ("text", "想用在枸杞烘干上"));
        sent.StatusCode.ShouldBe(HttpStatusCode.TemporaryRedirect);
        sent.Headers.Location!.ToString().ShouldBe("/needs/new");
        (await _world.ReadAsync(db => db.Set<Talk>())).ShouldHaveSingleItem().BecameNeedAt.ShouldNotBeNull();

        await (await _world.Owner.Http.FillAsync(talk, "Licence", ("form", "OrdinaryLicence"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请确认对方会看到");
        await (await _world.Owner.Http.FillAsync(talk, "Licence", ("form", "Assignment"), ("agreed", "yes"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请选择权利人提供的许可方式");
        await (await _world.Owner.Http.FillAsync(talk, "Licence", ("form", "OrdinaryLicence"), ("agreed", "yes"))).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<LicenceRequest>())).ShouldHaveSingleItem().AskerId.ShouldBe(_world.Firm.Id);
        (await _world.PageAsync(_world.Holder.Http, talk)).ShouldSatisfyAllConditions(p => p.ShouldContain(_world.Firm.Name), p => p.ShouldContain("许可意向"));
        (await _world.ReadAsync(db => db.Set<WorkItem>().Where(w => w.Kind == MeetingNotices.Licence))).ShouldHaveSingleItem();
        (await _world.Holder.Http.FillAsync(talk, "Licence", ("form", "OrdinaryLicence"), ("agreed", "yes"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Somebody_without_an_organisation_asks_the_gazettes_offers_are_answered_by_the_bureau_and_all_goes_with_the_person()
    {
        var no = await _world.OfferAsync(null, "公报中的装置", "公告-1");
        var person = await _world.App.NewPersonAsync("独行客");
        using var http = await _world.App.SignedInAsync(person);
        var talk = (await http.FillAsync("/ask?no=" + no, null, ("no", no), ("text", "怎么联系权利人？"), ("seen", "yes"))).Headers.Location!.ToString();
        (await _world.PageAsync(_world.Clerk.Http, talk)).ShouldSatisfyAllConditions(p => p.ShouldContain("怎么联系权利人"), p => p.ShouldNotContain("独行客"));
        await (await _world.Clerk.Http.FillAsync(talk, null, ("text", "请打公报上的电话"))).ShouldGoAsync();
        await (await http.FillAsync(talk, "Reveal")).ShouldGoAsync();
        (await _world.PageAsync(_world.Clerk.Http, talk)).ShouldContain("独行客");

        var data = _world.App.Services.GetServices<IPersonalData>().Single(d => d.Key == "talks");
        (await _world.App.WithDatabaseAsync(db => data.ReadAsync(db, person.Id, Ct))).ShouldHaveSingleItem().ShouldContain(f => f.Value == "怎么联系权利人？");
        await _world.App.WithDatabaseAsync(async db =>
        {
            await data.EraseAsync(db, person.Id, _world.Time.GetUtcNow(), Ct);
            return 0;
        });
        (await _world.ReadAsync(db => db.Set<Talk>())).ShouldBeEmpty();
        (await _world.ReadAsync(db => db.Set<TalkMessage>())).ShouldBeEmpty();
        // Not offered, own, unknown: nobody to ask.
        (await http.GetAsync("/ask?no=2023199999999", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await _world.Holder.Http.FillAsync("/ask?no=" + _world.No, null, ("no", _world.No), ("text", "自问"), ("seen", "no"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "本单位自己的专利");
    }
}
