using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>Who explained which signal. The words stay with the conversion; the audit log keeps who it was.</summary>
internal sealed class SignalData : IPersonalData
{
    private const int Most = 1000;

    public string Key => "conversionSignals";
    public string Title => SignalTexts.Title;
    public string Purpose => SignalTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => SignalTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var rows = await (from n in db.Set<SignalNote>().AsNoTracking()
                          join s in db.Set<Signal>() on n.SignalId equals s.Id
                          join c in db.Set<Conversion>() on s.ConversionId equals c.Id
                          where n.PersonId == personId
                          orderby n.Id descending
                          select new { n.At, n.Words, s.Kind, c }).Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => (IReadOnlyList<PersonalField>)[new("at", PrivacyTexts.FieldAt, Dates.Minute(r.At)), new("kind", PrivacyTexts.FieldKind, SignalWords.Name(r.Kind)), new("what", ConversionTexts.Number, r.c.Number), new("words", SignalTexts.Explained, r.Words)])];
    }

    public Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) =>
        db.Set<SignalNote>().Where(n => n.PersonId == personId).ExecuteUpdateAsync(set => set.SetProperty(n => n.PersonId, (Guid?)null), ct);
}
