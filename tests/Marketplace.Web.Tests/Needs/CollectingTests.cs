using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Needs;
using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.Tests.Organisations;
using Marketplace.Web.WorkList;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Needs;

public sealed class CollectingTests(PostgresServer server) : IAsyncLifetime
{
    private const string Text = "家里三十亩枸杞烘干太慢，一遇到下雨就发霉，请打13800138000，想要便宜的烘干设备。";

    private NeedWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await NeedWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_need_left_without_a_code_waits_for_the_station_and_is_claimed_with_the_number()
    {
        var phone = Inhabitants.NewPhone();
        var left = await _world.App.Http.FillAsync("/needs/farm", null, ("text", Text), ("crop", "枸杞"), ("place", "博乐市"), ("contact", "艾力"), ("phone", phone), ("agreed", "true"));
        await left.ShouldGoAsync();
        var link = left.Headers.Location!.ToString();
        var need = (await _world.ReadAsync(db => db.Set<Need>())).Single();
        need.ShouldSatisfyAllConditions(n => n.State.ShouldBe(NeedState.Draft), n => n.OwnerId.ShouldBeNull(), n => n.BureauId.ShouldBe(_world.Bureau.Id), n => n.Crop.ShouldBe("枸杞"), n => n.Summary.ShouldNotContain("13800138000"), n => n.RegionPath.ShouldContain("652701"));
        (await _world.ReadAsync(db => db.Set<Message>().Where(m => m.Template == "need.left" && m.Address == phone))).ShouldHaveSingleItem();
        (await _world.App.Http.GetStringAsync(link, Ct)).ShouldContain("收到了");
        (await _world.ReadAsync(db => db.Set<WorkItem>().Where(w => w.Kind == NeedWork.Verify && w.DoneAt == null))).Single().OrganisationId.ShouldBe(_world.Bureau.Id);
        var item = $"/needs/collected/{need.Id}";
        (await _world.Clerk.Http.GetStringAsync(item, Ct)).ShouldContain(phone);
        (await _world.Stranger.Http.GetAsync(item, Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        await (await _world.Clerk.Http.FillAsync(item, null, ("act", "verify"))).ShouldGoAsync();
        (await _world.NeedAsync(need.Id)).State.ShouldBe(NeedState.Open);

        // Somebody with another number finds nothing to claim; the one with this number does, and it is theirs.
        using var other = await _world.App.SignedInAsync(await _world.App.NewPersonAsync());
        (await other.GetStringAsync("/needs", Ct)).ShouldNotContain("烘干");
        (await other.FillAsync("/needs", "Claim", ("id", need.Id))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var person = await _world.App.NewPersonAsync(phone: phone);
        using var mine = await _world.App.SignedInAsync(person);
        await (await mine.FillAsync("/needs", "Claim", ("id", need.Id))).ShouldGoAsync();
        (await mine.GetStringAsync($"/needs/{need.Id}", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("烘干"), p => p.ShouldContain("13800138000"));
        (await other.GetAsync($"/needs/{need.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // From here on the station sees no number, and the link shows nothing.
        (await _world.Clerk.Http.GetStringAsync(item, Ct)).ShouldNotContain(phone);
        (await _world.App.Http.GetStringAsync(link, Ct)).ShouldNotContain("烘干");
        // Erased with the person.
        await _world.AsAsync(person, async s => (await s.GetRequiredService<Erasure>().EraseAsync(person.Id, Ct)).Failures.Count);
        (await _world.ReadAsync(db => db.Set<Need>())).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_has_the_link_takes_it_back_and_one_number_leaves_three_a_day()
    {
        var phone = Inhabitants.NewPhone();
        var given = new LeftNeed { Text = Text, Phone = phone, Region = Inhabitants.Bole, Agreed = true, Once = Guid.CreateVersion7() };
        Task<Web.Platform.Errors.Outcome<Need>> LeaveAsync(LeftNeed what) => _world.AsAsync(_world.Clerk.Person, s => s.GetRequiredService<LeaveDesk>().LeaveAsync(what, [], proven: true, null, Ct));
        var first = await LeaveAsync(given);
        first.Value.State.ShouldBe(NeedState.Open);
        (await LeaveAsync(given)).Value.Id.ShouldBe(first.Value.Id);
        for (var i = 0; i < 2; i++) (await LeaveAsync(given with { Once = Guid.CreateVersion7() })).Failures.ShouldBeEmpty();
        (await LeaveAsync(given with { Once = Guid.CreateVersion7() })).Failures.Single().Code.ShouldBe("needs_per_day");
        (await LeaveAsync(given with { Once = Guid.CreateVersion7(), Agreed = false, Phone = "12345" })).Failures.Select(f => f.Code).ShouldBe(["need_phone_wrong", "need_consent_missing"]);
        var link = await _world.AsAsync(_world.Clerk.Person, s => Task.FromResult(s.GetRequiredService<LeaveDesk>().LinkTo(first.Value.Id)));
        await (await _world.App.Http.FillAsync(link, null)).ShouldGoAsync();
        (await _world.NeedAsync(first.Value.Id)).State.ShouldBe(NeedState.Withdrawn);
        (await _world.App.Http.GetAsync("/needs/left/forged", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_station_enters_on_behalf_with_consent_and_the_owner_takes_it_over()
    {
        var fields = new (string, object)[] { ("text", "酿酒葡萄园冬天埋土太费人工，想要机械化埋土的设备。"), ("region", Inhabitants.Bole), ("uscc", _world.Owner.Uscc), ("contact", "阿依古丽"), ("on", Dates.Today(_world.Time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) };
        await (await _world.Clerk.Http.FillAsync("/needs/on-behalf", null, fields)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "怎样同意的");
        await (await _world.Clerk.Http.FillAsync("/needs/on-behalf", null, [.. fields, ("how", "Paper")])).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请上传签字的纸");
        var entered = await _world.Clerk.Http.FillAsync("/needs/on-behalf", null, [.. fields, ("how", "Paper"), ("paper", Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF"))]);
        await entered.ShouldGoAsync();
        var need = (await _world.ReadAsync(db => db.Set<Need>())).Single();
        need.ShouldSatisfyAllConditions(n => n.Source.ShouldBe(NeedSource.OnBehalf), n => n.OwnerId.ShouldBe(_world.Owner.Id), n => n.State.ShouldBe(NeedState.Open));
        (await _world.ReadAsync(db => db.Set<NeedConsent>())).Single().ShouldSatisfyAllConditions(c => c.How.ShouldBe(ConsentWay.Paper), c => c.RecordedBy.ShouldBe(_world.Clerk.Person.Id));
        (await _world.Clerk.Http.GetStringAsync(entered.Headers.Location!.ToString(), Ct)).ShouldContain("阿依古丽");
        (await _world.Operator.Http.GetStringAsync($"/needs/{need.Id}", Ct)).ShouldContain("替您录入");
        // The papers: consent for both, photographs and detail for the owner only.
        await (await _world.Operator.Http.FillAsync($"/needs/{need.Id}", null, ("step", "Pause"))).ShouldGoAsync();
        (await _world.NeedAsync(need.Id)).PersonId.ShouldBe(_world.Operator.Person.Id);
        (await _world.Clerk.Http.GetStringAsync($"/needs/collected/{need.Id}", Ct)).ShouldNotContain("阿依古丽");
        (await _world.Operator.Http.GetAsync("/needs/on-behalf", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_drive_is_opened_answered_counted_and_its_duplicates_put_together_and_apart()
    {
        var http = _world.Clerk.Http;
        var until = Dates.Today(_world.Time).AddDays(30);
        var made = await http.FillAsync("/drives/new", null, ("title", "博州冬季技术需求征集"), ("notice", "请各企业填报。"), ("region", Inhabitants.Bozhou), ("deadline", until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("target[652701]", "4"));
        await made.ShouldGoAsync();
        var progress = made.Headers.Location!.ToString();
        var id = Guid.Parse(progress.Split('/')[2]);
        (await _world.App.Http.GetAsync($"/drives/{id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await http.FillAsync(progress, null, ("act", "open"))).ShouldGoAsync();
        (await _world.App.Http.GetStringAsync($"/drives/{id}", Ct)).ShouldContain("请各企业填报");
        (await _world.App.Http.GetStringAsync($"/drives/{id}/form", Ct)).ShouldContain("签字");
        (await _world.App.Http.GetAsync($"/drives/{id}/qr.svg", Ct)).Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        foreach (var phone in (string[])[Inhabitants.NewPhone(), Inhabitants.NewPhone()])
            await (await _world.App.Http.FillAsync($"/needs/leave?drive={id}", null, ("text", "枸杞烘干太慢，一遇到下雨就发霉，想要便宜的烘干设备。"), ("drive", id), ("region", Inhabitants.Bole), ("phone", phone), ("agreed", "true"))).ShouldGoAsync();
        (await http.GetStringAsync(progress, Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("已征集 2 条，目标 4 条"), p => p.ShouldContain("50%"), p => p.ShouldContain("文字相同 100%"));
        var needs = await _world.ReadAsync(db => db.Set<Need>().OrderBy(n => n.Id));
        await (await http.FillAsync(progress, null, ("act", "merge"), ("need", needs[1].Id), ("into", needs[0].Id))).ShouldGoAsync();
        (await http.GetStringAsync(progress, Ct)).ShouldContain("已征集 1 条");
        await (await http.FillAsync(progress, null, ("act", "undo"), ("need", needs[1].Id))).ShouldGoAsync();
        (await _world.NeedAsync(needs[1].Id)).ShouldSatisfyAllConditions(n => n.MergedInto.ShouldBeNull(), n => n.State.ShouldBe(NeedState.Draft));
        (await http.GetStringAsync($"/drives/{id}/export.csv", Ct)).ShouldContain("枸杞烘干太慢");

        // Another bureau does not see it; the night reminds and closes it.
        var meixian = await _world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var (_, elsewhere) = await _world.App.NewMemberAsync(meixian, Role.BureauClerk);
        (await elsewhere.GetAsync(progress, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetAsync($"/drives/{id}/export.csv", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        elsewhere.Dispose();
        _world.Time.Advance(TimeSpan.FromDays(25));
        (await _world.AsAsync(_world.Clerk.Person, s => s.GetRequiredService<DriveNight>().RunAsync(Ct))).ShouldBe((0, 1));
        _world.Time.Advance(TimeSpan.FromDays(10));
        (await _world.AsAsync(_world.Clerk.Person, s => s.GetRequiredService<DriveNight>().RunAsync(Ct))).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_table_is_looked_at_saved_and_its_refused_rows_come_back()
    {
        var csv = Encoding.UTF8.GetBytes("联系人,需求描述,需求名称,预算（万元）\n阿依古丽,发酵罐上下温度相差四度，要自动控温,发酵罐温度不均,30\n,短,短名,三十\n");
        var sent = await _world.Operator.Http.FillAsync("/needs/import", null, ("table", csv));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        var preview = sent.Headers.Location!.ToString();
        (await _world.ReadAsync(db => db.Set<Need>())).ShouldBeEmpty();
        (await _world.Operator.Http.GetStringAsync(preview, Ct)).ShouldContain("可以导入 1 行，有问题 1 行");
        var token = Uri.UnescapeDataString(preview[(preview.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        (await _world.Operator.Http.GetStringAsync($"/needs/import/rejects.csv?file={Uri.EscapeDataString(token)}", Ct)).ShouldContain("短名");
        // A file is its sender's.
        (await _world.Stranger.Http.GetAsync(preview, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await _world.Operator.Http.FillAsync("/needs/import", "Save", ("file", token), ("open", "true"))).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<Need>())).Single().ShouldSatisfyAllConditions(n => n.Source.ShouldBe(NeedSource.Import), n => n.State.ShouldBe(NeedState.Open));
    }
}
