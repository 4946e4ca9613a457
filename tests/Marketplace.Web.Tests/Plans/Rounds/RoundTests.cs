using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Rounds;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Plans.Rounds;

/// <summary>Reporting rounds: who is asked, who reports, who is reminded and how it ends.</summary>
public sealed class RoundTests(RoundWorld world) : IClassFixture<RoundWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_asked_is_told_and_what_has_no_bureau_lies_with_who_asks()
    {
        var department = await world.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Bozhou, RoundWorld.Unit);
        var member = (await world.App.NewMemberAsync(department, Role.Operator)).Person;
        var round = await world.OpenedAsync(RoundWorld.Back(1));
        var bole = await world.BoleAsync(round);
        var line = (await world.LineAsync(round))!;
        line.Asked.ShouldBe(1 + await world.App.WithDatabaseAsync(db => db.Set<Web.Organisations.Regions.Region>().CountAsync(r => r.Parent == Inhabitants.Bozhou && r.ValidTo == null, Ct)));
        (line.Reported, line.Late).ShouldBe((0, 0));
        (await world.WorkAsync(bole.Id))!.ShouldSatisfyAllConditions(w => w.OrganisationId.ShouldBe(world.County.Id), w => w.Role.ShouldBe(Role.BureauClerk), w => w.Due.ShouldBe(world.Due), w => w.Link.ShouldBe($"/plans/rounds/units/{bole.Id}"));
        foreach (var unit in line.Units.Where(u => u.Unit.Id != bole.Id)) (await world.WorkAsync(unit.Unit.Id))!.OrganisationId.ShouldBe(world.Prefecture.Id, unit.Unit.Name);
        (await world.MessagesAsync("round.asked", bole.Id, world.Clerk.Person)).ShouldBe(1);
        (await world.MessagesAsync("round.asked", bole.Id, world.Asker.Person)).ShouldBe(0);
        // A responsible unit that is here is written to; its report is entered by the bureau of the plan.
        (await world.MessagesAsync("round.asked", (await world.UnitAsync(round, RoundWorld.Unit)).Id, member)).ShouldBe(1);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_told_at_its_field()
    {
        var quarter = RoundWorld.Back(2);
        var free = Enumerable.Range(1, 30).Select(days => world.Today.AddDays(days)).First(day => !Workdays.Mainland.IsWorkday(day));
        foreach (var (change, code) in new (Action<RoundForm>, string)[]
        {
            (f => f.Quarter = "2026", "quarter_wrong"), (f => f.Quarter = Quarter.Of(world.Today).Next.ToString(), "quarter_wrong"),
            (f => f.DueOn = null, "due_wrong"), (f => f.DueOn = world.Today, "due_wrong"), (f => (f.Quarter, f.DueOn) = (Quarter.Of(world.Today).ToString(), Quarter.Of(world.Today).Last), "due_wrong"),
            (f => f.DueOn = free, "due_no_workday"), (f => f.Word = new('长', ReportRound.WordMax + 1), "word_long"),
            (f => f.Regions = [Inhabitants.Meixian], "region_outside"), (f => f.Plan = "meixian", "plan_unknown"), (f => f.Plan = "none", "plan_unknown"),
            (f => (f.All, f.Plan) = (false, null), "nobody_asked"),
        })
        {
            var form = world.Form(quarter);
            change(form);
            (await world.OpenAsync(form)).ShouldBe(code);
        }
        await world.OpenedAsync(quarter, f => (f.All, f.Regions) = (false, [Inhabitants.Bole]));
        (await world.OpenAsync(world.Form(quarter))).ShouldBe("round_open");
        // Without the plan it is another round.
        await world.OpenedAsync(quarter, f => f.Plan = null);
    }

    [Fact]
    public async Task Of_two_that_are_opened_at_once_the_second_is_told()
    {
        var form = world.Form(RoundWorld.Back(3));
        var both = await Task.WhenAll(world.OpenAsync(form), world.OpenAsync(form));
        both.Count(code => code is null).ShouldBe(1);
        both.ShouldContain("round_open");
    }

    [Fact]
    public async Task A_unit_reports_with_who_signed_once_and_what_is_missing_with_a_reason()
    {
        var round = await world.OpenedAsync(RoundWorld.Back(4));
        var (bole, unit) = (await world.BoleAsync(round), await world.UnitAsync(round, RoundWorld.Unit));
        (await world.ReportAsync(world.Clerk.Person, bole.Id, " ")).ShouldBe("signed_missing");
        (await world.ReportAsync(world.Clerk.Person, bole.Id, new('长', RoundUnit.SignedMax + 1))).ShouldBe("signed_missing");
        (await world.ReportAsync(world.Clerk.Person, bole.Id, note: new('长', RoundUnit.NoteMax + 1))).ShouldBe("note_long");
        (await world.ReportAsync(world.Stranger.Person, bole.Id)).ShouldBe("not_found");
        (await world.ReportAsync(world.Clerk.Person, unit.Id)).ShouldBe("not_found");
        var both = await Task.WhenAll(world.ReportAsync(world.Clerk.Person, bole.Id), world.ReportAsync(world.Asker.Person, bole.Id, "李局长"));
        both.Order().ShouldBe([null, "reported_already"]);
        (await world.WorkAsync(bole.Id)).ShouldBeNull();

        // Nobody entered the figure the unit leads: it says why.
        (await world.ReportAsync(world.Asker.Person, unit.Id)).ShouldBe("figures_missing");
        (await world.ReportAsync(world.Asker.Person, unit.Id, note: "年报才有")).ShouldBeNull();
        (await world.LineAsync(round, unit.Id)).ShouldSatisfyAllConditions(u => u.Unit.Signer.ShouldBe("张局长"), u => u.Unit.Note.ShouldBe("年报才有"), u => u.By.ShouldBe(world.Asker.Person.DisplayName), u => u.Standing.ShouldBe(new(RoundUnitState.Reported, 0)));
        (await world.LineAsync(round))!.Reported.ShouldBe(2);
    }

    [Fact]
    public async Task A_quarter_that_runs_is_not_reported()
    {
        var running = Quarter.Of(world.Today);
        var round = await world.OpenedAsync(running, f => f.DueOn = Workdays.Mainland.NextFrom(running.Due));
        (await world.ReportAsync(world.Clerk.Person, (await world.BoleAsync(round)).Id)).ShouldBe("quarter_running");
    }

    [Fact]
    public async Task What_was_reported_can_be_returned_by_who_asked_and_is_owed_again()
    {
        var round = await world.OpenedAsync(RoundWorld.Back(5));
        var bole = await world.BoleAsync(round);
        (await world.ReturnAsync(world.Asker.Person, bole.Id)).ShouldBe("not_reported");
        (await world.ReportAsync(world.Clerk.Person, bole.Id)).ShouldBeNull();
        (await world.ReturnAsync(world.Clerk.Person, bole.Id)).ShouldBe("not_found");
        (await world.ReturnAsync(world.Asker.Person, bole.Id, " ")).ShouldBe("reason_missing");
        (await world.ReturnAsync(world.Asker.Person, bole.Id)).ShouldBeNull();
        (await world.WorkAsync(bole.Id)).ShouldNotBeNull();
        (await world.MessagesAsync("round.returned", bole.Id, world.Clerk.Person)).ShouldBe(1);
        (await world.LineAsync(round, bole.Id)).ShouldSatisfyAllConditions(u => u.Standing.State.ShouldBe(RoundUnitState.Waiting), u => u.Unit.Reason.ShouldBe("缺两家企业"));
        (await world.ReportAsync(world.Clerk.Person, bole.Id)).ShouldBeNull();
        (await world.LineAsync(round, bole.Id)).Unit.Reason.ShouldBeNull();
    }

    [Fact]
    public async Task Who_locks_the_quarter_has_reported_it()
    {
        var round = await world.OpenedAsync(RoundWorld.Back(0));
        var bole = await world.BoleAsync(round);
        var page = $"/conversions/periods/{round.Quarter}";
        (await world.Locker.Http.PostFormAsync(page, page + "?handler=Lock", ("typed", round.Quarter.ToString()))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        // The database dates its events by its own clock.
        world.Time.Advance(TimeSpan.FromMinutes(30));
        await world.App.DrainOutboxAsync();
        (await world.LineAsync(round, bole.Id)).ShouldSatisfyAllConditions(u => u.ByLock.ShouldBeTrue(), u => u.By.ShouldBe(world.Locker.Person.DisplayName), u => u.Standing.ShouldBe(new(RoundUnitState.Reported, 0)));
        (await world.WorkAsync(bole.Id)).ShouldBeNull();
        (await world.CallAsync(world.Asker.Person, bole.Id)).ShouldBe("reported_already");
    }

    [Fact]
    public async Task A_round_that_is_closed_stays_as_it_was()
    {
        var round = await world.OpenedAsync(RoundWorld.Back(6));
        var (bole, unit) = (await world.BoleAsync(round), await world.UnitAsync(round, RoundWorld.Unit));
        (await world.ReportAsync(world.Asker.Person, unit.Id, note: "年报才有")).ShouldBeNull();
        (await world.CloseAsync(world.Asker.Person, round, "2000Q1")).ShouldBe("not_confirmed");
        (await world.CloseAsync(world.Clerk.Person, round)).ShouldBe("not_found");
        var both = await Task.WhenAll(world.CloseAsync(world.Asker.Person, round), world.CloseAsync(world.Asker.Person, round));
        both.Order().ShouldBe([null, "round_closed"]);
        (await world.LineAsync(round, bole.Id)).Standing.State.ShouldBe(RoundUnitState.Never);
        (await world.LineAsync(round, unit.Id)).Standing.State.ShouldBe(RoundUnitState.Reported);
        (await world.WorkAsync(bole.Id)).ShouldBeNull();
        (await world.ReportAsync(world.Clerk.Person, bole.Id)).ShouldBe("round_closed");
        (await world.ReturnAsync(world.Asker.Person, unit.Id)).ShouldBe("round_closed");
        (await world.CallAsync(world.Asker.Person, bole.Id)).ShouldBe("round_closed");
        await world.OpenedAsync(RoundWorld.Back(6));

        // Nor by hand.
        foreach (var statement in (string[])
        [
            $"update report_rounds set closed_at = null where id = '{round.Id}'", $"update report_rounds set due_on = due_on + 9 where id = '{round.Id}'", $"delete from report_rounds where id = '{round.Id}'",
            $"update round_units set reported_at = now(), signer = 'x' where id = '{bole.Id}'", $"update round_units set name = 'x' where id = '{unit.Id}'", $"delete from round_units where id = '{bole.Id}'",
        ])
            (await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(statement, Ct)), statement)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
