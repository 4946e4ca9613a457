using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.Income.Year;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Units;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>The year of a holder, counted by hand over a New Year.</summary>
public sealed class HolderYearTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>One licence signed on 31 December and paid into the books on 2 January; another all in January; one void from the beginning.</summary>
    [Fact]
    public async Task Each_thing_counts_in_the_year_of_its_own_day()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var holder = world.Licensing.Holder;
        var year = world.Licensing.Today.Year;
        var college = new OrganisationUnit { OrganisationId = holder.Id, Name = "水利学院" };
        await world.App.WithDatabaseAsync(db => { db.Add(college); return db.SaveChangesAsync(Ct); });
        // Everything below happens by hand on days around the New Year: the desks only know today.
        var (old, oldPayment) = await world.ReceivedAsync(amount: 40_000);
        var (fresh, freshPayment) = await world.ReceivedAsync(amount: 60_000.50m);
        var (unconfirmed, _) = await world.ReceivedAsync(confirmed: false, amount: 5_000);
        var (voided, _) = await world.ReceivedAsync(amount: 7_000);
        var sharing = await world.BegunAsync(freshPayment);
        (await world.DeskAsync(desk => desk.SaveAsync(sharing.Id, 0, new(ShareBasis.Percent, college.Id, [], [new(ShareKind.Inventor, "陈教授", 30), new(ShareKind.Inventor, "王伟", 30), new(ShareKind.Unit, "大学", 40)]), Ct))).Succeeded.ShouldBeTrue();
        await world.StepAsync(sharing, SharingCause.Propose);
        world.Licensing.Time.Advance(TimeSpan.FromDays(30));
        await world.NightAsync();
        await world.PayrollAsync(sharing);
        await world.StepAsync(sharing, SharingCause.Pay, on: world.Licensing.Today);
        await world.Licensing.AsAsync<TechContractDesk, Outcome<TechContract>>(world.Licensing.Giver.Person, desk => desk.StepAsync(fresh.Id, ContractCause.Register, new(world.Licensing.Today, "JS1", 60_000.50m, 60_000, null), LicensingWorld.Paper(), Ct));
        var (eve, second) = (new DateOnly(year - 1, 12, 31), new DateOnly(year, 1, 2));
        await world.App.WithDatabaseAsync(async db =>
        {
            await db.Set<Licence>().Where(l => l.Id == old.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.EffectiveOn, eve), Ct);
            await db.Set<Licence>().Where(l => l.Id != old.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.EffectiveOn, second), Ct);
            await db.Set<Payment>().ExecuteUpdateAsync(set => set.SetProperty(p => p.PaidOn, second), Ct);
            await db.Set<Sharing>().ExecuteUpdateAsync(set => set.SetProperty(s => s.PaidOn, second.AddDays(1)), Ct);
            await db.Set<TechContract>().ExecuteUpdateAsync(set => set.SetProperty(c => c.RegisteredOn, second), Ct);
            db.Add(new OrganisationLink { UpperId = holder.Id, LowerId = world.Licensing.Enterprise.Id, Kind = LinkKind.AssetCompany, Since = second, State = LinkState.Confirmed });
            // 31 December 23:59 and 1 January 00:00 in Beijing.
            var midnight = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUniversalTime();
            await db.Set<Listing>().ExecuteUpdateAsync(set => set.SetProperty(l => l.PublishedAt, midnight), Ct);
            await db.Set<Listing>().Where(l => db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == old.ApplicationNo)).ExecuteUpdateAsync(set => set.SetProperty(l => l.PublishedAt, midnight.AddSeconds(-1)), Ct);
            db.Add(Talk(midnight.AddSeconds(-1)));
            db.Add(Talk(midnight));
            db.Add(new PatentVisit { ApplicationNo = fresh.ApplicationNo, Day = eve, Times = 3 });
            db.Add(new PatentVisit { ApplicationNo = fresh.ApplicationNo, Day = second, Times = 4 });
            db.Add(new PatentVisit { ApplicationNo = old.ApplicationNo, Day = second, Times = 5 });
            return await db.SaveChangesAsync(Ct);
        });
        await VoidAsync(world, voided);
        var lines = await world.Licensing.AsAsync<YearReport, IReadOnlyList<YearLine>>(world.Licensing.Giver.Person, report => report.LinesAsync(holder, year, Ct));
        lines.Where(line => line.Section == YearSection.Whole).Select(line => (line.Figure, line.This, line.Before)).ShouldBe(
        [
            (YearFigure.Listings, 3, 1), (YearFigure.Views, 9, 3), (YearFigure.Enquiries, 1, 1), (YearFigure.Talks, 0, 0),
            (YearFigure.Licences, 2, 1), (YearFigure.Patents, 2, 1), (YearFigure.Licensees, 1, 1), (YearFigure.Related, 2, 0),
            (YearFigure.Recorded, 0, 0), (YearFigure.Contracts, 1, 0), (YearFigure.Technology, 60_000, 0),
            (YearFigure.Agreed, 65_000.50m, 40_000), (YearFigure.Received, 100_000.50m, 0), (YearFigure.Unconfirmed, 5_000, 0), (YearFigure.SharesPaid, 36_000.30m, 0),
        ]);
        lines.Where(line => line is { Section: YearSection.College, Key: YearReport.NoUnit }).Select(line => (line.Figure, line.This, line.Before))
            .ShouldBe([(YearFigure.Licences, 1, 1), (YearFigure.Agreed, 5_000, 40_000), (YearFigure.Received, 40_000, 0), (YearFigure.SharesPaid, 0, 0)]);
        lines.Where(line => line is { Section: YearSection.College, Name: "水利学院" }).Select(line => (line.Figure, line.This)).ShouldBe([(YearFigure.Licences, 1), (YearFigure.Agreed, 60_000.50m), (YearFigure.Received, 60_000.50m), (YearFigure.SharesPaid, 36_000.30m)]);
        lines.Where(line => line.Section == YearSection.Inventor).Select(line => (line.Name, line.This)).ShouldBe([("王伟", 18_000.15m), ("陈教授", 18_000.15m)], ignoreOrder: true);
        // Page, sheet and report say the same, and each figure leads to rows that sum to it.
        var at = $"/organisations/{holder.Uscc}/year";
        using var giver = await world.App.SignedInAsync(world.Licensing.Giver.Person);
        var page = await giver.GetStringAsync($"{at}?y={year}", Ct);
        var sheet = await giver.GetStringAsync($"{at}/export.csv?y={year}", Ct);
        var paper = await giver.GetStringAsync($"{at}/report.html?y={year}", Ct);
        foreach (var line in lines.Where(line => line.This > 0))
        {
            var shown = YearReport.Shown(line.Figure, line.This);
            page.ShouldContain(shown);
            paper.ShouldContain(shown);
            sheet.ShouldContain(line.This.ToString("0.##", CultureInfo.InvariantCulture));
            var query = $"y={year}&of={line.Figure}&unit={(line.Section == YearSection.College ? line.Key : "")}&who={Uri.EscapeDataString(line.Section == YearSection.Inventor ? line.Key : "")}";
            (await giver.GetStringAsync($"{at}/rows?{query}", Ct)).ShouldContain(shown);
            var rows = await world.Licensing.AsAsync<YearReport, IReadOnlyList<YearRow>>(world.Licensing.Giver.Person, report => report.RowsAsync(holder, year, line.Figure, line.Section == YearSection.College ? line.Key : null, line.Section == YearSection.Inventor ? line.Key : null, Ct));
            YearFigures.Of(line.Figure, rows).ShouldBe(line.This);
            (await giver.GetStringAsync($"{at}/rows.csv?{query}", Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(rows.Count + 1);
        }
        foreach (var file in (string[])["report.docx", "report.pdf", "export.xlsx"]) (await giver.GetAsync($"{at}/{file}?y={year}", Ct)).IsSuccessStatusCode.ShouldBeTrue(file);
        (oldPayment.Amount, unconfirmed.State).ShouldBe((40_000, LicenceState.Effective));

        Talk Talk(DateTimeOffset created) => new() { ApplicationNo = fresh.ApplicationNo, HolderId = holder.Id, Anonymous = true, Alias = "企业甲", CreatedAt = created, LastAt = created };
    }

    [Fact]
    public async Task Views_are_counted_of_people_and_not_of_programs_or_the_holder()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, _) = await world.ReceivedAsync();
        var at = "/patents/" + licence.ApplicationNo;
        foreach (var (http, agent) in ((HttpClient, string)[])[(world.App.Http, "Mozilla/5.0"), (world.Licensing.Taker.Http, "Mozilla/5.0"), (world.App.Http, "Mozilla/5.0 (compatible; Baiduspider/2.0)"), (world.Licensing.Giver.Http, "Mozilla/5.0")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.TryAddWithoutValidation("User-Agent", agent);
            (await http.SendAsync(request, Ct)).IsSuccessStatusCode.ShouldBeTrue();
        }
        var visits = world.App.Services.GetRequiredService<PatentVisits>();
        await visits.WriteAsync(Ct);
        await visits.WriteAsync(Ct);
        (await world.App.WithDatabaseAsync(db => db.Set<PatentVisit>().SumAsync(v => v.Times, Ct))).ShouldBe(2);
        visits.Count("000000000000", "Mozilla/5.0");   // Of no patent we have.
        await visits.WriteAsync(Ct);
        (await world.App.WithDatabaseAsync(db => db.Set<PatentVisit>().CountAsync(Ct))).ShouldBe(1);
    }

    /// <summary>As when a bureau found that there never was a payment.</summary>
    private static async Task VoidAsync(IncomeWorld world, Licence licence)
    {
        await using var scope = world.App.Services.CreateAsyncScope();
        var (db, book) = (scope.ServiceProvider.GetRequiredService<Web.Data.AppDbContext>(), scope.ServiceProvider.GetRequiredService<CaseBook>());
        var one = await db.Set<Licence>().SingleAsync(l => l.Id == licence.Id, Ct);
        book.Take(LicenceMachine.Machine, one, LicenceCause.Dispute, new(Reason: "没有付款")).ShouldBeNull();
        await db.SaveChangesAsync(Ct);
        book.Take(LicenceMachine.Machine, one, LicenceCause.DisprovePayment, new(Reason: "没有付款", Papers: new Dictionary<string, Guid>(StringComparer.Ordinal) { ["mediation"] = Guid.CreateVersion7() })).ShouldBeNull();
        await db.SaveChangesAsync(Ct);
    }
}
