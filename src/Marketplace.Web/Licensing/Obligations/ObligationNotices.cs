using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>What is written to people about an obligation; the sentence of each is <c>Say…</c>.</summary>
public enum ObligationNotice
{
    Fortnight,
    ThreeDays,
    ReportMissing,
    Late,
    Reported,
    Corrected,
    Invoiced,
    Shown,
    Confirmed,
    Contested,
    Waived,
    WaiverRefused,
    Disputed,
    Offered,
    OfferDeclined,
    Settled,
    Changed,
}

/// <summary>About the licence itself.</summary>
public enum ConductNotice
{
    GraceOver,
    Breach,
    EndProposed,
    EndDeclined,
}

/// <summary>What obligations put on people's lists and write to them. In the unit of work of the step it tells of.</summary>
public sealed class ObligationNotices(AppDbContext db, WorkDesk work, PersonMessages messages, PublicAddress address, Actor actor)
{
    public const string Report = "fee.report", Pay = "fee.pay", Invoice = "fee.invoice", Receipt = "fee.receipt", Settle = "fee.settle", Breach = "licence.breach", Answer = "licence.answer";

    public static readonly MessageTemplate MailFee = About("fee.news", nameof(ObligationTexts.MailFeeSubject), nameof(ObligationTexts.MailFeeText), ["patent", "licence", "fee", "what", "due", "amount", "link"]);
    public static readonly MessageTemplate MailLicence = About("licence.news", nameof(ObligationTexts.MailLicenceSubject), nameof(ObligationTexts.MailLicenceText), ["patent", "licence", "what", "link"]);

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailFee, MailLicence];

    private static readonly Role[] s_keepers = [Role.Operator, Role.Administrator];

    /// <summary>Puts on lists what its state asks for and takes off what it does not ask for any more.</summary>
    public async Task SyncAsync(Licence licence, FeeObligation one, CancellationToken ct)
    {
        var asked = one.State?.IsAsked() == true;
        await PutAsync(Report, licence, one, asked && one.Runs && one.Amount is null, licence.LicenseeId, one.ReportBy, ct);
        await PutAsync(Pay, licence, one, asked && one.Amount > 0, licence.LicenseeId, one.DueOn, ct);
        await PutAsync(Invoice, licence, one, one.State == ObligationState.Reported, licence.HolderId, null, ct);
        await PutAsync(Receipt, licence, one, await db.Set<Payment>().AnyAsync(p => p.ObligationId == one.Id && p.State == PaymentState.Paid, ct), licence.HolderId, null, ct);
        await PutAsync(Settle, licence, one, one.State == ObligationState.Disputed, one.Before == ObligationState.Paid ? licence.LicenseeId : licence.HolderId, null, ct);
    }

    public async Task BreachAsync(Licence licence, bool offered, CancellationToken ct)
    {
        var key = $"{Breach}:{licence.Id}";
        if (!offered || licence.HolderId is not { } holder || licence.State is not (LicenceState.Effective or LicenceState.Performing))
        {
            await work.DoneAsync(db, key, actor.PersonId ?? actor.ClientId, ct);
            return;
        }
        await AddAsync(Breach, key, holder, $"/licences/{licence.Id}/fees", await LicenceWordsAsync(licence, ct), null, ct);
        await TellAsync(licence, Side.Giver, ConductNotice.GraceOver, ct);
    }

    /// <summary>The other side has to answer; null: nobody has any more.</summary>
    public async Task AnswerAsync(Licence licence, Guid agreement, Side? by, string link, CancellationToken ct)
    {
        var key = $"{Answer}:{agreement}";
        if (by is { } side && OrganisationOf(licence, side) is { } organisation) await AddAsync(Answer, key, organisation, link, await LicenceWordsAsync(licence, ct), null, ct);
        else await work.DoneAsync(db, key, actor.PersonId ?? actor.ClientId, ct);
    }

    public async Task TellBothAsync(Licence licence, FeeObligation one, ObligationNotice notice, CancellationToken ct)
    {
        await TellAsync(licence, one, Side.Taker, notice, ct);
        await TellAsync(licence, one, Side.Giver, notice, ct);
    }

    /// <summary>To the side that did not do it, and the lists of both follow.</summary>
    public async Task TellAsync(Licence licence, FeeObligation one, ObligationNotice notice, CancellationToken ct)
    {
        await SyncAsync(licence, one, ct);
        var toTaker = notice is ObligationNotice.Invoiced or ObligationNotice.Confirmed or ObligationNotice.Contested or ObligationNotice.Waived;
        if (notice is ObligationNotice.Changed or ObligationNotice.Settled) await TellBothAsync(licence, one, notice, ct);
        else await TellAsync(licence, one, toTaker ? Side.Taker : Side.Giver, notice, ct);
    }

    /// <param name="licence">Of both.</param>
    /// <param name="one">What it is about.</param>
    /// <param name="side">To whom.</param>
    /// <param name="notice">What is said.</param>
    /// <param name="ct">The request ended.</param>
    /// <param name="proposal">Where the obligation itself took no step: which proposal it was.</param>
    public Task TellAsync(Licence licence, FeeObligation one, Side side, ObligationNotice notice, CancellationToken ct, Guid? proposal = null) => SendAsync(licence, side, MailFee, $"{notice}:{one.Id}:{(notice <= ObligationNotice.Late ? "" : proposal?.ToString() ?? one.Steps.ToString(System.Globalization.CultureInfo.InvariantCulture))}", title => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["patent"] = title,
        ["licence"] = licence.CertificateNo,
        ["fee"] = ObligationWords.Name(one),
        ["what"] = ObligationWords.Say(notice),
        ["due"] = Dates.InWords(one.DueOn),
        ["amount"] = one.Amount is { } amount ? Money.Exact(amount) : ObligationTexts.AfterReport,
        ["link"] = address.Of($"/licences/{licence.Id}/fees/{one.Ordinal}"),
    }, ct);

    public Task TellAsync(Licence licence, Side side, ConductNotice notice, CancellationToken ct) => SendAsync(licence, side, MailLicence, $"{notice}:{licence.Id}:{licence.Steps}", title => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["patent"] = title,
        ["licence"] = licence.CertificateNo,
        ["what"] = ObligationWords.Say(notice),
        ["link"] = address.Of($"/licences/{licence.Id}"),
    }, ct);

    private async Task SendAsync(Licence licence, Side side, MessageTemplate template, string what, Func<string, IReadOnlyDictionary<string, string>> words, CancellationToken ct)
    {
        if (OrganisationOf(licence, side) is not { } organisation) return;
        var members = await db.Set<Membership>().Where(m => m.OrganisationId == organisation && m.Until == null && s_keepers.Contains(m.Role)).Select(m => m.PersonId).Distinct().ToListAsync(ct);
        var title = await TitleAsync(licence, ct);
        foreach (var person in await db.Set<Person>().AsNoTracking().Where(p => members.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
            await messages.QueueAsync(db, person, template, $"{template.Key}:{what}", () => words(title), inApp: true, ct);
    }

    private async Task PutAsync(string kind, Licence licence, FeeObligation one, bool wanted, Guid? organisation, DateOnly? due, CancellationToken ct)
    {
        var key = $"{kind}:{one.Id}";
        if (!wanted || organisation is not { } whose)
        {
            await work.DoneAsync(db, key, actor.PersonId ?? actor.ClientId, ct);
            return;
        }
        // Kinds of work are said in each reader's language; what the fee is called stands in the one of the papers.
        var words = await LicenceWordsAsync(licence, ct);
        words["fee"] = Language.In(Language.Chinese.Tag, () => ObligationWords.Name(one));
        await AddAsync(kind, key, whose, $"/licences/{licence.Id}/fees/{one.Ordinal}", words, due, ct);
    }

    private async Task AddAsync(string kind, string key, Guid organisation, string link, Dictionary<string, string> words, DateOnly? due, CancellationToken ct)
    {
        var roles = await db.Set<Membership>().Where(m => m.OrganisationId == organisation && m.Until == null && s_keepers.Contains(m.Role)).Select(m => m.Role).Distinct().ToListAsync(ct);
        await work.AddAsync(db, new(kind, key, new Audience.Holders(organisation, s_keepers.Where(roles.Contains).DefaultIfEmpty(Role.Administrator).First()), link, words, due), ct);
    }

    private async Task<Dictionary<string, string>> LicenceWordsAsync(Licence licence, CancellationToken ct) =>
        new(StringComparer.Ordinal) { ["patent"] = await TitleAsync(licence, ct), ["licence"] = licence.CertificateNo };

    private async Task<string> TitleAsync(Licence licence, CancellationToken ct) =>
        (await db.Set<Patent>().Where(p => p.ApplicationNo == licence.ApplicationNo).Select(p => p.RemovedAt == null ? p.Title : p.ApplicationNo).SingleAsync(ct)).ReplaceLineEndings(" ");

    private static Guid? OrganisationOf(Licence licence, Side side) => side == Side.Taker ? licence.LicenseeId : licence.HolderId;

    private static MessageTemplate About(string key, string subject, string text, IReadOnlyList<string> parameters) => new()
    {
        Key = key,
        Texts = ObligationTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = parameters,
        Purpose = MessagePurpose.Service,
    };
}
