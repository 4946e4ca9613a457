using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Feeds;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Feeds;

/// <summary>Invented patents for tests of what follows the catalogue.</summary>
internal static class TestPatents
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static string Number(int serial, char kind = '1', int year = 2023) => string.Create(CultureInfo.InvariantCulture, $"{year}{kind}{9_990_000 + serial:D7}");

    public static Patent Make(string number, string title = "一种测试装置", PatentState state = PatentState.InForce, params string[] ipc) => new()
    {
        ApplicationNo = number,
        Kind = PatentNumber.KindOf(number),
        Title = title,
        Abstract = "用于测试的摘要，" + title,
        Ipc = ipc.Length > 0 ? ipc : ["A01B33/00"],
        Inventors = ["林测", "周试"],
        FilingDate = new(2023, 3, 1),
        GrantDate = new(2024, 6, 1),
        State = state,
        LastDay = new(2043, 2, 28),
        CreatedAt = TimeProvider.System.GetUtcNow(),
    };

    public static Task<int> AddAsync(this RunningApp app, IEnumerable<Patent> patents, Organisation? holder = null) => app.WithDatabaseAsync(db =>
    {
        foreach (var patent in patents)
        {
            db.Add(patent);
            db.Add(new PatentHolder
            {
                ApplicationNo = patent.ApplicationNo,
                Place = 1,
                Name = holder?.Name ?? "测试单位",
                FoldedName = NameFolding.Fold(holder?.Name ?? "测试单位"),
                Uscc = holder?.Uscc,
                OrganisationId = holder?.Id,
            });
        }
        return db.SaveChangesAsync(Ct);
    });

    /// <summary>The program's own transactions (jobs, signals) may run for some milliseconds beside; until they end nothing newer is told.</summary>
    public static async Task SettleAsync(this RunningApp app)
    {
        for (var deadline = TimeProvider.System.GetUtcNow().AddSeconds(20); TimeProvider.System.GetUtcNow() < deadline; await Task.Delay(20, Ct))
        {
            if (await app.WithDatabaseAsync(async db => await SettledPatents.After(db, FeedPlace.Start).CountAsync(Ct) == await db.Set<Patent>().CountAsync(Ct))) return;
        }
        throw new TimeoutException("Something still runs in the database, so that changes do not settle.");
    }

    public static Task<int> ChangeAsync(this RunningApp app, string number, Action<Patent> change) => app.WithDatabaseAsync(async db =>
    {
        change(await db.Set<Patent>().SingleAsync(p => p.ApplicationNo == number, Ct));
        return await db.SaveChangesAsync(Ct);
    });

    /// <summary>Until as many can be found by search.</summary>
    public static async Task IndexedAsync(this RunningApp app, int count, string query = "")
    {
        var search = app.Services.GetRequiredService<PatentSearch>();
        for (var deadline = TimeProvider.System.GetUtcNow().AddSeconds(60); TimeProvider.System.GetUtcNow() < deadline; await Task.Delay(20, Ct))
        {
            if (await search.CountAsync(PatentQuery.Read(query), Ct) == count) return;
        }
        throw new TimeoutException("The index does not come to have what was added.");
    }
}
