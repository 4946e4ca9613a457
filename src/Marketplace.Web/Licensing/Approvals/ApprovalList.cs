using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

public enum ApprovalShow
{
    /// <summary>What waits for the reader.</summary>
    Mine,

    /// <summary>What waits for anybody of the organisation.</summary>
    Waiting,
    Decided,
}

/// <param name="Step">The step that is next, or none.</param>
/// <param name="Place">Of how many.</param>
public sealed record ApprovalRow(ApprovalRun Run, string? Step, int Place, int Of, string? AskedBy);

/// <summary>The approvals of the organisation acted for, as far as the reader may see them.</summary>
public sealed class ApprovalList(AppDbContext db, Actor actor, AccessCheck access, AuditLog audit)
{
    public const int PageSize = 25;

    /// <summary>As many rows as anybody reads in a spreadsheet.</summary>
    private const int MostExported = 20_000;

    public Task<int> CountAsync(ApprovalShow show, CancellationToken ct) => Which(show).CountAsync(ct);

    public async Task<IReadOnlyList<ApprovalRow>> RowsAsync(ApprovalShow show, Guid? after, int most, CancellationToken ct)
    {
        var which = Which(show);
        if (after is { } last) which = which.Where(r => r.Id < last);
        var rows = await which.OrderByDescending(r => r.Id).Take(most).Select(r => new { r, Asker = db.Set<Person>().Where(p => p.Id == r.AskedBy).Select(p => p.DisplayName).FirstOrDefault() }).ToListAsync(ct);
        var ids = rows.ConvertAll(row => row.r.Id);
        var steps = (await db.Set<ApprovalRunStep>().AsNoTracking().Where(s => ids.Contains(s.RunId)).OrderBy(s => s.Place).ToListAsync(ct)).ToLookup(s => s.RunId);
        return rows.ConvertAll(row =>
        {
            var next = row.r.State == ApprovalState.Open ? steps[row.r.Id].FirstOrDefault(s => s.Agreed is null) : null;
            return new ApprovalRow(row.r, next?.Name, next?.Place ?? steps[row.r.Id].Count(s => s.Agreed is not null), steps[row.r.Id].Count(), row.Asker);
        });
    }

    public async Task<IResult> ExportAsync(ApprovalShow show, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(show, null, MostExported, ct);
        IReadOnlyList<SheetField<ApprovalRow>> fields =
        [
            new(ApprovalTexts.What, r => r.Run.Title) { Width = 44 },
            new(ApprovalTexts.Kind, r => ApprovalWords.Kind(r.Run.Kind)),
            new(ApprovalTexts.AmountYuan, r => r.Run.Amount) { Form = SheetForm.Amount },
            new(ApprovalTexts.State, r => ApprovalWords.Name(r.Run.State!.Value)),
            new(ApprovalTexts.NextStep, r => r.Step ?? "") { Width = 20 },
            new(ApprovalTexts.AskedBy, r => r.AskedBy ?? Cases.CaseTexts.ByPlatform),
            new(ApprovalTexts.AskedOn, r => Dates.Day(r.Run.At)) { Form = SheetForm.Date },
            new(ApprovalTexts.Since, r => r.Run.Since) { Form = SheetForm.Date },
        ];
        audit.Record(db, "approvals.exported", actor.ActingFor is { } own ? $"organisation:{own}" : $"person:{actor.PersonId}", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(ApprovalTexts.Title, format, fields, rows);
    }

    /// <summary>Whoever keeps licences sees all of the organisation, a colleague those whose steps name them or their role.</summary>
    private IQueryable<ApprovalRun> Which(ApprovalShow show)
    {
        var (own, me) = (actor.ActingFor, actor.PersonId);
        var runs = db.Set<ApprovalRun>().AsNoTracking().Where(r => r.OrganisationId == own && r.State != null);
        if (own is not { } organisation || !access.May(Act.KeepLicences, new(organisation)))
        {
            var roles = db.Set<Membership>().Where(m => m.OrganisationId == own && m.PersonId == me && m.Until == null).Select(m => (Role?)m.Role);
            runs = runs.Where(r => roles.Any() && db.Set<ApprovalRunStep>().Any(s => s.RunId == r.Id && (s.Members.Contains(me!.Value) || roles.Contains(s.Role))));
        }
        return show switch
        {
            ApprovalShow.Mine => runs.Where(r => r.State == ApprovalState.Open && db.Set<WorkItem>().Any(w => w.Kind == ApprovalNotices.Decide && w.PersonId == me && w.DoneAt == null && w.Link == "/approvals/" + r.Id)),
            ApprovalShow.Waiting => runs.Where(r => r.State == ApprovalState.Open),
            _ => runs.Where(r => r.State != ApprovalState.Open),
        };
    }
}

internal static class ApprovalExport
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/approvals/export.{{{SheetFile.Formats}}}", (string format, ApprovalShow? show, ApprovalList list, CancellationToken ct) =>
        list.ExportAsync(show ?? ApprovalShow.Mine, format, ct)).ExcludeFromDescription().For(Act.UseAccount);
}
