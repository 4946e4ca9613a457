using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Conversions.FollowUps;

/// <summary>Who is asked, when, how often, and who never is.</summary>
public sealed class FollowUpNightTests(FollowUpWorld world) : IClassFixture<FollowUpWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nights_at_once_ask_once_and_tell_the_takers_people()
    {
        var conversion = await world.VerifiedAsync();
        await Task.WhenAll(world.NightAsync(), world.NightAsync());
        await world.NightAsync();

        var one = (await world.RoundsAsync(conversion)).ShouldHaveSingleItem();
        one.ShouldSatisfyAllConditions(f => f.Round.ShouldBe(1), f => f.State.ShouldBe(FollowUpState.Asked), f => f.On.ShouldBe(world.Today), f => f.From.ShouldBe(world.Today.AddMonths(-6)));
        (await world.WorkAsync(one)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Kind.ShouldBe(FollowUpNotices.Answer), w => w.OrganisationId.ShouldBe(world.Taker.Id), w => w.Role.ShouldBe(Role.Operator), w => w.Link.ShouldBe($"/follow-ups/{one.Id}"));
        (await MailsAsync(one, "followup.asked")).ShouldBe(1);
        var code = (await world.App.WithDatabaseAsync(db => db.Set<FollowUpCode>().Where(c => c.FollowUpId == one.Id).ToListAsync(Ct))).ShouldHaveSingleItem();
        (code.Hash.Length, code.Until, code.PersonId).ShouldBe((32, code.At.AddDays(90), null));
    }

    [Fact]
    public async Task A_taker_who_is_not_here_is_the_bureaus_at_once()
    {
        var one = await world.AskedAsync(form => form.Parties[1] = new() { Side = "Taker", Code = Inhabitants.NewUscc(), Name = "外地企业", Region = Inhabitants.Bole });

        one.State.ShouldBe(FollowUpState.Due);
        (await world.WorkAsync(one)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(w => w.Kind.ShouldBe(FollowUpNotices.Phone), w => w.OrganisationId.ShouldBe(world.County.Id));
    }

    [Fact]
    public async Task Reminded_after_a_fortnight_and_a_month_and_then_the_bureau_has_it()
    {
        var one = await world.AskedAsync();
        foreach (var (days, mails, phones) in new[] { (13, 0, 0), (1, 1, 0), (0, 1, 0), (15, 1, 0), (1, 2, 1), (0, 2, 1), (10, 2, 1) })
        {
            world.Time.Advance(TimeSpan.FromDays(days));
            await world.NightAsync();
            (await MailsAsync(one, "followup.reminded"), (await world.WorkAsync(one)).Count(w => w.Kind == FollowUpNotices.Phone)).ShouldBe((mails, phones), $"after {days} more days");
        }
    }

    [Fact]
    public async Task Half_a_year_later_the_next_is_asked_and_what_nobody_answered_lapses()
    {
        var one = await world.AskedAsync();
        world.Time.Set(new DateTimeOffset(one.On.AddMonths(6).ToDateTime(new(4, 0)), TimeSpan.Zero));
        await world.NightAsync();

        var rounds = await world.RoundsAsync(one.ConversionId);
        rounds.ConvertAll(f => f.State).ShouldBe([FollowUpState.Lapsed, FollowUpState.Asked]);
        rounds[1].From.ShouldBe(one.On);
        (await world.WorkAsync(one)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_known_late_is_asked_of_the_last_half_year_only() =>
        (await RoundsOfAsync(await world.VerifiedAsync(months: 20))).ShouldHaveSingleItem().Round.ShouldBe(3);

    [Fact]
    public async Task Nobody_is_asked_about_what_they_could_make_nothing_of()
    {
        (await RoundsOfAsync(await world.VerifiedAsync(months: 5))).ShouldBeEmpty();
        (await RoundsOfAsync(await world.VerifiedAsync(change: f => f.Nature = nameof(MarketNature.NameChange)))).ShouldBeEmpty();
        (await RoundsOfAsync(await world.VerifiedAsync(change: f => (f.Type, f.Product, f.Proofs) = (nameof(ConversionType.JointUse), null, f.Proofs)))).ShouldBeEmpty();
        (await RoundsOfAsync(await world.VerifiedAsync(change: f => f.EndedOn = FollowUpWorld.Typed(world.Today.AddDays(-1))))).ShouldBeEmpty();
        (await RoundsOfAsync(await world.VerifiedAsync(change: f => (f.Type, f.LoanNo) = (nameof(ConversionType.Pledge), "DK-" + Guid.CreateVersion7().ToString()[..8])))).ShouldBeEmpty();
        (await RoundsOfAsync(await world.VerifiedAsync(change: f => f.Type = nameof(ConversionType.Equity)))).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_is_merged_or_reversed_is_dropped_and_not_asked_again()
    {
        var (merged, reversed) = (await world.AskedAsync(), await world.AskedAsync());
        await world.App.WithDatabaseAsync(db => db.Set<Conversion>().Where(c => c.Id == merged.ConversionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.IntoId, reversed.ConversionId), Ct));
        (await world.AsAsync<CorrectionDesk, Outcome<Conversion>>(world.Clerk, desk => desk.ReverseAsync(reversed.ConversionId, Guid.CreateVersion7(), "合同无效", world.Today, FollowUpWorld.File("判决.pdf", FollowUpWorld.Pdf), Ct))).Failures.ShouldBeEmpty();
        await world.VerifyAsync(reversed.ConversionId);
        await world.NightAsync();
        world.Time.Advance(TimeSpan.FromDays(190));
        await world.NightAsync();

        foreach (var one in (FollowUp[])[merged, reversed])
        {
            (await world.RoundsAsync(one.ConversionId)).ShouldHaveSingleItem().State.ShouldBe(FollowUpState.Dropped);
            (await world.WorkAsync(one)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task After_ten_times_no_longer_nobody_asks_any_more()
    {
        var one = await world.AskedAsync();
        for (var round = 1; round <= FollowUpDays.MostNoLonger; round++)
        {
            var last = (await world.RoundsAsync(one.ConversionId))[^1];
            last.Round.ShouldBe(round);
            (await world.AnswerAsync(last, new() { Use = nameof(Use.NoLonger), Why = [nameof(NotUsed.Market)] })).ShouldBeEmpty();
            await world.AcceptedAsync(last);
            world.Time.Set(new DateTimeOffset(one.On.AddMonths(6 * round).ToDateTime(new(4, 0)), TimeSpan.Zero));
            await world.NightAsync();
        }

        (await world.RoundsAsync(one.ConversionId)).Count.ShouldBe(FollowUpDays.MostNoLonger);
        (await world.LastAsync(one.ConversionId)).Number.ShouldBe(1, "words alone correct nothing");
    }

    private async Task<List<FollowUp>> RoundsOfAsync(Guid conversion)
    {
        await world.NightAsync();
        return await world.RoundsAsync(conversion);
    }

    private Task<int> MailsAsync(FollowUp one, string template) => world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == template && m.DedupeKey.Contains(one.Id.ToString()), Ct));
}
