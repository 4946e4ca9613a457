using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>The ways of a licence, its recordal and the declaration it was taken under, where there is one.</summary>
internal static class LicenceWays
{
    public static async Task<IReadOnlyList<CaseWay>> OfAsync(AppDbContext db, LicenceView view, CancellationToken ct)
    {
        var declaration = await db.Set<Declaration>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == view.Licence.DeclarationId, ct);
        var ids = new List<Guid>();
        if (declaration is not null) ids.Add(declaration.Id);
        if (view.Recordal is { } filed) ids.Add(filed.Id);
        var steps = (await db.Set<CaseStep>().AsNoTracking().Where(s => ids.Contains(s.CaseId)).OrderBy(s => s.Number).ToListAsync(ct)).ToLookup(step => step.CaseId);
        var notified = Dates.Day(view.Licence.NoticeAt);
        List<CaseWay> ways = [CaseWay.Of(WayTexts.Licence, LicenceMachine.Machine, view.Licence, view.Steps, LicenceWords.Name, LicenceWords.Name, LicenceWords.Look,
            row => row.Cause == LicenceCause.Expire ? view.Licence.EndsOn : row.Within?.LastDay(notified))];
        if (view.Recordal is { } recordal)
            ways.Add(CaseWay.Of(WayTexts.Recordal, RecordalMachine.Machine, recordal, steps[recordal.Id], LicenceWords.Name, LicenceWords.Name, LicenceWords.Look, row => row.Within is null ? null : recordal.DueOn));
        if (declaration is not null) ways.Add(CaseWay.Of(WayTexts.Declaration, DeclarationMachine.Machine, declaration, steps[declaration.Id], state => Text("Declaration" + state), cause => Text("Do" + cause), Look));
        return ways;
    }

    private static string Look(DeclarationState state) => state switch
    {
        DeclarationState.Announced => "ok",
        DeclarationState.Hold or DeclarationState.Refused or DeclarationState.Defect => "overdue",
        _ when state.IsOver() => "stopped",
        _ => "soon",
    };

    private static string Text(string name) => WayTexts.ResourceManager.GetString(name, WayTexts.Culture)!;
}
