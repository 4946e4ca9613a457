using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.People;

/// <summary>What was decided about the person's account, and what they asked for.</summary>
internal sealed class AccountDecisions : IPersonalData
{
    public string Key => "decisions";
    public string Title => PeopleTexts.DataTitle;
    public string Purpose => PeopleTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisLaw;
    public string OnErasure => PeopleTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var closings = await db.Set<AccountClosing>().AsNoTracking().Where(c => c.PersonId == personId).OrderByDescending(c => c.Id).ToListAsync(ct);
        var resets = await db.Set<FactorReset>().AsNoTracking().Where(r => r.PersonId == personId).OrderByDescending(r => r.AskedAt).ThenBy(r => r.Id).ToListAsync(ct);
        return
        [
            .. closings.Select(c => (IReadOnlyList<PersonalField>)
            [
                new("closedAt", PeopleTexts.ClosedAt, Dates.Minute(c.ClosedAt)),
                new("reason", PeopleTexts.Reason, c.Reason),
                new("reopenedAt", PeopleTexts.ReopenedAt, c.ReopenedAt is { } at ? Dates.Minute(at) : null),
                new("reopenReason", PeopleTexts.ReopenReason, c.ReopenReason),
            ]),
            .. resets.Select(r => (IReadOnlyList<PersonalField>)
            [
                new("askedAt", PeopleTexts.AskedAt, Dates.Minute(r.AskedAt)),
                new("why", PeopleTexts.ResetReason, r.Reason),
                new("state", PeopleTexts.State, AccountNames.Of(r.State)),
                new("answer", PeopleTexts.Answer, r.Answer),
            ]),
        ];
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"update work_items set done_at = {now} where done_at is null and key in (select {FactorResetDesk.Work + ":"} || id from factor_resets where person_id = {personId})", ct);
        await db.Set<FactorReset>().Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<AccountClosing>().Where(c => c.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}

internal static class AccountNames
{
    public static string Of(FactorResetState state) => PeopleTexts.ResourceManager.GetString("State" + state, PeopleTexts.Culture)
        ?? throw new InvalidOperationException($"The state {state} has no name.");
}
