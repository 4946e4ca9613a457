using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>Who is to do it.</summary>
public abstract record Audience
{
    /// <param name="PersonId">Who.</param>
    /// <param name="OrganisationId">With <paramref name="Role"/>: the function in which they are asked. Only then a colleague who has it too can take over.</param>
    /// <param name="Role">See there.</param>
    public sealed record One(Guid PersonId, Guid? OrganisationId = null, Role? Role = null) : Audience;
    public sealed record Holders(Guid OrganisationId, Role Role) : Audience;
}

/// <param name="Kind">A kind registered with <c>AddWorkKind</c>.</param>
/// <param name="Key">Says which thing: asked again while it is open, it stays one.</param>
/// <param name="For">Who is to do it.</param>
/// <param name="Link">Where.</param>
/// <param name="Words">What fills the kind's text.</param>
/// <param name="Due">Until when.</param>
/// <param name="WaitingPersonId">Who waits for it and may urge.</param>
/// <param name="WaitingOrganisationId">The organisation that waits: each of its people may urge.</param>
public sealed record NewWork(
    string Kind, string Key, Audience For, string Link, IReadOnlyDictionary<string, string> Words, DateOnly? Due = null,
    Guid? WaitingPersonId = null, Guid? WaitingOrganisationId = null);

/// <summary>The one call by which features put work on people's lists and take it off, in the transaction of the change (usually an outbox handler).</summary>
public sealed class WorkDesk(TimeProvider time)
{
    public async Task AddAsync(AppDbContext db, NewWork work, CancellationToken ct)
    {
        var words = System.Text.Json.JsonSerializer.Serialize(work.Words);
        var (person, organisation, role) = work.For switch
        {
            Audience.One one => ((Guid?)one.PersonId, one.OrganisationId, one.Role?.ToString()),
            Audience.Holders holders => (null, (Guid?)holders.OrganisationId, (string?)holders.Role.ToString()),
            _ => throw new ArgumentOutOfRangeException(nameof(work)),
        };
        await db.Database.ExecuteSqlAsync($"""
            insert into work_items (id, kind, key, words, link, person_id, organisation_id, role, due, waiting_person_id, waiting_organisation_id, created_at)
            values ({Guid.CreateVersion7()}, {work.Kind}, {work.Key}, {words}::jsonb, {work.Link}, {person}, {organisation}, {role}, {work.Due}, {work.WaitingPersonId}, {work.WaitingOrganisationId}, {time.GetUtcNow()})
            on conflict (key) where done_at is null do nothing
            """, ct);
    }

    /// <param name="by">Who did it; null: it settled itself (withdrawn, expired).</param>
    public Task DoneAsync(AppDbContext db, string key, Guid? by, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"update work_items set done_at = {time.GetUtcNow()}, done_by = {by} where key = {key} and done_at is null", ct);
}
