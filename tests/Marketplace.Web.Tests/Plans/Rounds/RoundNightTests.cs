using Marketplace.Web.Plans.Rounds;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Plans.Rounds;

/// <summary>催报, by people and by the night: it moves the clock, so it has a world of its own.</summary>
public sealed class RoundNightTests(RoundWorld world) : IClassFixture<RoundWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reminded_once_a_day_by_people_and_around_the_due_day_by_the_night()
    {
        var round = await world.OpenedAsync(RoundWorld.Back(0));
        var (bole, unit) = (await world.BoleAsync(round), await world.UnitAsync(round, RoundWorld.Unit));
        (await world.NightAsync()).ShouldBe(0);

        (await world.CallAsync(world.Clerk.Person, bole.Id)).ShouldBe("not_found");
        var both = await Task.WhenAll(world.CallAsync(world.Asker.Person, bole.Id), world.CallAsync(world.Asker.Person, bole.Id));
        both.Order().ShouldBe([null, "called_today"]);
        (await world.MessagesAsync("round.called", bole.Id, world.Clerk.Person)).ShouldBe(1);
        world.Time.Advance(TimeSpan.FromDays(1));
        (await world.CallAsync(world.Asker.Person, bole.Id)).ShouldBeNull();
        (await world.MessagesAsync("round.called", bole.Id, world.Clerk.Person)).ShouldBe(2);
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"delete from round_calls", Ct)));

        // Three days before; what is reported is left alone.
        (await world.ReportAsync(world.Asker.Person, unit.Id, note: "年报才有")).ShouldBeNull();
        var waiting = (await world.LineAsync(round))!.Asked - 1;
        world.Time.Advance(TimeSpan.FromDays(round.DueOn.DayNumber - RoundNight.DaysBefore - 1 - world.Today.DayNumber));
        (await world.NightAsync()).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromDays(1));
        var twice = await Task.WhenAll(world.NightAsync(), world.NightAsync());
        twice.Sum().ShouldBe(waiting);
        (await world.NightAsync()).ShouldBe(0);
        (await world.MessagesAsync("round.near", bole.Id, world.Clerk.Person)).ShouldBe(1);
        (await world.CallAsync(world.Asker.Person, bole.Id)).ShouldBe("called_today");

        // On the due day nobody is late; the day after it everybody who did not report is.
        world.Time.Advance(TimeSpan.FromDays(RoundNight.DaysBefore));
        (await world.NightAsync()).ShouldBe(0);
        (await world.LineAsync(round))!.Late.ShouldBe(0);
        world.Time.Advance(TimeSpan.FromDays(1));
        (await world.NightAsync()).ShouldBe(waiting);
        (await world.NightAsync()).ShouldBe(0);
        (await world.MessagesAsync("round.past", bole.Id, world.Clerk.Person)).ShouldBe(1);
        (await world.LineAsync(round))!.Late.ShouldBe(waiting);
        world.Time.Advance(TimeSpan.FromDays(1));
        (await world.ReportAsync(world.Clerk.Person, bole.Id)).ShouldBeNull();
        (await world.LineAsync(round, bole.Id)).ShouldSatisfyAllConditions(u => u.Standing.ShouldBe(new(RoundUnitState.Reported, 2)), u => u.Calls.Select(c => c.Call.Kind).ShouldBe([RoundCallKind.After, RoundCallKind.Before, RoundCallKind.Call, RoundCallKind.Call]));
    }

    [Theory]
    [InlineData(null, null, 10, "Waiting", 0)]
    [InlineData(null, null, 11, "Overdue", 1)]
    [InlineData(9, null, 20, "Reported", 0)]
    [InlineData(13, null, 20, "Reported", 3)]
    [InlineData(null, 12, 30, "Never", 2)]
    [InlineData(null, 8, 30, "Never", 0)]
    [InlineData(13, 20, 30, "Reported", 3)]
    public void Late_is_counted_until_it_was_reported_or_closed(int? reported, int? closed, int today, string state, int late)
    {
        static DateOnly? Day(int? day) => day is { } there ? new DateOnly(2026, 10, there) : null;
        RoundStanding.Of(new(2026, 10, 10), Day(reported), Day(closed), new(2026, 10, today)).ShouldBe(new(Enum.Parse<RoundUnitState>(state), late));
    }
}
