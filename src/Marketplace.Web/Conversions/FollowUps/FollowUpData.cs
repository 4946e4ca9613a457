using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>Who answered for an organisation, accepted an answer or handed out a link. Whom a bureau asked is a name in its own words and goes after three years.</summary>
internal sealed class FollowUpData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "followUps";
    public string Title => FollowUpTexts.Title;
    public string Purpose => FollowUpTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => FollowUpTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = await (from f in db.Set<FollowUp>().AsNoTracking()
                          join c in db.Set<Conversion>().AsNoTracking() on f.ConversionId equals c.Id
                          where f.AnsweredBy == personId || f.AcceptedBy == personId
                          orderby f.Id descending
                          select new { f, c }).Take(Most).ToListAsync(ct);
        var codes = await (from k in db.Set<FollowUpCode>().AsNoTracking()
                           join f in db.Set<FollowUp>().AsNoTracking() on k.FollowUpId equals f.Id
                           join c in db.Set<Conversion>().AsNoTracking() on f.ConversionId equals c.Id
                           where k.PersonId == personId
                           orderby k.At descending, k.Hash
                           select new { k.At, c }).Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => PersonalField.Deed(FollowUpTexts.Title, r.f.AnsweredAt!.Value, r.f.AnsweredBy == personId ? FollowUpWords.Name(FollowUpCause.Answer) : FollowUpWords.Name(FollowUpCause.Accept), r.c.Number)), .. codes.Select(k => PersonalField.Deed(FollowUpTexts.Title, k.At, FollowUpTexts.Link, k.c.Number))];
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<FollowUp>().Where(f => f.AnsweredBy == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.AnsweredBy, (Guid?)null), ct);
        await db.Set<FollowUp>().Where(f => f.AcceptedBy == personId).ExecuteUpdateAsync(set => set.SetProperty(f => f.AcceptedBy, (Guid?)null), ct);
        await db.Set<FollowUpCode>().Where(c => c.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(c => c.PersonId, (Guid?)null), ct);
    }

    /// <summary>Who was asked on the phone: as long as a claim can be brought.</summary>
    internal static Task<int> ForgetWhomAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) =>
        db.Set<FollowUp>().Where(f => (f.AnsweredAt ?? f.At) < before && (f.Whom != null || f.Draft != null)).ExecuteUpdateAsync(set => set.SetProperty(f => f.Whom, (string?)null).SetProperty(f => f.Draft, (string?)null), ct);
}
