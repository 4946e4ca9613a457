using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What is written about the condition of a deferred fee; the sentence of each is <c>TriggerSay…</c>.</summary>
public enum TriggerNotice
{
    Stated,
    Stands,
    Contested,
    TakenBack,
    Decided,
}

/// <summary>In the unit of work of the step it tells of.</summary>
public sealed class TriggerNotices(CaseNotices notices, PublicAddress address)
{
    public const string Answer = "trigger.answer";

    public static readonly MessageTemplate MailNews = CaseNotices.About(TrialTexts.ResourceManager, "trigger.news", nameof(TrialTexts.TriggerMailSubject), nameof(TrialTexts.TriggerMailText), "patent", "licence", "day", "what", "link");

    public async Task SyncAsync(Licence licence, FeeTrigger one, CancellationToken ct)
    {
        if (one.State != TriggerState.Stated || Of(licence, one.By == Side.Taker ? Side.Giver : Side.Taker) is not { } whose) await notices.DoneAsync(Answer, one.Id.ToString(), ct);
        else await notices.AddAsync(Answer, one.Id.ToString(), whose, CaseNotices.Keepers, At(licence), new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await notices.TitleAsync(licence.ApplicationNo, ct), ["licence"] = licence.CertificateNo }, TriggerMachine.ContestTerm.LastDay(one.Since), ct);
    }

    /// <param name="licence">Of both.</param>
    /// <param name="one">What is said.</param>
    /// <param name="notice">What became of it.</param>
    /// <param name="by">Who did it and need not be told; null: nobody of them.</param>
    /// <param name="ct">The request ended.</param>
    public async Task TellAsync(Licence licence, FeeTrigger one, TriggerNotice notice, Side? by, CancellationToken ct)
    {
        var title = await notices.TitleAsync(licence.ApplicationNo, ct);
        foreach (var side in new[] { Side.Taker, Side.Giver }.Where(side => side != by))
        {
            if (Of(licence, side) is not { } organisation) continue;
            await notices.TellAsync(organisation, CaseNotices.Keepers, MailNews, $"{MailNews.Key}:{one.Id}:{one.Steps}", () => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["patent"] = title,
                ["licence"] = licence.CertificateNo,
                ["day"] = Dates.InWords(one.MetOn),
                ["what"] = TrialWords.Say(notice),
                ["link"] = address.Of(At(licence)),
            }, ct);
        }
    }

    private static string At(Licence licence) => $"/licences/{licence.Id}/condition";

    private static Guid? Of(Licence licence, Side side) => side == Side.Taker ? licence.LicenseeId : licence.HolderId;
}
