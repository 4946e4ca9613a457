using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Catalogue.Patents;

public sealed class DemoPatentsTests(PostgresServer server)
{
    private static readonly Dictionary<string, string?> s_demo = new(StringComparer.Ordinal) { ["demo"] = "true" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demonstration_has_patents_of_every_sort_offers_of_every_form_and_a_second_start_adds_none()
    {
        var database = await server.NewDatabaseAsync();
        int[] first;
        await using (var app = await RunningApp.StartAsync(database, s_demo))
        {
            first = await CountAsync(app);
            var patents = await app.WithDatabaseAsync(db => db.Set<Patent>().AsNoTracking().ToListAsync(Ct));
            patents.Count.ShouldBeGreaterThanOrEqualTo(240);
            patents.ShouldAllBe(p => p.ApplicationNo.Length == 12 && string.CompareOrdinal(p.ApplicationNo, 5, "9990000", 0, 7) >= 0);
            patents.ShouldAllBe(p => p.Kind == PatentNumber.KindOf(p.ApplicationNo) && p.FilingDate.Year == PatentNumber.YearOf(p.ApplicationNo));
            patents.ShouldAllBe(p => p.Ipc.All(symbol => PatentClass.Ipc(symbol) == symbol) && p.Locarno.All(symbol => PatentClass.Locarno(symbol) == symbol));
            patents.Where(p => p.Kind != PatentKind.Design).ShouldAllBe(p => p.Abstract!.Length >= 80 && p.Abstract.Length <= 200 && p.Ipc.Length > 0);
            patents.Select(p => p.Title).Distinct().Count().ShouldBe(patents.Count);
            foreach (var state in (PatentState[])[PatentState.InForce, PatentState.FeeGrace, PatentState.Suspended, PatentState.LapsedUnpaid, PatentState.Expired, PatentState.Pending, PatentState.PartlyInvalid])
                patents.ShouldContain(p => p.State == state, state.ToString());
            (patents.Max(p => p.FilingDate.Year) - patents.Min(p => p.FilingDate.Year)).ShouldBeGreaterThanOrEqualTo(12);

            var holders = await app.WithDatabaseAsync(db => db.Set<PatentHolder>().AsNoTracking().ToListAsync(Ct));
            holders.Select(h => h.ApplicationNo).Distinct().Count().ShouldBe(patents.Count);
            holders.ShouldContain(h => h.OrganisationId == null);
            holders.ShouldContain(h => h.Place == 2);

            var listings = await app.WithDatabaseAsync(db => db.Set<Listing>().AsNoTracking().ToListAsync(Ct));
            var open = listings.Where(l => l.State == ListingState.Public).ToList();
            open.Count.ShouldBeGreaterThanOrEqualTo(110);
            Enum.GetValues<OfferForm>().Except(open.SelectMany(l => l.Forms)).ShouldBeEmpty();
            Enum.GetValues<FeeModel>().Except(open.Select(l => l.FeeModel!.Value)).ShouldBeEmpty();
            open.Where(l => !l.FromGazette).ShouldAllBe(l => l.ContactName != null && l.ContactPhone != null);
            open.ShouldContain(l => l.FromGazette && l.BureauId != null);
            listings.ShouldContain(l => l.State == ListingState.Draft);
            listings.ShouldContain(l => l.State == ListingState.InReview);
        }
        await using var again = await RunningApp.StartAsync(database, s_demo);
        (await CountAsync(again)).ShouldBe(first);
    }

    [Fact]
    public void Every_number_of_the_demonstration_has_its_check_digit()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "demo", "patents.tsv")).Skip(1).Select(line => line.Split('\t')[0]).ToList();

        foreach (var line in lines)
        {
            PatentNumber.Parse(line, out var fault)!.Check.ShouldNotBeNull();
            fault.ShouldBeNull(line);
        }
    }

    private static Task<int[]> CountAsync(RunningApp app) => app.WithDatabaseAsync(async db => new[]
    {
        await db.Set<Patent>().CountAsync(Ct), await db.Set<PatentHolder>().CountAsync(Ct), await db.Set<PatentEvent>().CountAsync(Ct), await db.Set<Listing>().CountAsync(Ct),
        await db.Set<ListingPatent>().CountAsync(Ct),
    });
}
