using System.Net;
using Marketplace.Matching.Factors;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Matchmaking.Weighing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Weighing;

/// <summary>What people said to matches becomes a version of the weights, to be looked at.</summary>
public sealed class WeightLearningTests(PostgresServer server)
{
    private static readonly DateTimeOffset s_monday = new(2026, 11, 2, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_become_a_draft_with_its_report_and_the_same_ones_the_same_weights()
    {
        await using var app = await StartAsync();
        await app.WithDatabaseAsync(db => SeedAsync(db, 40));
        using var keeper = await app.KeeperAsync();
        var first = await LearnAsync(app, keeper);
        first.ShouldSatisfyAllConditions(l => l.State.ShouldBe(LearningState.Done), l => l.Pairs.ShouldBe(320), l => l.Needs.ShouldBeInRange(30, 40), l => l.Done.ShouldBe(l.Steps));
        var version = await VersionAsync(app, first);
        version.Source.ShouldBe(WeightSource.Learnt);
        var (shipped, learnt, report) = (MatchingModel.LoadWeights(), version.Read(), version.ReadReport()!);
        learnt.Full.Factors[(int)Factor.Industry].ShouldBeGreaterThan(shipped.Full.Factors[(int)Factor.Industry]);
        learnt.Full.Factors.ShouldAllBe(weight => weight > 0);
        report.Against.ShouldBe(shipped.Version);
        report.Crossed.Ndcg.ShouldBeGreaterThan(report.Before.Ndcg);
        report.After.Auc.ShouldBeGreaterThan(report.Before.Auc);
        app.Services.GetRequiredService<MatchIndex>().Ranker.Weights.Version.ShouldBe(shipped.Version);

        var page = WebUtility.HtmlDecode(await keeper.GetStringAsync("/matching/weights", Ct));
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("已学得一个新版本，尚未启用"), p => p.ShouldContain("依据 320 条答复"), p => p.ShouldContain("草稿，未启用过"));
        page = WebUtility.HtmlDecode(await keeper.GetStringAsync($"/matching/weights/{version.Id}", Ct));
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("学习报告"), p => p.ShouldContain("按 320 条答复计算"), p => p.ShouldContain("没有已保存的匹配"));

        var again = await VersionAsync(app, await LearnAsync(app, keeper));
        again.Version.ShouldBe(version.Version + ".2");
        (again.Read() with { Version = version.Version }).ToJson().ShouldBe(version.Json);
        again.Report.ShouldBe(version.Report);
        (await app.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("weights.")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync(Ct)))
            .ShouldBe(["weights.learning-asked", "weights.learnt", "weights.learning-asked", "weights.learnt"]);
    }

    [Fact]
    public async Task Of_too_few_answers_nothing_is_learnt_and_the_page_says_how_many_are_wanted()
    {
        await using var app = await StartAsync();
        await app.WithDatabaseAsync(db => SeedAsync(db, 12));
        using var keeper = await app.KeeperAsync();
        (await LearnAsync(app, keeper)).State.ShouldBe(LearningState.TooFew);
        WebUtility.HtmlDecode(await keeper.GetStringAsync("/matching/weights", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("答复还太少：96 条答复"), p => p.ShouldContain("至少需要 200 条答复、30 条这样的需求"));
        (await app.WithDatabaseAsync(db => db.Set<WeightVersion>().CountAsync(v => v.Source == WeightSource.Learnt, Ct))).ShouldBe(0);

        var (_, reviewer) = await app.NewMemberAsync(await app.NewOrganisationAsync(OrganisationKind.Bureau), Role.BureauReviewer);
        (await reviewer.PostFormAsync("/account/notices", "/matching/weights?handler=Learn")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        reviewer.Dispose();
    }

    [Fact]
    public async Task Deeds_count_before_words_and_the_owner_before_a_holder()
    {
        await using var app = await StartAsync();
        var firm = await app.NewOrganisationAsync();
        var university = await app.NewOrganisationAsync(OrganisationKind.University);
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau);
        var offers = new List<string>();
        for (var number = 0; number < 10; number++) offers.Add((await app.OfferAsync(university, $"第{number}种装置")).ApplicationNo);
        var need = AnswerWorld.NewNeed(firm, "难题");
        var random = new Random(1);
        var factors = offers.Select(_ => AnswerWorld.Factors(random)).ToList();
        await app.WithDatabaseAsync(async db =>
        {
            db.Add(need);
            Say(db, 0, Verdict.NotFitting, WhyNot.TooDear);
            Say(db, 1, Verdict.Later);
            Say(db, 2, Verdict.Interested);
            Say(db, 3, Verdict.NotFitting, WhyNot.KnownAlready);
            // Turned to, then found out that it does not fit; and the other way round.
            Say(db, 4, Verdict.NotFitting, WhyNot.NotReady, s_monday.AddDays(2));
            Meet(db, 4, s_monday.AddDays(1));
            Say(db, 5, Verdict.NotFitting, WhyNot.NotReady, s_monday);
            Meet(db, 5, s_monday.AddDays(1));
            // A holder says it for itself, where the owner does not.
            db.Add(AnswerWorld.NewAnswer(need.Id, offers[6], Verdict.Interested, factors[6], side: MatchSide.Offer, organisation: university.Id));
            db.Add(AnswerWorld.NewAnswer(need.Id, offers[2], Verdict.NotFitting, factors[6], WhyNot.NotMyField, MatchSide.Offer, university.Id));
            // Asks for a licence and later says no: it was wanted.
            Say(db, 7, Verdict.NotFitting, WhyNot.TooDear, s_monday.AddDays(3));
            var talk = Meet(db, 7, s_monday);
            db.Add(new LicenceRequest { TalkId = talk.Id, NeedId = need.Id, ApplicationNo = offers[7], HolderId = university.Id, AskerId = firm.Id, Form = OfferForm.OrdinaryLicence, State = LicenceRequestState.Requested, At = s_monday });
            await db.SaveChangesAsync(Ct);
            foreach (var place in (int[])[0, 8, 9]) db.Add(NewMatch(place));
            var push = new Push { BureauId = bureau.Id, BureauName = bureau.Name, RegionPath = bureau.RegionPath, Source = PushSource.Staff, State = PushState.Sent, CreatedAt = s_monday };
            var delivery = new PushDelivery { PushId = push.Id, BureauId = bureau.Id, Uscc = firm.Uscc, Channel = PushChannel.Mail, CreatedAt = s_monday };
            db.Add(push);
            db.Add(delivery);
            db.Add(new PushFeedback { DeliveryId = delivery.Id, ApplicationNo = offers[0], Useful = true, Why = PushWhy.SolvesProblem, At = s_monday });
            db.Add(new PushFeedback { DeliveryId = delivery.Id, ApplicationNo = offers[8], Useful = true, Why = PushWhy.SolvesProblem, At = s_monday });
            db.Add(new PushFeedback { DeliveryId = delivery.Id, ApplicationNo = offers[9], Useful = false, Why = PushWhy.OtherField, At = s_monday });
            return await db.SaveChangesAsync(Ct);
        });

        var pairs = await app.WithDatabaseAsync(db => PeoplesAnswers.ReadAsync(db, Ct));
        pairs.ShouldAllBe(pair => pair.Need == need.Id.ToString());
        pairs.ToDictionary(pair => factors.FindIndex(values => values.SequenceEqual(pair.Pair.Values)), pair => pair.Level).OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))
            .ShouldBe([(0, 1), (1, 2), (2, 3), (4, 1), (5, 4), (6, 3), (7, 4), (8, 4), (9, 1)]);

        void Say(Data.AppDbContext db, int place, Verdict verdict, WhyNot? why = null, DateTimeOffset? at = null) => db.Add(AnswerWorld.NewAnswer(need.Id, offers[place], verdict, factors[place], why, at: at));

        Talk Meet(Data.AppDbContext db, int place, DateTimeOffset at)
        {
            var talk = new Talk { NeedId = need.Id, ApplicationNo = offers[place], HolderId = university.Id, AskerId = firm.Id, Anonymous = true, Alias = "A" + place, CreatedAt = at, LastAt = at };
            db.Add(talk);
            db.Add(new Introduction { NeedId = need.Id, ApplicationNo = offers[place], HolderId = university.Id, AskedBy = MeetingSide.Owner, State = IntroductionState.Accepted, AskedAt = at, OwnerAgreedAt = at, ExpiresOn = new(2026, 12, 1) });
            return talk;
        }

        Match NewMatch(int place) => new()
        {
            Side = MatchSide.Need,
            NeedId = need.Id,
            ApplicationNo = offers[place],
            Score = 50,
            Factors = factors[place],
            Reasons = "{}",
            WeightsVersion = "2026-11",
            InputsHash = "x",
            FoundAt = s_monday,
            ScoredAt = s_monday,
        };
    }

    private static async Task<int> SeedAsync(Data.AppDbContext db, int needs)
    {
        await AnswerWorld.AnswerAsync(db, needs, Ct);
        return needs;
    }

    private static async Task<WeightLearning> LearnAsync(RunningApp app, HttpClient keeper)
    {
        var before = await app.WithDatabaseAsync(db => db.Set<WeightLearning>().CountAsync(Ct));
        (await keeper.PostFormAsync("/matching/weights", "/matching/weights?handler=Learn")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await PatentWorld.UntilAsync(() => app.WithDatabaseAsync(async db => await db.Set<WeightLearning>().CountAsync(l => l.FinishedAt != null, Ct) == before + 1));
        return await app.WithDatabaseAsync(db => db.Set<WeightLearning>().AsNoTracking().OrderByDescending(l => l.Id).FirstAsync(Ct));
    }

    private static Task<WeightVersion> VersionAsync(RunningApp app, WeightLearning learning) => app.WithDatabaseAsync(db => db.Set<WeightVersion>().AsNoTracking().SingleAsync(v => v.Id == learning.VersionId, Ct));

    private async Task<RunningApp> StartAsync() => await RunningApp.StartAsync(await server.NewDatabaseAsync(), MatchWorld.WithoutEncoder);
}
