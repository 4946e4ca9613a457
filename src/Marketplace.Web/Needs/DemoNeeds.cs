using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>What the invented enterprises cannot solve (<c>data/demo/needs.tsv</c>). They go the way every other goes, so that they are matched.</summary>
internal static class DemoNeeds
{
    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Need>().AnyAsync(ct)) return;
        var codes = DemoFiles.Organisations().ToDictionary(row => row["key"], row => row["uscc"], StringComparer.Ordinal);
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        foreach (var row in DemoFiles.Needs())
        {
            var owner = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Uscc == codes[row["owner"]], ct);
            if (await db.Set<Membership>().Where(m => m.OrganisationId == owner.Id && m.Until == null && (m.Role == Role.Administrator || m.Role == Role.Operator)).OrderBy(m => m.Since).ThenBy(m => m.Id).FirstOrDefaultAsync(ct) is not { } member) continue;
            // Each as a request of theirs would be.
            await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Actor>().Become(member.PersonId, [new(member.Role, owner.Id, owner.Name, owner.RegionPath)]);
            var desk = scope.ServiceProvider.GetRequiredService<NeedDesk>();
            var made = await desk.CreateAsync(Draft(row, today), null, ct);
            if (made.Succeeded && row["state"] == nameof(NeedState.Open)) made = await desk.OpenAsync(made.Value.Id, null, confirmed: true, ct);
            if (!made.Succeeded) throw new InvalidOperationException($"The demonstration's need {row["title"]} was refused: {made.Failures[0].Code}");
        }
    }

    private static NeedDraft Draft(IReadOnlyDictionary<string, string> row, DateOnly today) => new()
    {
        Title = row["title"],
        Summary = row["summary"],
        Detail = row["detail"],
        Industry = row["industry"],
        Ipc = Split(row["ipc"]),
        Chains = Split(row["chains"]),
        Forms = Chosen.Of<OfferForm>(Split(row["forms"])),
        Cooperation = Chosen.Of<Cooperation>(Split(row["cooperation"])),
        MaturityLeast = row["maturity"].Length > 0 ? int.Parse(row["maturity"], CultureInfo.InvariantCulture) : null,
        BudgetFrom = row["budget_from"].Length > 0 ? decimal.Parse(row["budget_from"], CultureInfo.InvariantCulture) : null,
        BudgetTo = row["budget_to"].Length > 0 ? decimal.Parse(row["budget_to"], CultureInfo.InvariantCulture) : null,
        Deadline = row["deadline_months"].Length > 0 ? today.AddMonths(int.Parse(row["deadline_months"], CultureInfo.InvariantCulture)) : null,
        Crop = row["crop"],
        Visibility = Enum.Parse<NeedVisibility>(row["visibility"]),
    };

    private static string[] Split(string cell) => cell.Split(';', StringSplitOptions.RemoveEmptyEntries);
}
