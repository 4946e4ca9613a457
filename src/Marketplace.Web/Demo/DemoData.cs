using System.Globalization;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Demo;

/// <summary>What a feature adds to the demonstration, after organisations and people are there. Run at each start: it must find what it added before.</summary>
public sealed record DemoStep(Func<IServiceProvider, AppDbContext, CancellationToken, Task> ApplyAsync);

/// <summary>Fills a demonstration with invented organisations, people and lists. What is there stays as it is, so a second start adds nothing.</summary>
public sealed class DemoData(IServiceScopeFactory scopes, NpgsqlDataSource source, IEnumerable<DemoStep> steps, TimeProvider time)
{
    /// <summary>Two programs starting on one database. "demo" in ASCII.</summary>
    private const long OneAtATime = 0x64656D6F;

    public async Task ApplyAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"select pg_advisory_lock({OneAtATime})";
        await command.ExecuteNonQueryAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            await AddPeopleAsync(db, await AddOrganisationsAsync(db, ct), ct);
            await AddDirectoryAsync(db, ct);
            foreach (var step in steps) await step.ApplyAsync(scope.ServiceProvider, db, ct);
        }
        finally
        {
            command.CommandText = $"select pg_advisory_unlock({OneAtATime})";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private async Task<Dictionary<string, Guid>> AddOrganisationsAsync(AppDbContext db, CancellationToken ct)
    {
        var rows = DemoFiles.Organisations();
        var codes = rows.Select(r => r["uscc"]).ToArray();
        var ids = await db.Set<Organisation>().Where(o => codes.Contains(o.Uscc)).ToDictionaryAsync(o => o.Uscc, o => o.Id, StringComparer.Ordinal, ct);
        var places = rows.Select(r => r["region"]).Distinct(StringComparer.Ordinal).ToArray();
        var paths = await db.Set<Region>().Where(r => places.Contains(r.Code)).ToDictionaryAsync(r => r.Code, r => r.Path, StringComparer.Ordinal, ct);
        var now = time.GetUtcNow();
        foreach (var row in rows.Where(r => !ids.ContainsKey(r["uscc"])))
        {
            var organisation = new Organisation
            {
                Uscc = row["uscc"],
                Name = row["name"],
                FoldedName = NameFolding.Fold(row["name"]),
                Kind = Enum.Parse<OrganisationKind>(row["kind"]),
                RegionCode = row["region"],
                RegionPath = paths[row["region"]],
                State = OrganisationState.Active,
                StateOwned = row["state_owned"] == "yes",
                Industry = row["industry"] is { Length: > 0 } industry ? industry : null,
                Staff = Number(row["staff"]) is { } staff ? (int)staff : null,
                RevenueYuan = Number(row["revenue_wan"]) * 10_000,
                AssetsYuan = Number(row["assets_wan"]) * 10_000,
                FiguresYear = row["staff"].Length > 0 ? now.Year - 1 : null,
                Size = Enum.TryParse<EnterpriseSize>(row["size"], out var size) ? size : null,
                CreatedAt = now,
                ActiveSince = now,
            };
            db.Add(organisation);
            ids[organisation.Uscc] = organisation.Id;
        }
        await db.SaveChangesAsync(ct);
        return rows.ToDictionary(r => r["key"], r => ids[r["uscc"]], StringComparer.Ordinal);
    }

    private async Task AddPeopleAsync(AppDbContext db, Dictionary<string, Guid> organisations, CancellationToken ct)
    {
        var rows = DemoFiles.People();
        var phones = rows.Select(r => r["phone"]).ToArray();
        var there = await db.Set<Person>().Where(p => phones.Contains(p.PhoneNumber)).Select(p => p.PhoneNumber!).ToListAsync(ct);
        string? hash = null;
        var now = time.GetUtcNow();
        foreach (var row in rows.ExceptBy(there, r => r["phone"], StringComparer.Ordinal))
        {
            var person = new Person
            {
                DisplayName = row["name"],
                Language = "zh-CN",
                CreatedAt = now,
                PhoneNumber = row["phone"],
                PhoneNumberConfirmed = true,
                SecurityStamp = Guid.CreateVersion7().ToString("N"),
                LockoutEnabled = true,
            };
            person.NormalizedUserName = person.UserName!.ToUpperInvariant();
            // Hashing is slow on purpose, and the password is the same for all: once is enough.
            person.PasswordHash = hash ??= new PasswordHasher<Person>().HashPassword(person, DemoAccounts.Password);
            db.Add(person);
            foreach (var role in DemoFiles.Roles(row))
                db.Add(new Membership { PersonId = person.Id, OrganisationId = organisations[row["organisation"]], Role = role, Since = now });
        }
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>Through the import itself, so that the demonstration shows what the import does.</summary>
    private static async Task AddDirectoryAsync(AppDbContext db, CancellationToken ct)
    {
        var keys = DemoFiles.Organisations().ToDictionary(o => o["key"], o => o["uscc"], StringComparer.Ordinal);
        foreach (var group in DemoFiles.Directory().GroupBy(r => r["bureau"], StringComparer.Ordinal))
        {
            var uscc = keys[group.Key];
            var bureau = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Uscc == uscc, ct);
            if (await db.Set<DirectoryImport>().AnyAsync(i => i.BureauId == bureau.Id, ct)) continue;
            var text = new StringBuilder();
            foreach (var row in group.Prepend(group.First().ToDictionary(c => c.Key, c => c.Key, StringComparer.Ordinal)))
                text.AppendJoin('\t', row.Where(c => c.Key != "bureau").Select(c => c.Value)).Append('\n');
            var import = await DirectoryVerb.RunAsync(db, bureau, "企业名录.csv", Encoding.UTF8.GetBytes(text.ToString()), dryRun: false);
            if (import.State != ImportState.Done || import.Rejected > 0) throw new InvalidOperationException($"The demonstration's list of {group.Key} has {import.Rejected} wrong rows.");
        }
    }

    private static decimal? Number(string text) => text.Length > 0 ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
}
