using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;
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
public sealed class ObligationNotices(AppDbContext db, CaseNotices notices, PublicAddress address)
{
    public const string Report = "fee.report", Pay = "fee.pay", Invoice = "fee.invoice", Receipt = "fee.receipt", Settle = "fee.settle", Breach = "licence.breach", Answer = "licence.answer";

    public static readonly MessageTemplate MailFee = CaseNotices.About(ObligationTexts.ResourceManager, "fee.news", nameof(ObligationTexts.MailFeeSubject), nameof(ObligationTexts.MailFeeText), "patent", "licence", "fee", "what", "due", "amount", "link");
    public static readonly MessageTemplate MailLicence = CaseNotices.About(ObligationTexts.ResourceManager, "licence.news", nameof(ObligationTexts.MailLicenceSubject), nameof(ObligationTexts.MailLicenceText), "patent", "licence", "what", "link");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailFee, MailLicence];

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
        if (!offered || licence.HolderId is not { } holder || licence.State is not (LicenceState.Effective or LicenceState.Performing))
        {
            await notices.DoneAsync(Breach, licence.Id.ToString(), ct);
            return;
        }
        await notices.AddAsync(Breach, licence.Id.ToString(), holder, CaseNotices.Keepers, $"/licences/{licence.Id}/fees", await WordsAsync(licence, ct), null, ct);
        await TellAsync(licence, Side.Giver, ConductNotice.GraceOver, ct);
    }

    /// <summary>The other side has to answer; null: nobody has any more.</summary>
    public async Task AnswerAsync(Licence licence, Guid agreement, Side? by, string link, CancellationToken ct)
    {
        if (by is { } side && OrganisationOf(licence, side) is { } organisation) await notices.AddAsync(Answer, agreement.ToString(), organisation, CaseNotices.Keepers, link, await WordsAsync(licence, ct), null, ct);
        else await notices.DoneAsync(Answer, agreement.ToString(), ct);
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
        var title = await notices.TitleAsync(licence.ApplicationNo, ct);
        await notices.TellAsync(organisation, CaseNotices.Keepers, template, $"{template.Key}:{what}", () => words(title), ct);
    }

    private async Task PutAsync(string kind, Licence licence, FeeObligation one, bool wanted, Guid? organisation, DateOnly? due, CancellationToken ct)
    {
        if (!wanted || organisation is not { } whose)
        {
            await notices.DoneAsync(kind, one.Id.ToString(), ct);
            return;
        }
        // Kinds of work are said in each reader's language; what the fee is called stands in the one of the papers.
        var words = await WordsAsync(licence, ct);
        words["fee"] = Language.In(Language.Chinese.Tag, () => ObligationWords.Name(one));
        await notices.AddAsync(kind, one.Id.ToString(), whose, CaseNotices.Keepers, $"/licences/{licence.Id}/fees/{one.Ordinal}", words, due, ct);
    }

    private async Task<Dictionary<string, string>> WordsAsync(Licence licence, CancellationToken ct) =>
        new(StringComparer.Ordinal) { ["patent"] = await notices.TitleAsync(licence.ApplicationNo, ct), ["licence"] = licence.CertificateNo };

    private static Guid? OrganisationOf(Licence licence, Side side) => side == Side.Taker ? licence.LicenseeId : licence.HolderId;
}
