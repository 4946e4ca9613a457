using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>What a pledge puts on people's lists and writes to them: number, patent and state, never its terms. In the unit of work of the step it tells of.</summary>
public sealed class PledgeNotices(AppDbContext db, CaseNotices notices, PublicAddress address)
{
    public const string Answer = "pledge.answer";
    public const string Register = "pledge.register";
    public const string Correct = "pledge.correct";
    public const string Consent = "pledge.consent";
    public const string Pledgee = "pledge.pledgee";

    public static readonly MessageTemplate MailMoved = About("pledge.moved", nameof(PledgeTexts.MailMovedSubject), nameof(PledgeTexts.MailMovedText), "state");
    public static readonly MessageTemplate MailRemind = About("pledge.remind", nameof(PledgeTexts.MailRemindSubject), nameof(PledgeTexts.MailRemindText), "day");
    public static readonly MessageTemplate MailDue = About("pledge.due", nameof(PledgeTexts.MailDueSubject), nameof(PledgeTexts.MailDueText), "day");
    public static readonly MessageTemplate MailConsent = About("pledge.consent", nameof(PledgeTexts.MailConsentSubject), nameof(PledgeTexts.MailConsentText), "organisation");
    public static readonly MessageTemplate MailPledgee = About("pledge.pledgee", nameof(PledgeTexts.MailPledgeeSubject), nameof(PledgeTexts.MailPledgeeText), "organisation");
    public static readonly MessageTemplate MailSaid = About("pledge.said", nameof(PledgeTexts.MailSaidSubject), nameof(PledgeTexts.MailSaidText), "state", "deal");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailMoved, MailRemind, MailDue, MailConsent, MailPledgee, MailSaid];

    private static readonly string[] s_kinds = [Answer, Register, Correct];

    /// <summary>What every step ends, and what it begins.</summary>
    public async Task MovedAsync(Pledge pledge, CancellationToken ct)
    {
        foreach (var kind in s_kinds) await notices.DoneAsync(kind, pledge.Id.ToString(), ct);
        var until = PledgeMachine.Silence.LastDay(pledge.Since);
        if (pledge.State == PledgeState.Offered) await AddAsync(Answer, pledge, Side.Taker, CaseNotices.Deciders, until, ct);
        else if (pledge.State is PledgeState.Agreed or PledgeState.Refused) await AddAsync(Register, pledge, Side.Giver, CaseNotices.Keepers, until, ct);
        else if (pledge.State == PledgeState.Returned) await AddAsync(Correct, pledge, Side.Giver, CaseNotices.Keepers, pledge.CorrectBy, ct);
        await TellAsync(pledge, MailMoved, pledge.Steps.ToString(CultureInfo.InvariantCulture), words => words["state"] = PledgeWords.Name(pledge.State!.Value), ct);
    }

    /// <summary>Before silence, or a term of the office, takes it.</summary>
    public Task RemindAsync(Pledge pledge, DateOnly until, CancellationToken ct) => TellAsync(pledge, MailRemind, On(until), words => words["day"] = Dates.InTable(until), ct);

    /// <summary>Before the debt falls due: it is paid, goes on, or the pledge is enforced.</summary>
    public Task RemindDueAsync(Pledge pledge, DateOnly due, int days, CancellationToken ct) => TellAsync(pledge, MailDue, string.Create(CultureInfo.InvariantCulture, $"{due.DayNumber}:{days}"), words => words["day"] = Dates.InTable(due), ct);

    public async Task AskConsentAsync(Pledge pledge, Guid organisation, CancellationToken ct)
    {
        var words = await WordsAsync(pledge, ct);
        words["organisation"] = pledge.PledgorName;
        words["link"] = address.Of(At(pledge) + "/consent");
        await notices.AddAsync(Consent, ConsentKey(pledge, organisation), organisation, CaseNotices.Deciders, At(pledge) + "/consent", words, null, ct);
        await notices.TellAsync(organisation, CaseNotices.Deciders, MailConsent, string.Create(CultureInfo.InvariantCulture, $"{MailConsent.Key}:{pledge.Id}:{organisation:N}:{pledge.Versions}"), () => words, ct);
    }

    public Task ConsentSettledAsync(Pledge pledge, Guid? organisation, CancellationToken ct) => organisation is { } other ? notices.DoneAsync(Consent, ConsentKey(pledge, other), ct) : Task.CompletedTask;

    public async Task AskPledgeeAsync(Pledge pledge, Deal deal, int version, CancellationToken ct)
    {
        var words = await WordsAsync(pledge, ct);
        words["organisation"] = pledge.PledgorId == deal.TakerId ? deal.TakerName : deal.HolderName;
        words["link"] = address.Of(DealAt(pledge, deal.Id));
        await notices.AddAsync(Pledgee, DealKey(pledge, deal), pledge.PledgeeId!.Value, CaseNotices.Deciders, DealAt(pledge, deal.Id), words, null, ct);
        await notices.TellAsync(pledge.PledgeeId.Value, CaseNotices.Keepers, MailPledgee, string.Create(CultureInfo.InvariantCulture, $"{MailPledgee.Key}:{pledge.Id}:{deal.Id}:{version}"), () => words, ct);
    }

    public async Task PledgeeSaidAsync(Pledge pledge, Deal deal, bool agrees, CancellationToken ct)
    {
        await notices.DoneAsync(Pledgee, DealKey(pledge, deal), ct);
        var words = await WordsAsync(pledge, ct);
        (words["deal"], words["link"]) = (deal.Number, address.Of(DealNotices.At(deal)));
        await notices.TellAsync(pledge.PledgorId == deal.TakerId ? deal.TakerId : deal.HolderId, CaseNotices.Keepers, MailSaid, string.Create(CultureInfo.InvariantCulture, $"{MailSaid.Key}:{pledge.Id}:{deal.Id}:{deal.Steps}:{agrees}"),
            () => new Dictionary<string, string>(words, StringComparer.Ordinal) { ["state"] = agrees ? Declarations.DeclareTexts.Agree : Declarations.DeclareTexts.Refuse }, ct);
    }

    public static string At(Pledge pledge) => $"/pledges/{pledge.Id}";

    public static string DealAt(Pledge pledge, Guid deal) => $"/pledges/{pledge.Id}/deals/{deal}";

    private async Task AddAsync(string kind, Pledge pledge, Side side, Role[] roles, DateOnly? due, CancellationToken ct)
    {
        if (pledge.Own(side) is { } own) await notices.AddAsync(kind, pledge.Id.ToString(), own, roles, At(pledge), await WordsAsync(pledge, ct), due, ct);
    }

    private async Task TellAsync(Pledge pledge, MessageTemplate template, string what, Action<Dictionary<string, string>> add, CancellationToken ct)
    {
        var words = await WordsAsync(pledge, ct);
        foreach (var side in (Side[])[Side.Giver, Side.Taker])
        {
            if ((side == Side.Taker && !pledge.Shown) || pledge.Own(side) is not { } own) continue;
            await notices.TellAsync(own, CaseNotices.Keepers, template, $"{template.Key}:{pledge.Id}:{what}:{side}", () =>
            {
                var filled = new Dictionary<string, string>(words, StringComparer.Ordinal);
                add(filled);
                return filled;
            }, ct);
        }
    }

    private async Task<Dictionary<string, string>> WordsAsync(Pledge pledge, CancellationToken ct) => new(StringComparer.Ordinal)
    {
        ["pledge"] = pledge.Number,
        ["patent"] = (await (from m in db.Set<PledgePatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where m.PledgeId == pledge.Id orderby m.Place select p.RemovedAt == null ? p.Title : p.ApplicationNo).FirstAsync(ct)).ReplaceLineEndings(" "),
        ["link"] = address.Of(At(pledge)),
    };

    private static string On(DateOnly day) => day.DayNumber.ToString(CultureInfo.InvariantCulture);

    private static string ConsentKey(Pledge pledge, Guid organisation) => $"{pledge.Id}:{organisation:N}";

    private static string DealKey(Pledge pledge, Deal deal) => $"{pledge.Id}:{deal.Id:N}";

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(PledgeTexts.ResourceManager, key, subject, text, ["pledge", "patent", "link", .. more]);
}
