using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What agreed terms, the calendar and licences make of a trial, in the unit of work of whatever changed. It asks nobody, and asked twice it does nothing twice.</summary>
public sealed class TrialBook(AppDbContext db, CaseBook book, TrialNotices notices, TimeProvider time)
{
    /// <summary>Days after its day from which a missing report lets the holder break the trial off: a fortnight to send it after the reminder of the day after.</summary>
    public const int GraceDays = 15;

    private static readonly TrialState?[] s_becoming = [TrialState.Agreed, TrialState.Running, TrialState.Expired];

    /// <summary>Both agreed to this version: its days hold from now on, and its reports are owed; what was reported stays.</summary>
    public async Task BindAsync(Trial trial, TrialTerms terms, CancellationToken ct)
    {
        (trial.AgreedVersion, trial.StartsOn, trial.FreeUntil) = (trial.Version, terms.StartsOn, terms.FreeUntil);
        trial.AgreedOn ??= Dates.Today(time);
        var there = await db.Set<TrialReport>().Where(r => r.TrialId == trial.Id).ToListAsync(ct);
        db.RemoveRange(there.Where(report => report.ReportedOn is null && !terms.ReportOn.Contains(report.DueOn)));
        var number = there.Count == 0 ? 0 : there.Max(report => report.Number);
        var done = there.ConvertAll(report => report.DueOn);
        foreach (var day in terms.ReportOn.Where(day => !done.Contains(day))) db.Add(new TrialReport { TrialId = trial.Id, Number = ++number, DueOn = day });
        Start(trial);
    }

    public bool Start(Trial trial) => trial.State == TrialState.Agreed && trial.StartsOn <= Dates.Today(time) && book.Take(TrialMachine.Machine, trial, TrialCause.Start, new(On: trial.StartsOn)) is null;

    /// <summary>It is over without a licence: what was handed over comes back.</summary>
    public async Task EndedAsync(Trial trial, CancellationToken ct)
    {
        var terms = (await db.Set<TrialVersion>().AsNoTracking().SingleAsync(v => v.TrialId == trial.Id && v.Number == trial.AgreedVersion, ct)).Read();
        if (terms.Materials is not null) trial.ReturnBy = trial.Since.AddDays(terms.ReturnDays);
        trial.Version = trial.AgreedVersion!.Value;
    }

    /// <summary>A licence took effect: the trial of its patent by its licensee was its beginning. Nothing is given back; what is owed is the licence's affair.</summary>
    public async Task FollowAsync(Licence licence, CancellationToken ct)
    {
        if (licence.State is not { } state || !state.IsLive()) return;
        foreach (var trial in await db.Set<Trial>().FromSql($"select * from trials where application_no = {licence.ApplicationNo} and taker_id = {licence.LicenseeId} for update").Where(t => s_becoming.Contains(t.State)).ToListAsync(ct))
        {
            if (book.Take(TrialMachine.Machine, trial, TrialCause.Convert, new(On: licence.EffectiveOn, Facts: new { licence = licence.Id })) is not null) continue;
            (trial.LicenceId, trial.ReturnBy, trial.Version) = (licence.Id, null, trial.AgreedVersion!.Value);
            await db.SaveChangesAsync(ct);
            await notices.SyncAsync(trial, ct);
            await notices.TellBothAsync(trial, TrialNotice.Converted, ct);
        }
    }
}
