using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>What a feature has in somebody's personal hands: counted before they leave, and given to a colleague when they do.</summary>
public interface IHandOver
{
    Task<int> CountAsync(AppDbContext db, Guid organisationId, Guid personId, CancellationToken ct);

    /// <summary>In the transaction in which the member leaves.</summary>
    Task MoveAsync(AppDbContext db, Guid organisationId, Guid from, Guid to, CancellationToken ct);
}

/// <summary>
/// The open items of the work list. Items for whoever has a role stay with the role. A personal item that names no organisation goes along
/// unless the person works for another organisation too, whose item it may be. A registration sent back stays with its applicant, whose own it is
/// (<see cref="Registration.RegistrationCase"/>): nobody else could open it.
/// </summary>
internal sealed class WorkItemHandOver : IHandOver
{
    public Task<int> CountAsync(AppDbContext db, Guid organisationId, Guid personId, CancellationToken ct) => db.Database.SqlQuery<int>($"""
        select count(*)::int as "Value" from work_items w where w.person_id = {personId} and w.done_at is null and w.kind <> 'registration.returned' and (w.organisation_id = {organisationId}
          or (w.organisation_id is null and not exists (select from memberships m where m.person_id = {personId} and m.until is null and m.organisation_id <> {organisationId})))
        """).SingleAsync(ct);

    public Task MoveAsync(AppDbContext db, Guid organisationId, Guid from, Guid to, CancellationToken ct) => db.Database.ExecuteSqlAsync($"""
        update work_items w set person_id = {to} where w.person_id = {from} and w.done_at is null and w.kind <> 'registration.returned' and (w.organisation_id = {organisationId}
          or (w.organisation_id is null and not exists (select from memberships m where m.person_id = {from} and m.until is null and m.organisation_id <> {organisationId})))
        """, ct);
}
