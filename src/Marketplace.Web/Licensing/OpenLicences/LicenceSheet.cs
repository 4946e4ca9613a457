using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>The list of licences as a file: what its reader sees on the page, with money and recordal beside.</summary>
internal sealed class LicenceSheet(AppDbContext db, LicenceReach reach, Actor actor, AuditLog audit)
{
    /// <summary>More than a prefecture has in ten years.</summary>
    private const int Most = 50_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/licences/export.{{{SheetFile.Formats}}}", (string format, LicenceState? state, LicenceSheet sheet, CancellationToken ct) => sheet.FileAsync(state, format, ct))
        .ExcludeFromDescription().For(Act.ReadLicences);

    private async Task<IResult> FileAsync(LicenceState? state, string format, CancellationToken ct)
    {
        var seen = state is null ? reach.Seen() : reach.Seen().Where(l => l.State == state);
        var rows = await (from l in seen
                          join s in db.Set<TermsSnapshot>() on l.SnapshotId equals s.Id
                          join r in db.Set<LicenceRecordal>() on l.Id equals r.LicenceId into recordals
                          from r in recordals.DefaultIfEmpty()
                          orderby l.Id descending
                          select new
                          {
                              l,
                              s,
                              r,
                              Confirmed = db.Set<Payment>().Where(p => p.LicenceId == l.Id && p.State == PaymentState.Confirmed).Sum(p => p.Amount),
                              Shown = db.Set<Payment>().Where(p => p.LicenceId == l.Id && (p.State == PaymentState.Paid || p.State == PaymentState.Contested)).Sum(p => p.Amount),
                          }).Take(Most).ToListAsync(ct);
        var lines = rows.ConvertAll(row => new Line(row.l, row.s.Read(), row.r, row.Confirmed, row.Shown));
        audit.Record(db, "licences.exported", actor.ActingFor is { } own ? $"organisation:{own}" : "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        IReadOnlyList<SheetField<Line>> fields =
        [
            new(LicenceTexts.CertificateNo, r => r.Licence.CertificateNo),
            new(LicenceTexts.PatentNo, r => r.Terms.Number),
            new(LicenceTexts.Patent, r => r.Terms.Title) { Width = 44 },
            new(LicenceTexts.Patentees, r => string.Join('、', r.Terms.Patentees)) { Width = 30 },
            new(LicenceTexts.Licensee, r => r.Licence.LicenseeName) { Width = 30 },
            new(LicenceTexts.State, r => LicenceWords.Name(r.Licence.State!.Value)),
            new(LicenceTexts.NoticeOn, r => Platform.Face.Dates.Day(r.Licence.NoticeAt)) { Form = SheetForm.Date },
            new(LicenceTexts.EffectiveOn, r => r.Licence.EffectiveOn) { Form = SheetForm.Date },
            new(LicenceTexts.EndsOn, r => r.Licence.EndsOn) { Form = SheetForm.Date },
            new(LicenceTexts.ConfirmedYuan, r => r.Confirmed) { Form = SheetForm.Amount },
            new(LicenceTexts.UnconfirmedYuan, r => r.Shown) { Form = SheetForm.Amount },
            new(LicenceTexts.RecordNo, r => r.Recordal?.RecordNo),
            new(LicenceTexts.RecordedOn, r => r.Recordal?.RecordedOn) { Form = SheetForm.Date },
        ];
        return SheetFile.Of(LicenceTexts.Title, format, fields, lines);
    }

    private sealed record Line(Licence Licence, FrozenTerms Terms, LicenceRecordal? Recordal, decimal Confirmed, decimal Shown);
}
