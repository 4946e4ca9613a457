using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Web.Tests.Conversions.FollowUps;

/// <summary>From an answer to evidence: by a correction with its own three people, and never otherwise.</summary>
public sealed class FollowUpReviewTests(FollowUpWorld world) : IClassFixture<FollowUpWorld>
{
    private static readonly IFormFile[] s_photo = [FollowUpWorld.File("产品.pdf", FollowUpWorld.Pdf)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_answer_is_a_correction_and_the_ladder_rises_when_it_is_verified()
    {
        var one = await world.AskedAsync();
        (await world.AnswerAsync(one, FollowUpWorld.InUse with { ProductNo = "cp-2026-1", ProductOn = "2026-01-05" }, photos: s_photo)).ShouldBeEmpty();
        await world.AcceptedAsync(one);

        var filing = await world.LastAsync(one.ConversionId);
        filing.ShouldSatisfyAllConditions(f => f.Kind.ShouldBe(FilingKind.Correction), f => f.State.ShouldBe(FilingState.Submitted), f => f.EnteredBy.ShouldBe(world.Checker.Id), f => f.Product.ShouldBe("滴灌带"), f => f.Level.ShouldBe(EvidenceLevel.L4), f => f.Amount.ShouldBe(50_000m));
        filing.Registers.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Register.ShouldBe(Register.Product), r => r.Number.ShouldBe("CP-2026-1"));
        filing.Proofs.Count.ShouldBe(3);
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.FilingId.ShouldBe(filing.Id), f => f.AcceptedBy.ShouldBe(world.Checker.Id));
        (await CountedAsync(one)).Level.ShouldBe(EvidenceLevel.L2, "nothing counts before it is verified");
        await world.VerifyAsync(one.ConversionId, world.Clerk);
        (await CountedAsync(one)).Level.ShouldBe(EvidenceLevel.L4);

        // The next half-year adds the income, and no number twice.
        world.Time.Set(new DateTimeOffset(one.On.AddMonths(6).ToDateTime(new(4, 0)), TimeSpan.Zero));
        await world.NightAsync();
        var next = (await world.RoundsAsync(one.ConversionId))[^1];
        (await world.AnswerAsync(next, FollowUpWorld.InUse with { Product = "压力补偿滴灌带", ProductNo = "CP-2026-1", ProductOn = "2026-01-05" }, invoices: [FollowUpWorld.File("发票.pdf", FollowUpWorld.Pdf + "9")])).ShouldBeEmpty();
        await world.AcceptedAsync(next);
        await world.VerifyAsync(one.ConversionId, world.Clerk);
        (await CountedAsync(one)).ShouldSatisfyAllConditions(f => f.Level.ShouldBe(EvidenceLevel.L5), f => f.Product.ShouldBe("滴灌带、压力补偿滴灌带"), f => f.Registers.Count.ShouldBe(1), f => f.Proofs.Count.ShouldBe(4));
        (await (await world.App.SignedInAsync(world.Clerk)).GetStringAsync($"/conversions/{one.ConversionId}", Ct)).ShouldContain(FollowUpNotices.At(next));
    }

    [Fact]
    public async Task Words_without_a_paper_or_a_number_prove_nothing()
    {
        var one = await world.AskedAsync();
        (await world.AnswerAsync(one)).ShouldBeEmpty();
        await world.AcceptedAsync(one);

        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.State.ShouldBe(FollowUpState.Accepted), f => f.FilingId.ShouldBeNull(), f => f.FilingWaits.ShouldBeFalse());
        (await world.LastAsync(one.ConversionId)).Number.ShouldBe(1);
    }

    [Fact]
    public async Task Who_answered_for_the_taker_leaves_it_to_a_colleague_who_does_not_accept_what_they_did_not_look_at()
    {
        var one = await world.AskedAsync();
        (await world.AnswerAsync(one, FollowUpWorld.InUse, AnswerWay.Bureau)).Select(f => f.Field).ShouldBe(["whom", "whomOn", "whomHow"]);
        (await world.AnswerAsync(one, way: AnswerWay.Bureau, photos: s_photo)).ShouldBeEmpty();
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.Way.ShouldBe(AnswerWay.Bureau), f => f.AnsweredBy.ShouldBe(world.Clerk.Id), f => f.Whom.ShouldBe("王厂长"), f => f.WhomHow.ShouldBe(AskedBy.Phone));
        (await world.WorkAsync(one)).ShouldHaveSingleItem().Role.ShouldBe(Role.BureauReviewer);   // The only clerk is the one who answered.

        (await world.StepAsync(one, FollowUpCause.Accept))!.Code.ShouldBe("state_forbids");
        (await world.StepAsync(one, FollowUpCause.Look, world.Clerk)).ShouldBeNull();
        (await world.StepAsync(one, FollowUpCause.Accept, world.Clerk))!.Code.ShouldBe("guarded");
        (await (await world.App.SignedInAsync(world.Clerk)).GetStringAsync(FollowUpNotices.At(one), Ct)).ShouldContain("由别的同事采信");
        foreach (var other in new[] { world.Reviewer, world.Stranger }) (await world.StepAsync(one, FollowUpCause.Accept, other)).ShouldNotBeNull();
        (await world.StepAsync(one, FollowUpCause.Accept)).ShouldBeNull();
    }

    [Fact]
    public async Task Returned_with_a_reason_it_is_asked_anew_and_answered_again()
    {
        var one = await world.AskedAsync();
        (await world.AnswerAsync(one, photos: s_photo)).ShouldBeEmpty();
        (await world.StepAsync(one, FollowUpCause.Return, reason: "看不清"))!.Code.ShouldBe("state_forbids");
        (await world.StepAsync(one, FollowUpCause.Look)).ShouldBeNull();
        (await world.StepAsync(one, FollowUpCause.Return))!.Field.ShouldBe("reason");
        (await world.StepAsync(one, FollowUpCause.Return, reason: "照片看不清，请重新拍")).ShouldBeNull();

        (await world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "followup.returned" && m.DedupeKey.Contains(one.Id.ToString()), Ct))).ShouldBe(1);
        (await world.WorkAsync(one)).ShouldHaveSingleItem().Kind.ShouldBe(FollowUpNotices.Answer);
        var page = await (await world.App.SignedInAsync(world.Member)).GetStringAsync(FollowUpNotices.MineAt(one), Ct);
        foreach (var says in (string[])["照片看不清，请重新拍", "value=\"滴灌带\"", "产品.pdf"]) page.ShouldContain(says);
        (await world.AnswerAsync(one, FollowUpWorld.InUse with { Words = "已重拍" })).ShouldBeEmpty();
        await world.AcceptedAsync(one);
        (await world.LastAsync(one.ConversionId)).Kind.ShouldBe(FilingKind.Correction);
    }

    [Fact]
    public async Task While_something_else_is_being_said_it_waits_says_so_and_is_written_in_the_night_after()
    {
        var one = await world.AskedAsync();
        (await world.AnswerAsync(one, photos: s_photo)).ShouldBeEmpty();
        (await world.AsAsync<CorrectionDesk, Outcome<Conversion>>(world.Clerk, desk => desk.CorrectAsync(one.ConversionId, Guid.CreateVersion7(), Ct))).Failures.ShouldBeEmpty();
        await world.AcceptedAsync(one);
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.FilingWaits.ShouldBeTrue(), f => f.FilingId.ShouldBeNull());
        (await (await world.App.SignedInAsync(world.Clerk)).GetStringAsync(FollowUpNotices.At(one), Ct)).ShouldContain("等待写入更正");
        await world.NightAsync();
        (await world.ReadAsync(one)).FilingWaits.ShouldBeTrue();

        var draft = await world.LastAsync(one.ConversionId);
        (await world.AsAsync<FilingSteps, Outcome<Conversion>>(world.Clerk, steps => steps.TakeAsync(one.ConversionId, FilingCause.Drop, draft.Steps, null, Ct))).Failures.ShouldBeEmpty();
        await world.NightAsync();
        await world.NightAsync();
        var filing = await world.LastAsync(one.ConversionId);
        filing.ShouldSatisfyAllConditions(f => f.Number.ShouldBe(3), f => f.EnteredBy.ShouldBe(world.Checker.Id), f => f.Level.ShouldBe(EvidenceLevel.L4));
        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.FilingWaits.ShouldBeFalse(), f => f.FilingId.ShouldBe(filing.Id));
    }

    [Fact]
    public async Task The_database_keeps_what_is_looked_at()
    {
        var one = await world.AskedAsync();
        (await world.AnswerAsync(one, photos: s_photo)).ShouldBeEmpty();
        (await world.StepAsync(one, FollowUpCause.Look)).ShouldBeNull();

        foreach (var sql in (string[])["update follow_ups set sales = 1 where id = @id", "delete from follow_up_papers where follow_up_id = @id", "delete from follow_ups where id = @id", "update follow_ups set round = 9 where id = @id"])
            (await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(sql, [new NpgsqlParameter("id", one.Id)], Ct)))).SqlState.ShouldBe("42501", sql);
    }

    [Fact]
    public async Task The_list_finds_counts_and_goes_into_a_file()
    {
        var (asked, used) = (await world.AskedAsync(), await world.AskedAsync());
        (await world.AnswerAsync(used)).ShouldBeEmpty();
        var clerk = await world.App.SignedInAsync(world.Clerk);
        foreach (var (query, shows, hides) in new[] { ("state=Asked", asked, used), ("use=InUse", used, asked), ($"half={HalfYear.Of(world.Today)}&state=Answered&region=652700", used, asked) })
        {
            var page = await clerk.GetStringAsync("/conversions/follow-ups?" + query, Ct);
            (page.Contains(shows.Id.ToString(), StringComparison.Ordinal), page.Contains(hides.Id.ToString(), StringComparison.Ordinal)).ShouldBe((true, false), query);
        }
        (await clerk.GetStringAsync("/conversions/follow-ups?overdue=true", Ct)).ShouldNotContain(asked.Id.ToString());
        (await (await world.App.SignedInAsync(world.Stranger)).GetStringAsync("/conversions/follow-ups", Ct)).ShouldContain("还没有回访");
        (await clerk.GetStringAsync("/conversions/follow-ups/export.csv?use=InUse", Ct)).ShouldContain("滴灌带");
        (await clerk.GetByteArrayAsync("/conversions/follow-ups/export.xlsx", Ct)).Length.ShouldBeGreaterThan(1000);
        var before = await SharesAsync();
        world.Time.Advance(TimeSpan.FromDays(30));
        var after = await SharesAsync();
        (after.All, after.Answered, after.InUse).ShouldBe((before.All, before.Answered, before.InUse));
        after.Overdue.ShouldBeGreaterThan(before.Overdue);
        FollowUpShares.Share(1, 3).ShouldBe(33.3m);
        FollowUpShares.Share(0, 0).ShouldBeNull();
    }

    [Fact]
    public async Task Who_leaves_is_forgotten_and_the_answer_stays()
    {
        var one = await world.AskedAsync();
        var (person, _) = await world.App.NewMemberAsync(world.County, Role.BureauClerk);
        (await world.AnswerAsync(one, way: AnswerWay.Bureau, by: person)).ShouldBeEmpty();
        await using var scope = world.App.Services.CreateAsyncScope();
        var data = scope.ServiceProvider.GetServices<IPersonalData>().Single(d => d.Key == "followUps");
        (await world.App.WithDatabaseAsync(db => data.ReadAsync(db, person.Id, Ct))).ShouldHaveSingleItem();
        await world.App.WithDatabaseAsync(async db =>
        {
            await db.Set<Membership>().Where(m => m.PersonId == person.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Until, world.Time.GetUtcNow()), Ct);
            await data.EraseAsync(db, person.Id, world.Time.GetUtcNow(), Ct);
            return await RetentionRules.All.Single(r => r.Key == "follow-up-people").Erase!(db, world.Time.GetUtcNow().AddDays(1), world.Time.GetUtcNow(), Ct);
        });

        (await world.ReadAsync(one)).ShouldSatisfyAllConditions(f => f.AnsweredBy.ShouldBeNull(), f => f.Whom.ShouldBeNull(), f => f.Use.ShouldBe(Use.InUse));
        (await (await world.App.SignedInAsync(world.Checker)).GetStringAsync(FollowUpNotices.At(one), Ct)).ShouldContain("姓名已按期删除");
    }

    [Fact]
    public async Task The_bureau_shows_a_link_as_a_code_once()
    {
        var one = await world.AskedAsync();
        var clerk = await world.App.SignedInAsync(world.Clerk);
        var page = await (await clerk.PostFormAsync("/preferences", FollowUpNotices.At(one) + "?handler=Link")).Content.ReadAsStringAsync(Ct);
        foreach (var says in (string[])["data:image/svg", "/f/", "链接只显示这一次"]) page.ShouldContain(says);
        (await clerk.GetStringAsync(FollowUpNotices.At(one), Ct)).ShouldNotContain("/f/");
        (await (await world.App.SignedInAsync(world.Checker)).PostFormAsync("/preferences", FollowUpNotices.At(one) + "?handler=Link")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<FollowUpShares> SharesAsync() => world.AsAsync<FollowUpList, FollowUpShares>(world.Clerk, list => list.SharesAsync(new(), Ct));

    private Task<Filing> CountedAsync(FollowUp one) => world.App.WithDatabaseAsync(db => db.Set<Filing>().AsNoTracking().Include(f => f.Registers).Include(f => f.Proofs).SingleAsync(f => db.Set<Conversion>().Any(c => c.Id == one.ConversionId && c.CountedId == f.Id), Ct));
}
