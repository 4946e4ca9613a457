using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Holders;

/// <summary>An organisation came, got a name, was merged or moved: patents that name it are linked to it, and whoever follows the catalogue hears of all that show it.</summary>
internal sealed class HolderFollower : IOutboxHandler
{
    /// <summary>As many as are done well within a lease; a larger portfolio takes several events.</summary>
    internal const int Page = 5_000;

    public string Kind => OrganisationChanges.Kind;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var told = happened.Read<OrganisationsChanged>();
        Guid[] ids = [.. told.Ids];
        string[] numbers = [.. await db.Database.SqlQueryRaw<string>(HolderSql.Theirs, ids, told.After ?? "", Page, told.Shown).ToListAsync(ct)];
        if (numbers.Length == 0) return;
        var touched = await LinkAsync(db, numbers, ids, ct);
        if (told.Shown)
            touched.AddRange(await db.Set<PatentHolder>().Where(h => numbers.Contains(h.ApplicationNo) && h.OrganisationId != null && ids.Contains(h.OrganisationId.Value)).Select(h => h.ApplicationNo).ToListAsync(ct));
        if (touched.Count > 0) await CatalogueChanges.TouchAsync(db, touched, ct);
        if (numbers.Length == Page) db.Publish(Kind, happened.Id, told with { After = numbers[^1] });
    }

    /// <summary>Links what fits of these patents; those of the organisations named go to the ones they were merged into. Returns the patents it changed, whom the caller tells of.</summary>
    internal static async Task<List<string>> LinkAsync(AppDbContext db, string[] numbers, Guid[] ids, CancellationToken ct)
    {
        // In one order for everybody, as an import locks them, and before their holders.
        await db.Database.ExecuteSqlAsync($"select from patents where application_no = any({numbers}) order by application_no for update", ct);
        return await db.Database.SqlQueryRaw<string>(HolderSql.Link, numbers, ids).ToListAsync(ct);
    }
}
