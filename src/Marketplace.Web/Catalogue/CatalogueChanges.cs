using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue;

/// <summary>What <see cref="CatalogueSql.ChangedKind"/> says.</summary>
public sealed record CatalogueChanged(IReadOnlyList<string> Numbers);

public static class CatalogueChanges
{
    /// <summary>
    /// For changes beside the patent's own row that show in search, feeds or pages: its listings, its holders, the name or place of a holder. In the transaction of that
    /// change, after it was saved.
    /// </summary>
    public static Task<int> TouchAsync(AppDbContext db, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        // One order for everybody, or two packages that share patents could wait for each other.
        var ordered = numbers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return db.Database.ExecuteSqlAsync($"""
            update patents set revision = revision where application_no in (
              select application_no from patents where application_no = any({ordered}) order by application_no for update)
            """, ct);
    }
}
