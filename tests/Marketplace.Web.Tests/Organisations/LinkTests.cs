using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>Nobody becomes a subsidiary by another's word, and no right follows before both sides agree.</summary>
public sealed class LinkTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateOnly Today => Dates.Today(TimeProvider.System);

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_lower_one_confirms_and_only_then_it_stands_below()
    {
        var (upper, boss, upperHttp) = await OrganisationAsync();
        var (lower, _, lowerHttp) = await OrganisationAsync();
        var page = await EnterAsync(upper, upperHttp, lower);
        (await IsAboveAsync(upper, lower)).ShouldBeFalse();
        (await upperHttp.GetStringAsync($"/organisations/{upper.Uscc}/structure", Ct)).ShouldContain("未确认");
        (await WorkAsync()).ShouldSatisfyAllConditions(w => w.OrganisationId.ShouldBe(lower.Id), w => w.Link.ShouldBe(page), w => w.WaitingOrganisationId.ShouldBe(upper.Id));
        // The upper one has entered it and cannot answer it.
        (await upperHttp.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await lowerHttp.GetStringAsync($"/organisations/{lower.Uscc}/structure", Ct)).ShouldContain(page);
        await (await lowerHttp.FillAsync(page, null)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请选择确认或不确认");
        var form = await lowerHttp.GetStringAsync(page, Ct);
        for (var again = 0; again < 2; again++) await (await lowerHttp.SendFormAsync(form, page, null, ("decision", "confirm"))).ShouldGoAsync();
        (await IsAboveAsync(upper, lower)).ShouldBeTrue();
        (await WorkAsync()).DoneAt.ShouldNotBeNull();
        (await ToldAsync(boss)).ShouldBe(["link.confirmed"]);
        // Either side ends it.
        var id = Guid.Parse(page.Split('/')[^1]);
        await (await lowerHttp.FillAsync($"/organisations/{lower.Uscc}/structure", "End", ("id", id))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => OrganisationLinks.IsAboveAsync(db, upper.Id, lower.Id, Today.AddDays(1), Ct))).ShouldBeFalse();
        (await ToldAsync(boss)).ShouldContain("link.ended");
    }

    [Fact]
    public async Task Declined_with_a_reason_there_is_no_link_and_it_can_be_entered_again()
    {
        var (upper, boss, upperHttp) = await OrganisationAsync();
        var (lower, _, lowerHttp) = await OrganisationAsync();
        var page = await EnterAsync(upper, upperHttp, lower);
        await (await lowerHttp.FillAsync(page, null, ("decision", "decline"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请写明原因");
        await (await lowerHttp.FillAsync(page, null, ("decision", "decline"), ("reason", "从未有过隶属关系"))).ShouldGoAsync();
        (await IsAboveAsync(upper, lower)).ShouldBeFalse();
        (await ToldAsync(boss)).ShouldBe(["link.declined"]);
        (await upperHttp.GetStringAsync($"/organisations/{upper.Uscc}/structure", Ct)).ShouldContain("从未有过隶属关系");
        var again = await EnterAsync(upper, upperHttp, lower);
        again.ShouldNotBe(page);
        await (await upperHttp.FillAsync($"/organisations/{upper.Uscc}/structure", "End", ("id", again.Split('/')[^1]))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.DoneAt == null, Ct))).ShouldBe(0);
        await (await lowerHttp.GetAsync(again, Ct)).ShouldRefuseAsync(HttpStatusCode.OK, "已撤回");
    }

    [Fact]
    public async Task A_listed_one_is_confirmed_by_its_bureau_and_asked_itself_once_it_has_come()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var (_, reviewer) = await _app.NewMemberAsync(bureau, Role.BureauReviewer);
        var (_, elsewhere) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer);
        var (upper, _, http) = await OrganisationAsync();
        var first = await _app.NewOrganisationAsync(state: OrganisationState.Listed);
        var page = await EnterAsync(upper, http, first);
        (await WorkAsync()).ShouldSatisfyAllConditions(w => w.OrganisationId.ShouldBe(bureau.Id), w => w.Role.ShouldBe(Role.BureauReviewer));
        (await elsewhere.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await reviewer.FillAsync(page, null, ("decision", "confirm"))).ShouldGoAsync();
        (await IsAboveAsync(upper, first)).ShouldBeTrue();

        var second = await _app.NewOrganisationAsync(name: "后来入驻的企业", state: OrganisationState.Listed);
        var waiting = await EnterAsync(upper, http, second);
        var applicant = await _app.NewPersonAsync();
        await _app.WithDatabaseAsync(db =>
        {
            db.Add(new RegistrationCase
            {
                ApplicantId = applicant.Id,
                Uscc = second.Uscc,
                Kind = second.Kind,
                Name = second.Name,
                FoldedName = second.FoldedName,
                RegionCode = second.RegionCode,
                RegionPath = second.RegionPath,
                State = OrganisationState.Submitted,
                CreatedAt = TimeProvider.System.GetUtcNow(),
                SubmittedAt = TimeProvider.System.GetUtcNow(),
            });
            return db.SaveChangesAsync(Ct);
        });
        await (await reviewer.FillAsync($"/organisations/review/{second.Uscc}", null, ("decision", "approve"))).ShouldGoAsync();
        // Its own people are there now: the bureau answers for it no more.
        await (await reviewer.GetAsync(waiting, Ct)).ShouldRefuseAsync(HttpStatusCode.OK, "状态");
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(w => w.Kind == "link.confirm" && w.DoneAt == null, Ct))).OrganisationId.ShouldBe(second.Id);
        using var own = await _app.SignedInAsync(applicant);
        await (await own.FillAsync(waiting, null, ("decision", "confirm"))).ShouldGoAsync();
        (await IsAboveAsync(upper, second)).ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_entered_it_does_not_confirm_it_and_of_two_that_name_each_other_one_stands()
    {
        var (upper, boss, upperHttp) = await OrganisationAsync();
        var (lower, _, lowerHttp) = await OrganisationAsync();
        var down = await EnterAsync(upper, upperHttp, lower);
        var up = await EnterAsync(lower, lowerHttp, upper);
        await _app.JoinAsync(boss, lower, Role.Administrator);
        using var both = await _app.SignedInAsync(boss, lower.Id);
        await (await both.GetAsync(down, Ct)).ShouldRefuseAsync(HttpStatusCode.OK, "前一步由您本人办理");
        await (await lowerHttp.FillAsync(down, null, ("decision", "confirm"))).ShouldGoAsync();
        using var answering = (await _app.NewMemberAsync(upper, Role.Administrator)).Http;
        await (await answering.FillAsync(up, null, ("decision", "confirm"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "循环");
        (await IsAboveAsync(lower, upper)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_lent_inside_the_group_ends_with_the_link()
    {
        var (parent, _, _) = await OrganisationAsync();
        var (child, person, _) = await OrganisationAsync();
        var (link, delegation) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await _app.WithDatabaseAsync(db =>
        {
            db.Add(new OrganisationLink { Id = link, UpperId = parent.Id, LowerId = child.Id, Kind = LinkKind.Parent, Since = Today.AddDays(-9), State = LinkState.Confirmed });
            db.Add(new Delegation
            {
                Id = delegation,
                Kind = DelegationKind.Disposal,
                FromId = parent.Id,
                ToId = child.Id,
                Acts = [Act.DisposePatents],
                Since = Today,
                Until = Today.AddDays(30),
                DocumentFile = Guid.CreateVersion7(),
                State = DelegationState.Accepted,
                OfferedBy = Guid.CreateVersion7(),
                OfferedAt = TimeProvider.System.GetUtcNow(),
            });
            return db.SaveChangesAsync(Ct);
        });
        (await MayAsync(person, parent)).ShouldBe((true, true));
        await _app.WithDatabaseAsync(db => db.Set<OrganisationLink>().ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, Today.AddDays(-1)), Ct));
        (await MayAsync(person, parent)).ShouldBe((false, false));
        await _app.WithDatabaseAsync(db => db.Set<OrganisationLink>().ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, (DateOnly?)null).SetProperty(l => l.State, LinkState.Proposed), Ct));
        (await MayAsync(person, parent)).ShouldBe((false, false));
    }

    /// <summary>Whether they have the right when a request begins, and whether the check at the act agrees with one who had it.</summary>
    private async Task<(bool AtGate, bool AtAct)> MayAsync(Person person, Organisation parent)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, Ct));
        var delegation = await _app.WithDatabaseAsync(db => db.Set<Delegation>().Select(d => d.Id).SingleAsync(Ct));
        scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, [new(Role.Administrator, parent.Id, parent.Name, "", new HashSet<Act> { Act.DisposePatents }, delegation)]);
        var check = scope.ServiceProvider.GetRequiredService<DelegationCheck>();
        var refused = await _app.WithDatabaseAsync(db => check.RefuseAsync(db, Act.DisposePatents, parent.Id, null, Ct));
        return (grants.Exists(g => g.OrganisationId == parent.Id), refused is null);
    }

    private async Task<(Organisation Organisation, Person Person, HttpClient Http)> OrganisationAsync()
    {
        var organisation = await _app.NewOrganisationAsync();
        var (person, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        return (organisation, person, http);
    }

    private async Task<string> EnterAsync(Organisation upper, HttpClient http, Organisation lower)
    {
        for (var again = 0; again < 2; again++)
            await (await http.FillAsync($"/organisations/{upper.Uscc}/structure", "Link", ("lower", lower.Uscc), ("link", "Parent"), ("since", "2026-01-01"))).ShouldGoAsync();
        return "/organisations/links/" + await _app.WithDatabaseAsync(db => db.Set<OrganisationLink>()
            .Where(l => l.UpperId == upper.Id && l.LowerId == lower.Id && l.State == LinkState.Proposed).Select(l => l.Id).SingleAsync(Ct));
    }

    private Task<bool> IsAboveAsync(Organisation upper, Organisation lower) => _app.WithDatabaseAsync(db => OrganisationLinks.IsAboveAsync(db, upper.Id, lower.Id, Today, Ct));

    private Task<WorkItem> WorkAsync() => _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct));

    private Task<List<string>> ToldAsync(Person person) => _app.WithDatabaseAsync(db =>
        db.Set<Message>().Where(m => m.RecipientKey == $"person:{person.Id}" && m.Channel == MessageChannel.InApp).OrderBy(m => m.Id).Select(m => m.Template).ToListAsync(Ct));
}
