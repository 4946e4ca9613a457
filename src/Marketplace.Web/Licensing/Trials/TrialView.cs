using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>One trial with all that its page and its paper show.</summary>
public sealed record TrialView(Trial Trial, Side Side, string Title, string Number, IReadOnlyList<TrialVersion> Versions, IReadOnlyList<TrialReport> Reports, IReadOnlyList<CaseStep> Steps)
{
    public TrialState State => Trial.State!.Value;

    /// <summary>What lies with the other side, or what both agreed on.</summary>
    public TrialVersion Latest => Versions.Single(version => version.Number == Trial.Version);

    public TrialVersion Bound => Versions.Single(version => version.Number == (Trial.AgreedVersion ?? Trial.Version));

    /// <summary>The reader's side has to answer.</summary>
    public bool Mine => (State == TrialState.Offered || Trial.LongerAsked) && Side != Side.Bureau && Trial.By != Side;

    public string OwnName => Side == Side.Giver ? Trial.HolderName : Trial.TakerName;

    public TrialReport? NextReport => Reports.FirstOrDefault(report => report.ReportedOn is null);

    public IReadOnlyList<TrialResult>? Results => TrialConduct.Read(Trial.Results);

    public CaseWay Way => CaseWay.Of(TrialTexts.Way, TrialMachine.Machine, Trial, Steps, TrialWords.Name, TrialWords.Name, TrialWords.Look, row => row.Cause switch
    {
        TrialCause.Start => Trial.StartsOn,
        TrialCause.RunOut => Trial.FreeUntil,
        TrialCause.Report => NextReport?.DueOn,
        TrialCause.Return => Trial.ReturnBy,
        _ => null,
    });

    public static async Task<TrialView> OfAsync(AppDbContext db, Trial trial, Side side, CancellationToken ct)
    {
        var patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == trial.ApplicationNo, ct);
        return new(trial, side, patent.RemovedAt is null ? patent.Title : patent.Number, patent.Number,
            await db.Set<TrialVersion>().AsNoTracking().Where(v => v.TrialId == trial.Id).OrderBy(v => v.Number).ToListAsync(ct),
            await db.Set<TrialReport>().AsNoTracking().Where(r => r.TrialId == trial.Id).OrderBy(r => r.DueOn).ThenBy(r => r.Number).ToListAsync(ct),
            await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == trial.Id).OrderBy(s => s.Number).ToListAsync(ct));
    }
}
