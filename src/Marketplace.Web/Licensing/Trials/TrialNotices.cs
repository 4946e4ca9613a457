using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What is written to people about a trial; the sentence of each is <c>Say…</c>.</summary>
public enum TrialNotice
{
    Offered,
    Countered,
    Agreed,
    Declined,
    TakenBack,
    Lapsed,
    Started,
    Reported,
    Evaluated,
    LongerAsked,
    Converted,
    Exited,
    RanOut,
    BrokenOff,
    Returned,
    ReturnConfirmed,
    ReturnDenied,
    AnswerSoon,
    ReportSoon,
    ReportMissing,
    EndsSoon,
    ReturnMissing,
}

/// <summary>What a trial puts on people's lists and writes to them. In the unit of work of the step it tells of.</summary>
public sealed class TrialNotices(AppDbContext db, CaseNotices notices, PublicAddress address, TimeProvider time)
{
    public const string Answer = "trial.answer", Report = "trial.report", Return = "trial.return", Receive = "trial.receive", Decide = "trial.decide";

    public static readonly MessageTemplate MailNews = CaseNotices.About(TrialTexts.ResourceManager, "trial.news", nameof(TrialTexts.MailSubject), nameof(TrialTexts.MailText), "patent", "trial", "what", "link");

    /// <summary>Puts on lists what its state asks for and takes off what it does not ask for any more.</summary>
    public async Task SyncAsync(Trial trial, CancellationToken ct)
    {
        var ended = trial.State?.IsEnded() == true;
        var asked = trial.State == TrialState.Offered || trial.LongerAsked;
        await PutAsync(Answer, trial, asked, trial.By == Side.Taker ? trial.HolderId : trial.TakerId, trial.State == TrialState.Offered ? TrialMachine.AnswerTerm.LastDay(trial.Since) : null, ct);
        var due = await db.Set<TrialReport>().Where(r => r.TrialId == trial.Id && r.ReportedOn == null).Select(r => (DateOnly?)r.DueOn).MinAsync(ct);
        await PutAsync(Report, trial, due is not null && (trial.State == TrialState.Running || ended), trial.TakerId, due, ct);
        await PutAsync(Return, trial, ended && trial is { ReturnBy: not null, ReturnedOn: null }, trial.TakerId, trial.ReturnBy, ct);
        await PutAsync(Receive, trial, ended && trial is { ReturnedOn: not null, ReturnConfirmedOn: null }, trial.HolderId, null, ct);
        await PutAsync(Decide, trial, trial.State == TrialState.Running && trial.FreeUntil.DayNumber - Dates.Today(time).DayNumber <= TrialNight.DecideBefore, trial.TakerId, trial.FreeUntil, ct);
    }

    /// <param name="trial">Of both.</param>
    /// <param name="notice">What is said.</param>
    /// <param name="ct">The request ended.</param>
    /// <param name="about">Of what the calendar says: the day it is about, so that it is said once, whenever the night came to it.</param>
    public async Task TellBothAsync(Trial trial, TrialNotice notice, CancellationToken ct, DateOnly? about = null)
    {
        await TellAsync(trial, Side.Taker, notice, ct, about);
        await TellAsync(trial, Side.Giver, notice, ct, about);
    }

    public async Task TellAsync(Trial trial, Side side, TrialNotice notice, CancellationToken ct, DateOnly? about = null)
    {
        var title = await notices.TitleAsync(trial.ApplicationNo, ct);
        await notices.TellAsync(side == Side.Taker ? trial.TakerId : trial.HolderId, CaseNotices.Keepers, MailNews, What(trial, notice, about), () => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["patent"] = title,
            ["trial"] = trial.Number,
            ["what"] = TrialWords.Say(notice),
            ["link"] = address.Of($"/trials/{trial.Id}"),
        }, ct);
    }

    /// <summary>Whether the calendar said it already.</summary>
    public async Task<bool> IsToldAsync(Trial trial, TrialNotice notice, DateOnly about, CancellationToken ct)
    {
        var what = What(trial, notice, about);
        return await db.Set<Message>().AnyAsync(m => m.DedupeKey.StartsWith(what), ct);
    }

    private static string What(Trial trial, TrialNotice notice, DateOnly? about) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{MailNews.Key}:{notice}:{trial.Id}:{about?.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) ?? trial.Steps.ToString(System.Globalization.CultureInfo.InvariantCulture)}");

    private async Task PutAsync(string kind, Trial trial, bool wanted, Guid organisation, DateOnly? due, CancellationToken ct)
    {
        var key = $"{kind}:{trial.Id}";
        var there = await db.Set<WorkItem>().AsNoTracking().SingleOrDefaultAsync(w => w.Key == key && w.DoneAt == null, ct);
        if (wanted && there is not null && there.OrganisationId == organisation && there.Due == due) return;
        // To the other side, or until another day, it is another thing to do.
        if (there is not null) await notices.DoneAsync(kind, trial.Id.ToString(), ct);
        if (wanted) await notices.AddAsync(kind, trial.Id.ToString(), organisation, CaseNotices.Keepers, $"/trials/{trial.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await notices.TitleAsync(trial.ApplicationNo, ct), ["trial"] = trial.Number }, due, ct);
    }
}
