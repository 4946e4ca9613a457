using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What the invented holders offer (<c>data/demo/listings.tsv</c>): most public, some a draft, in review, withdrawn or from the gazette.</summary>
internal static class DemoListings
{
    /// <summary>The office that brings in what the gazette announces.</summary>
    private const string Office = "bureau-xj";

    public static async Task AddAsync(IServiceProvider services, AppDbContext db, Dictionary<string, Organisation> organisations, CancellationToken ct)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var industries = services.GetRequiredService<Industries>();
        var people = (await db.Set<Membership>().Join(db.Set<Person>(), m => m.PersonId, p => p.Id, (m, p) => new { m.OrganisationId, m.PersonId, p.DisplayName, p.PhoneNumber })
            .ToListAsync(ct)).OrderBy(m => m.PhoneNumber, StringComparer.Ordinal).ToLookup(m => m.OrganisationId);
        var ipc = DemoFiles.Patents().ToDictionary(row => row["application_no"].Split('.')[0], row => DemoPatents.Cells(row, "ipc"), StringComparer.Ordinal);
        List<Dictionary<string, object?>> listings = [], members = [];
        foreach (var row in DemoFiles.Listings())
        {
            var owner = organisations.GetValueOrDefault(row["owner"]);
            var staff = owner is null ? null : people[owner.Id].FirstOrDefault();
            var numbers = DemoPatents.Cells(row, "patents");
            string[] classes = [.. numbers.SelectMany(number => ipc[number]).Distinct(StringComparer.Ordinal)];
            var published = DemoPatents.Day(row["published"]);
            var listing = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["id"] = Guid.CreateVersion7(),
                ["owner_id"] = owner?.Id,
                ["bureau_id"] = owner is null ? organisations[Office].Id : null,
                ["region_path"] = (owner ?? organisations[Office]).RegionPath,
                ["title"] = Filled(row["title"]),
                ["state"] = row["state"],
                ["forms"] = DemoPatents.Cells(row, "forms"),
                ["fee_model"] = Filled(row["fee_model"]),
                ["fee_terms"] = JsonSerializer.Deserialize<JsonElement>(row["fee_terms"]),
                ["fee_yuan"] = row["fee_yuan"].Length > 0 ? decimal.Parse(row["fee_yuan"], CultureInfo.InvariantCulture) : null,
                ["maturity"] = int.Parse(row["maturity"], CultureInfo.InvariantCulture),
                ["scenes"] = Filled(row["scenes"]),
                ["industries"] = industries.Suggest(classes).Take(2).Select(pair => pair.Industry.Code),
                ["chains"] = industries.SuggestChains(classes).Select(chain => chain.Name).Distinct(StringComparer.Ordinal).Take(2),
                ["know_how"] = Filled(row["know_how"]),
                ["support"] = Filled(row["support"]),
                ["contact_name"] = staff?.DisplayName,
                ["contact_phone"] = staff?.PhoneNumber,
                ["contact_mail"] = owner is null ? null : $"{row["owner"]}@example.cn",
                ["announcement_no"] = Filled(row["announcement_no"]),
                ["announced_on"] = DemoPatents.Day(row["announced"]),
                ["prepared_by"] = staff?.PersonId,
                ["published_at"] = published,
                ["expires_on"] = published?.AddYears(3),
                // Every seventh has not been confirmed since: it is stale after half a year and says so.
                ["confirmed_on"] = listings.Count % 7 == 6 ? published : published is null ? null : DateOnly.FromDateTime(now.UtcDateTime).AddDays(-20),
                ["stale_since"] = owner is not null && listings.Count % 7 == 6 && published?.AddMonths(ListingRules.ConfirmEveryMonths) is { } asked && asked < DateOnly.FromDateTime(now.UtcDateTime) ? asked : null,
                ["created_at"] = now,
                ["changed_at"] = now,
            };
            listings.Add(listing);
            var shares = DemoPatents.Cells(row, "shares");
            members.AddRange(numbers.Select((number, n) => new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["listing_id"] = listing["id"],
                ["application_no"] = number,
                ["place"] = n + 1,
                ["share_percent"] = shares.Length > 0 ? decimal.Parse(shares[n], CultureInfo.InvariantCulture) : 100m,
            }));
        }
        await DemoInsert.RowsAsync(db, "listings", listings, ct);
        await DemoInsert.RowsAsync(db, "listing_patents", members, ct);
    }

    private static string? Filled(string text) => text.Length > 0 ? text : null;
}
