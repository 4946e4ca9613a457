using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Testing.Conversions.FilingMaker;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>The queue: found in the transaction of filing, decided once, merged and undone.</summary>
public sealed class SuspectTests(ImportStage stage) : IClassFixture<ImportStage>
{
    private static readonly DateOnly s_day = new(2026, 3, 10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Parties and patent of the same number, which no other test has.</summary>
    private static Filing Deal(int n, int days = 0, string region = Bole) => New(ConversionType.OrdinaryLicence, n, n + 1, s_day.AddDays(days), region, Patent(n));

    private async Task<Suspect> FoundAsync(Filing one, Filing other)
    {
        await stage.App.PutAsync([one]);
        await stage.App.PutAsync([other]);
        await FindAsync(other);
        return await stage.SuspectAsync(one, other);
    }

    private async Task FindAsync(Filing filing)
    {
        await using var scope = stage.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DuplicateFinder>().FindAsync(filing, Ct);
    }

    private static string At(Suspect suspect) => $"/conversions/duplicates/{suspect.Id}";

    private static Task<HttpResponseMessage> DecideAsync(HttpClient http, Suspect suspect, SuspectState state, Guid? stays = null, string reason = "核对合同原件") =>
        http.PostFormAsync("/conversions/duplicates", At(suspect), ("decision", state.ToString()), ("stays", stays?.ToString() ?? ""), ("reason", reason));

    private Task<Conversion> ConversionAsync(Guid id) => stage.App.WithDatabaseAsync(db => db.Set<Conversion>().AsNoTracking().SingleAsync(c => c.Id == id, Ct));

    [Fact]
    public async Task A_pair_is_one_line_of_the_queue_however_often_it_is_seen_and_is_on_the_reviewers_list()
    {
        var (one, other) = (Deal(201, region: Bozhou), Deal(201, days: 9, region: Bozhou));
        var suspect = await FoundAsync(one, other);
        await FindAsync(one);

        (await stage.SuspectAsync(other, one)).ShouldSatisfyAllConditions(s => s.Id.ShouldBe(suspect.Id), s => s.Rules.ShouldBe(["D3"]), s => s.State.ShouldBe(SuspectState.Open));
        var list = await stage.Reviewer.GetStringAsync("/conversions/duplicates?rule=D3", Ct);
        list.ShouldContain(At(suspect));
        (await stage.Reviewer.GetStringAsync("/conversions/duplicates?rule=D15", Ct)).ShouldNotContain(At(suspect));
        (await stage.Reviewer.GetStringAsync("/conversions/duplicates/export.csv", Ct)).ShouldContain(NameOf(201));
        (await stage.App.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.Key == $"{DuplicateFinder.Work}:{stage.Bureau.Id:N}" && w.DoneAt == null, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Both_sides_are_shown_and_what_differs_is_marked()
    {
        var suspect = await FoundAsync(Deal(211).With(f => f.ContractNo = "甲211"), Deal(211, days: 9).With(f => f.ContractNo = "乙211"));

        var page = await stage.Reviewer.GetStringAsync(At(suspect), Ct);

        foreach (var marked in (string[])["甲211", "乙211", "2026-03-10", "2026-03-19"]) page.ShouldContain($"<strong>{marked}</strong>");
        page.ShouldNotContain($"<strong>{NameOf(211)} {Code(211)}</strong>");
        page.ShouldContain("name=\"decision\"");
        (await stage.Clerk.GetStringAsync(At(suspect), Ct)).ShouldNotContain("name=\"decision\"");
    }

    [Fact]
    public async Task A_merge_takes_one_out_of_the_count_and_undoing_it_opens_the_question_again()
    {
        var (one, other) = (Deal(221), Deal(221, days: 9));
        var suspect = await FoundAsync(one, other);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Same)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Same, one.ConversionId, reason: " ")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Same, Guid.CreateVersion7())).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Same, one.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await ConversionAsync(other.ConversionId)).IntoId.ShouldBe(one.ConversionId);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Different)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await stage.Reviewer.PostFormAsync("/conversions/duplicates", At(suspect) + "?handler=Undo", ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await stage.Reviewer.PostFormAsync("/conversions/duplicates", At(suspect) + "?handler=Undo", ("reason", "看错了"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stage.Reviewer.PostFormAsync("/conversions/duplicates", At(suspect) + "?handler=Undo", ("reason", "又一次"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        (await ConversionAsync(other.ConversionId)).IntoId.ShouldBeNull();
        (await stage.SuspectAsync(one, other)).State.ShouldBe(SuspectState.Open);
        var merge = await stage.App.WithDatabaseAsync(db => db.Set<Merge>().SingleAsync(m => m.FromId == other.ConversionId, Ct));
        merge.ShouldSatisfyAllConditions(m => m.UndoneAt.ShouldNotBeNull(), m => m.UndoneReason.ShouldBe("看错了"), m => m.UndoneBy.ShouldBe(m.PersonId));
        // It may be merged the other way now; the first merge stays written down.
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Same, other.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ConversionAsync(one.ConversionId)).IntoId.ShouldBe(other.ConversionId);
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told()
    {
        var suspect = await FoundAsync(Deal(231), Deal(231, days: 9));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => DecideAsync(stage.Reviewer, suspect, n % 2 == 0 ? SuspectState.Different : SuspectState.Same, suspect.FirstId)));

        answers.Count(a => a.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(3);
    }

    [Fact]
    public async Task What_was_merged_is_not_merged_again_and_no_ring_closes()
    {
        var (a, b, c) = (Deal(241), Deal(241, days: 9), Deal(241, days: 18));
        await stage.App.PutAsync([a, b, c]);
        foreach (var filing in (Filing[])[a, b, c]) await FindAsync(filing);
        var (ab, bc, ac) = (await stage.SuspectAsync(a, b), await stage.SuspectAsync(b, c), await stage.SuspectAsync(a, c));

        (await DecideAsync(stage.Reviewer, ab, SuspectState.Same, a.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var refused = await DecideAsync(stage.Reviewer, bc, SuspectState.Same, b.ConversionId);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("已经并入另一项");
        (await DecideAsync(stage.Reviewer, ac, SuspectState.Same, c.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await DecideAsync(stage.Reviewer, bc, SuspectState.Same, b.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        // B went into A, A into C: a fourth that is like B is asked about with the one that counts.
        var d = Deal(241, days: 27);
        await stage.App.PutAsync([d]);
        await FindAsync(d);
        (await stage.SuspectAsync(d, c)).State.ShouldBe(SuspectState.Open);
        (await stage.App.WithDatabaseAsync(db => db.Set<Suspect>().CountAsync(s => s.SecondId == d.ConversionId || s.FirstId == d.ConversionId, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Different_is_not_asked_again_until_somebody_says_something_else()
    {
        var (one, other) = (Deal(251), Deal(251, days: 9));
        var suspect = await FoundAsync(one, other);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Different)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await FindAsync(other);
        (await stage.SuspectAsync(one, other)).State.ShouldBe(SuspectState.Different);

        var corrected = await stage.App.WithDatabaseAsync(db => db.Set<Filing>().AsNoTracking().Include(f => f.Patents).Include(f => f.Parties).SingleAsync(f => f.Id == other.Id, Ct));
        corrected.Amount = 77;
        await FindAsync(corrected);

        (await stage.SuspectAsync(one, other)).ShouldSatisfyAllConditions(s => s.State.ShouldBe(SuspectState.Open), s => s.DecidedBy.ShouldBeNull());
    }

    [Fact]
    public async Task Whoever_entered_one_of_them_does_not_decide()
    {
        var (person, http) = await stage.App.NewMemberAsync(stage.Bureau, Role.BureauReviewer, Role.BureauClerk);
        var suspect = await FoundAsync(Deal(261).With(f => f.EnteredBy = person.Id), Deal(261, days: 9));

        (await DecideAsync(http, suspect, SuspectState.Different)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Different)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await stage.SuspectAsync(suspect.FirstId, suspect.SecondId)).State.ShouldBe(SuspectState.Different);
    }

    [Fact]
    public async Task Two_regions_under_no_common_bureau_give_up_only_their_own()
    {
        var elsewhere = (await stage.App.NewMemberAsync(await stage.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer)).Http;
        var (here, there) = (Deal(271), Deal(271, days: 9, region: Meixian));
        var suspect = await FoundAsync(here, there);
        suspect.Rules.ShouldBe(["D3", "D9"]);

        (await DecideAsync(elsewhere, suspect, SuspectState.Same, there.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await DecideAsync(elsewhere, suspect, SuspectState.Same, here.ConversionId)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await ConversionAsync(there.ConversionId)).IntoId.ShouldBe(here.ConversionId);
    }

    [Fact]
    public async Task A_bureau_that_looks_after_both_decides_and_one_that_sees_neither_does_not_know_of_it()
    {
        var county = (await stage.App.NewMemberAsync(await stage.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bole), Role.BureauReviewer)).Http;
        var stranger = (await stage.App.NewMemberAsync(await stage.App.NewOrganisationAsync(OrganisationKind.Bureau, "653000"), Role.BureauReviewer)).Http;
        var suspect = await FoundAsync(Deal(281, region: Bole), Deal(281, days: 9, region: Bozhou + "652722/"));

        (await DecideAsync(county, suspect, SuspectState.Different)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await county.GetStringAsync(At(suspect), Ct)).ShouldContain(stage.Bureau.Name);
        (await stranger.GetAsync(At(suspect), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetStringAsync("/conversions/duplicates", Ct)).ShouldNotContain(At(suspect));
        (await DecideAsync(stage.Reviewer, suspect, SuspectState.Part)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }
}
