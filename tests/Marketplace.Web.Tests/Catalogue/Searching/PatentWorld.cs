using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Organisations;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Searching;

/// <summary>Patents in the catalogue of a running program, and its index.</summary>
internal static class PatentWorld
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static int s_serial = PatentNumber.FirstInventedSerial;

    public static Patent NewPatent(string title, string? summary = null, string[]? ipc = null, int year = 2023, PatentKind kind = PatentKind.Invention, DateOnly? granted = null)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{year}{(kind == PatentKind.Invention ? 1 : kind == PatentKind.UtilityModel ? 2 : 3)}{Interlocked.Increment(ref s_serial)}");
        var filed = new DateOnly(year, 3, 1);
        return new()
        {
            ApplicationNo = number,
            Kind = kind,
            Title = title,
            Abstract = summary,
            Ipc = ipc ?? ["A01G25/02"],
            FilingDate = filed,
            GrantDate = granted ?? filed.AddYears(1),
            State = PatentState.InForce,
            StatusOn = new DateOnly(2026, 1, 1),
            LastDay = PatentTerm.LastDay(kind, filed),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
    }

    public static Task AddAsync(this RunningApp app, params Patent[] patents) => app.WithDatabaseAsync(db =>
    {
        db.AddRange(patents);
        return db.SaveChangesAsync();
    });

    public static Task HoldAsync(this RunningApp app, Patent patent, Organisation? organisation, string? name = null) => app.WithDatabaseAsync(async db =>
    {
        var called = name ?? organisation!.Name;
        db.Add(new PatentHolder { ApplicationNo = patent.ApplicationNo, Place = 1, Name = called, FoldedName = NameFolding.Fold(called), Uscc = organisation?.Uscc, OrganisationId = organisation?.Id });
        await db.SaveChangesAsync();
        return await CatalogueChanges.TouchAsync(db, [patent.ApplicationNo], CancellationToken.None);
    });

    public static async Task<Listing> ListAsync(this RunningApp app, Organisation owner, Patent patent, FeeModel model = FeeModel.LumpSum, decimal? fee = 30_000m, DateOnly? staleSince = null)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var listing = new Listing
        {
            OwnerId = owner.Id,
            RegionPath = owner.RegionPath,
            State = ListingState.Public,
            Forms = [OfferForm.OpenLicence, OfferForm.Assignment],
            FeeModel = model,
            FeeYuan = fee,
            Maturity = 7,
            Industries = ["3572"],
            Chains = ["节水灌溉"],
            PublishedAt = now,
            StaleSince = staleSince,
            CreatedAt = now,
        };
        await app.WithDatabaseAsync(async db =>
        {
            db.Add(listing);
            db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = patent.ApplicationNo, Place = 1 });
            await db.SaveChangesAsync();
            return await CatalogueChanges.TouchAsync(db, [patent.ApplicationNo], CancellationToken.None);
        });
        return listing;
    }

    /// <summary>Until the index has everything that is committed.</summary>
    public static async Task IndexedAsync(this RunningApp app)
    {
        var index = app.Services.GetRequiredService<CatalogueIndex>();
        await index.WhenLoadedAsync(CancellationToken.None).WaitAsync(s_patience);
        var wanted = await app.WithDatabaseAsync(db => IndexFollower.NewestAsync(db, CancellationToken.None));
        await UntilAsync(() => index.Position >= wanted);
    }

    public static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await isSo(); await Task.Delay(10))
        {
            if (TimeProvider.System.GetElapsedTime(since) > s_patience) throw new TimeoutException("It did not come about in time.");
        }
    }

    public static async Task<PatentResults> SearchAsync(this RunningApp app, string queryString)
    {
        var outcome = await app.Services.GetRequiredService<PatentSearch>().SearchAsync(PatentQuery.Read(queryString), new(PatentWanted.Counts(PatentFacet.All.Select(facet => facet.Name)), [], true), CancellationToken.None);
        return outcome.Succeeded ? outcome.Value : throw new InvalidOperationException(outcome.Failures[0].Code);
    }

    public static async Task<IReadOnlyList<string>> FindAsync(this RunningApp app, string queryString) => [.. (await app.SearchAsync(queryString)).Hits.Select(hit => hit.ApplicationNo)];
}
