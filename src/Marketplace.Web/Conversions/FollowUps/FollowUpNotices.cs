using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>Puts a question on the list of its taker, or of the bureau, and writes to the taker's people with a link of its own.</summary>
public sealed class FollowUpNotices(AppDbContext db, FilingReach reach, WorkDesk work, CaseNotices notices, PersonMessages messages, FollowUpCodes codes, Actor actor)
{
    public const string Answer = "followup.answer", Phone = "followup.phone", Check = "followup.check";

    // Whoever has the link answers without an account: it stays in no table of ours.
    public static readonly MessageTemplate MailAsked = Secret(CaseNotices.About(FollowUpTexts.ResourceManager, "followup.asked", nameof(FollowUpTexts.MailAskedSubject), nameof(FollowUpTexts.MailAskedText), "patent", "from", "to", "link"));
    public static readonly MessageTemplate MailReminded = Secret(CaseNotices.About(FollowUpTexts.ResourceManager, "followup.reminded", nameof(FollowUpTexts.MailRemindedSubject), nameof(FollowUpTexts.MailRemindedText), "patent", "from", "to", "link"));
    public static readonly MessageTemplate MailReturned = Secret(CaseNotices.About(FollowUpTexts.ResourceManager, "followup.returned", nameof(FollowUpTexts.MailReturnedSubject), nameof(FollowUpTexts.MailReturnedText), "patent", "reason", "link"));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailAsked, MailReminded, MailReturned];

    /// <summary>For bureaus.</summary>
    public static string At(FollowUp one) => $"/conversions/follow-ups/{one.Id}";

    /// <summary>For members of the taker.</summary>
    public static string MineAt(FollowUp one) => $"/follow-ups/{one.Id}";

    /// <summary>The organisations of the taking side that are here, by their code.</summary>
    public Task<List<Organisation>> TakersAsync(Filing filing, CancellationToken ct)
    {
        var keys = filing.Parties.Where(p => p.Side == Side.Taker).Select(p => p.Key).ToList();
        return db.Set<Organisation>().AsNoTracking().Where(o => keys.Contains(o.Uscc) && o.State == OrganisationState.Active).OrderBy(o => o.Id).ToListAsync(ct);
    }

    /// <summary>Whether there was anybody to tell.</summary>
    /// <param name="one">The question.</param>
    /// <param name="filing">What counts of its conversion, with its parties.</param>
    /// <param name="template">First, again, or back.</param>
    /// <param name="reason">Why it came back.</param>
    /// <param name="ct">The night ends.</param>
    public async Task<bool> TellAsync(FollowUp one, Filing filing, MessageTemplate template, string? reason, CancellationToken ct)
    {
        string? link = null;
        foreach (var taker in await TakersAsync(filing, ct))
        {
            var people = await (from m in db.Set<Membership>()
                                join p in db.Set<Person>() on m.PersonId equals p.Id
                                where m.OrganisationId == taker.Id && m.Until == null && CaseNotices.Keepers.Contains(m.Role)
                                select p).AsNoTracking().Distinct().OrderBy(p => p.Id).ToListAsync(ct);
            if (people.Count == 0) continue;
            link ??= codes.New(one);
            var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = Patent(filing) };
            await notices.AddAsync(Answer, $"{one.Id}:{taker.Id:N}", taker.Id, CaseNotices.Keepers, MineAt(one), words, one.Since.AddDays(FollowUpDays.Overdue), ct);
            foreach (var person in people)
                await messages.QueueAsync(db, person, template, $"{template.Key}:{one.Id}:{one.Steps}:{one.Reminders}", () => new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["patent"] = Patent(filing),
                    ["from"] = Dates.InWords(one.From),
                    ["to"] = Dates.InWords(one.On.AddDays(-1)),
                    ["reason"] = reason ?? "",
                    ["link"] = link,
                }, inApp: false, ct);
        }
        return link is not null;
    }

    /// <summary>请电话回访</summary>
    public Task CallAsync(FollowUp one, Conversion conversion, Filing filing, CancellationToken ct) => BureauAsync(Phone, one, conversion, filing, Role.BureauClerk, ct);

    /// <summary>It was answered: nobody is asked any more, and the bureau has something to look at.</summary>
    public async Task AnsweredAsync(FollowUp one, Conversion conversion, Filing filing, CancellationToken ct)
    {
        await DoneAsync(one, ct);
        // The clerk who spoke for the taker leaves it to a colleague.
        var bureau = await reach.OfStepAsync(ReportStep.Check, conversion.RegionPath, ct);
        var clerk = bureau is not null && await db.Set<Membership>().AnyAsync(m => m.OrganisationId == bureau.Id && m.Until == null && m.Role == Role.BureauClerk && m.PersonId != one.AnsweredBy, ct);
        if (bureau is not null) await AddAsync(Check, one, conversion, filing, new Audience.Holders(bureau.Id, clerk ? Role.BureauClerk : Role.BureauReviewer), ct);
    }

    /// <summary>Nothing of it is to be done any more.</summary>
    public async Task DoneAsync(FollowUp one, CancellationToken ct)
    {
        await notices.AllDoneAsync(Answer, one.Id.ToString(), ct);
        foreach (var kind in (string[])[Phone, Check]) await work.DoneAsync(db, $"{kind}:{one.Id}", actor.PersonId, ct);
    }

    public static string Patent(Filing filing) => filing.Patents.OrderBy(p => p.Place).Select(p => p.Title ?? PatentNumber.Show(p.ApplicationNo)).FirstOrDefault("").ReplaceLineEndings(" ");

    private async Task BureauAsync(string kind, FollowUp one, Conversion conversion, Filing filing, Role role, CancellationToken ct)
    {
        if (await reach.KeeperAsync(conversion.RegionPath, ct) is { } keeper) await AddAsync(kind, one, conversion, filing, new Audience.Holders(keeper.Id, role), ct);
    }

    private Task AddAsync(string kind, FollowUp one, Conversion conversion, Filing filing, Audience audience, CancellationToken ct) =>
        work.AddAsync(db, new(kind, $"{kind}:{one.Id}", audience, At(one), new Dictionary<string, string>(StringComparer.Ordinal) { ["conversion"] = conversion.Number, ["patent"] = Patent(filing) }), ct);

    private static MessageTemplate Secret(MessageTemplate template) => template with { Secrets = ["link"] };
}
