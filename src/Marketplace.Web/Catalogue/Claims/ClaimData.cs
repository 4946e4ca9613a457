using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>What somebody said about whose a patent is, for their own page of data: as claimant, as holder, as bureau.</summary>
internal sealed class ClaimData : IPersonalData
{
    public string Key => "patentClaims";
    public string Title => ClaimTexts.DataTitle;
    public string Purpose => ClaimTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => ClaimTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var claims = await db.Set<PatentClaim>().AsNoTracking().Where(c => c.ClaimedBy == personId || c.AnsweredBy == personId || c.DecidedBy == personId)
            .OrderByDescending(c => c.CreatedAt).ThenBy(c => c.ApplicationNo).ToListAsync(ct);
        return [.. claims.SelectMany(c => Steps(c).Where(step => step.By == personId).Select(step => (IReadOnlyList<PersonalField>)
        [
            new("applicationNo", ClaimTexts.DataNumber, PatentNumber.Show(c.ApplicationNo)),
            new("step", ClaimTexts.DataStep, step.Name),
            new("at", PrivacyTexts.FieldAt, step.At is { } at ? Dates.Minute(at) : null),
            new("text", PrivacyTexts.FieldText, step.Text),
        ]))];
    }

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) => ForgetAsync(db, c => c.ClaimedBy == personId || c.AnsweredBy == personId || c.DecidedBy == personId, personId, ct);

    /// <summary>What was said stays with the organisations; the audit log has who took which step for as long as the law wants it.</summary>
    public static Task<int> ForgetOldAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        ForgetAsync(db, c => (c.State == ClaimState.Granted || c.State == ClaimState.Refused || c.State == ClaimState.Dropped)
            && (c.DecidedAt ?? c.AnsweredAt ?? c.ClaimedAt ?? c.CreatedAt) < before && (c.ClaimedBy != null || c.AnsweredBy != null || c.DecidedBy != null), null, ct);

    /// <param name="db">The caller's.</param>
    /// <param name="which">Claims.</param>
    /// <param name="person">Null: everybody.</param>
    /// <param name="ct">Stopped.</param>
    private static Task<int> ForgetAsync(AppDbContext db, System.Linq.Expressions.Expression<Func<PatentClaim, bool>> which, Guid? person, CancellationToken ct) =>
        db.Set<PatentClaim>().Where(which).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.ClaimedBy, c => person == null || c.ClaimedBy == person ? null : c.ClaimedBy)
            .SetProperty(c => c.AnsweredBy, c => person == null || c.AnsweredBy == person ? null : c.AnsweredBy)
            .SetProperty(c => c.DecidedBy, c => person == null || c.DecidedBy == person ? null : c.DecidedBy), ct);

    private static IEnumerable<(Guid? By, string Name, DateTimeOffset? At, string? Text)> Steps(PatentClaim c) =>
        [(c.ClaimedBy, ClaimTexts.DataClaimed, c.ClaimedAt, c.Evidence), (c.AnsweredBy, ClaimTexts.DataAnswered, c.AnsweredAt, c.Answer), (c.DecidedBy, ClaimTexts.DataDecided, c.DecidedAt, c.Reason)];
}
