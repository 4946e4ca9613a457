using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Links;

/// <summary>What follows from links. Confirmed ones only: this is where rights inside a group come from.</summary>
public static class OrganisationLinks
{
    /// <summary>One at a time over all links: two halves of a ring could otherwise be made side by side. The word "links" in ASCII.</summary>
    private const long Lock = 0x6C696E6B73;

    public static string Name(this LinkKind kind) => Named("Link" + kind);

    public static string Name(this LinkState state) => LinkTexts.ResourceManager.GetString("State" + state, LinkTexts.Culture)!;

    /// <summary>How a state looks beside its word.</summary>
    public static string Look(this LinkState state) => state switch { LinkState.Confirmed => "ok", LinkState.Proposed => "soon", LinkState.Declined => "overdue", _ => "stopped" };

    /// <summary>In the transaction that enters or confirms the link. True when the upper one would come to stand below itself.</summary>
    public static async Task<bool> WouldRingAsync(AppDbContext db, Guid upper, Guid lower, DateOnly since, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock})", ct);
        return upper == lower || await db.Database.SqlQuery<bool>($"""
            with recursive below(id) as (
              select {lower}::uuid
              union select l.lower_id from organisation_links l join below b on l.upper_id = b.id where l.state = 'Confirmed' and (l.until is null or l.until >= {since}))
            select exists (select from below where id = {upper}) as "Value"
            """).SingleAsync(ct);
    }

    /// <summary>Whether one stands above the other on a day, at any distance: inside a group.</summary>
    public static Task<bool> IsAboveAsync(AppDbContext db, Guid upper, Guid lower, DateOnly day, CancellationToken ct) => db.Database.SqlQuery<bool>($"""
        with recursive below(id) as (
          select l.lower_id from organisation_links l
            where l.upper_id = {upper} and l.state = 'Confirmed' and l.since <= {day} and (l.until is null or l.until >= {day})
          union select l.lower_id from organisation_links l join below b on l.upper_id = b.id
            where l.state = 'Confirmed' and l.since <= {day} and (l.until is null or l.until >= {day}))
        select exists (select from below where id = {lower}) as "Value"
        """).SingleAsync(ct);

    private static string Named(string key) => OrganisationTexts.ResourceManager.GetString(key, OrganisationTexts.Culture)!;
}
