using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>What a deal puts on people's lists and writes to them: number, patent and state, never its terms. In the unit of work of the step it tells of.</summary>
public sealed class DealNotices(AppDbContext db, CaseNotices notices, PublicAddress address)
{
    public const string Answer = "deal.answer";
    public const string Draft = "deal.draft";
    public const string Submit = "deal.submit";
    public const string Register = "deal.register";
    public const string Correct = "deal.correct";
    public const string Consent = "deal.consent";
    public const string Objection = "deal.objection";

    private static readonly string[] s_kinds = [Answer, Draft, Submit, Register, Correct];

    public static readonly MessageTemplate MailMoved = About("deal.moved", nameof(DealTexts.MailMovedSubject), nameof(DealTexts.MailMovedText), "state");
    public static readonly MessageTemplate MailRemind = About("deal.remind", nameof(DealTexts.MailRemindSubject), nameof(DealTexts.MailRemindText), "day");
    public static readonly MessageTemplate MailConsent = About("deal.consent", nameof(DealTexts.MailConsentSubject), nameof(DealTexts.MailConsentText), "organisation");
    public static readonly MessageTemplate MailObjection = About("deal.objection", nameof(DealTexts.MailObjectionSubject), nameof(DealTexts.MailObjectionText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailMoved, MailRemind, MailConsent, MailObjection];

    /// <summary>What every step ends, and what it begins.</summary>
    public async Task MovedAsync(Deal deal, DealCause cause, CancellationToken ct)
    {
        foreach (var kind in s_kinds)
        {
            foreach (var side in (Side[])[Side.Giver, Side.Taker]) await notices.DoneAsync(kind, Key(deal, side), ct);
        }
        if (deal.State != DealState.Publicity) await notices.DoneAsync(Objection, deal.Id.ToString(), ct);
        var until = DealMachine.Silence.LastDay(deal.Since);
        switch (deal.State)
        {
            case DealState.Requested or DealState.Negotiating when deal.Ball is not Side.Either:
                await AddAsync(Answer, deal, deal.Ball, false, until, ct);
                break;
            case DealState.Requested or DealState.Negotiating:
                await AddAsync(Answer, deal, Side.Giver, false, until, ct);
                await AddAsync(Answer, deal, Side.Taker, false, until, ct);
                break;
            case DealState.Agreed:
                await AddAsync(Draft, deal, Side.Giver, false, until, ct);
                await AddAsync(Draft, deal, Side.Taker, false, until, ct);
                break;
            case DealState.Drafted:
                await AddAsync(Submit, deal, Side.Giver, true, until, ct);
                break;
            case DealState.Contracted or DealState.Refused:
                await AddAsync(Register, deal, Side.Giver, false, null, ct);
                break;
            case DealState.Returned:
                await AddAsync(Correct, deal, Side.Giver, false, deal.CorrectBy, ct);
                break;
        }
        var words = await WordsAsync(deal, ct);
        foreach (var side in (Side[])[Side.Giver, Side.Taker])
        {
            await notices.TellAsync(deal.Own(side), CaseNotices.Keepers, MailMoved, string.Create(CultureInfo.InvariantCulture, $"{MailMoved.Key}:{deal.Id}:{deal.Steps}:{side}"),
                () => new Dictionary<string, string>(words, StringComparer.Ordinal) { ["state"] = DealWords.Name(deal.State!.Value) }, ct);
        }
    }

    /// <summary>Before silence, or a term of the office, takes it.</summary>
    public async Task RemindAsync(Deal deal, DateOnly until, CancellationToken ct)
    {
        var words = await WordsAsync(deal, ct);
        words["day"] = Dates.InTable(until);
        foreach (var side in (Side[])[Side.Giver, Side.Taker])
        {
            if (deal.Ball is not Side.Either && deal.State is DealState.Requested or DealState.Negotiating && deal.Ball != side) continue;
            await notices.TellAsync(deal.Own(side), CaseNotices.Keepers, MailRemind, string.Create(CultureInfo.InvariantCulture, $"{MailRemind.Key}:{deal.Id}:{deal.Steps}:{until.DayNumber}:{side}"), () => words, ct);
        }
    }

    public async Task AskConsentAsync(Deal deal, Guid organisation, CancellationToken ct)
    {
        var words = await WordsAsync(deal, ct);
        words["organisation"] = deal.HolderName;
        words["link"] = address.Of(ConsentAt(deal));
        await notices.AddAsync(Consent, ConsentKey(deal, organisation), organisation, CaseNotices.Deciders, ConsentAt(deal), words, null, ct);
        await notices.TellAsync(organisation, CaseNotices.Deciders, MailConsent, string.Create(CultureInfo.InvariantCulture, $"{MailConsent.Key}:{deal.Id}:{organisation:N}:{deal.AgreedVersion ?? deal.Versions}"), () => words, ct);
    }

    public Task ConsentSettledAsync(Deal deal, Guid? organisation, CancellationToken ct) => organisation is { } other ? notices.DoneAsync(Consent, ConsentKey(deal, other), ct) : Task.CompletedTask;

    public async Task ObjectedAsync(Deal deal, Guid objection, CancellationToken ct)
    {
        var words = await WordsAsync(deal, ct);
        await notices.AddAsync(Objection, deal.Id.ToString(), deal.HolderId, CaseNotices.Deciders, At(deal), words, deal.PublicUntil, ct);
        await notices.TellAsync(deal.HolderId, CaseNotices.Keepers, MailObjection, $"{MailObjection.Key}:{objection}", () => words, ct);
    }

    public Task ObjectionsSettledAsync(Deal deal, CancellationToken ct) => notices.DoneAsync(Objection, deal.Id.ToString(), ct);

    public static string At(Deal deal) => $"/deals/{deal.Id}";

    public static string ConsentAt(Deal deal) => $"/deals/{deal.Id}/consent";

    private async Task AddAsync(string kind, Deal deal, Side side, bool decides, DateOnly? due, CancellationToken ct) =>
        await notices.AddAsync(kind, Key(deal, side), deal.Own(side), decides ? CaseNotices.Deciders : CaseNotices.Keepers, At(deal), await WordsAsync(deal, ct), due, ct);

    private async Task<Dictionary<string, string>> WordsAsync(Deal deal, CancellationToken ct) => new(StringComparer.Ordinal)
    {
        ["deal"] = deal.Number,
        ["patent"] = (await (from m in db.Set<DealPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where m.DealId == deal.Id orderby m.Place select p.RemovedAt == null ? p.Title : p.ApplicationNo).FirstAsync(ct)).ReplaceLineEndings(" "),
        ["link"] = address.Of(At(deal)),
    };

    private static string Key(Deal deal, Side side) => $"{deal.Id}:{side}";

    private static string ConsentKey(Deal deal, Guid organisation) => $"{deal.Id}:{organisation:N}";

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(DealTexts.ResourceManager, key, subject, text, ["deal", "patent", "link", .. more]);
}
