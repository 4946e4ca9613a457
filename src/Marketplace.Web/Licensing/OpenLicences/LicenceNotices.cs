using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>What a licence puts on people's lists and writes to them. In the unit of work of the step it tells of.</summary>
public sealed class LicenceNotices(CaseNotices notices, PublicAddress address, TimeProvider time)
{
    public const string Pay = "licence.pay";
    public const string Dispatch = "licence.dispatch";
    public const string Receipt = "licence.receipt";
    public const string Record = "licence.record";
    public const string Settle = "licence.settle";

    public static readonly MessageTemplate MailNotice = About("licence.notice", nameof(LicenceTexts.MailNoticeSubject), nameof(LicenceTexts.MailNoticeText));
    public static readonly MessageTemplate MailEffective = About("licence.effective", nameof(LicenceTexts.MailEffectiveSubject), nameof(LicenceTexts.MailEffectiveText));
    public static readonly MessageTemplate MailPaid = About("licence.paid", nameof(LicenceTexts.MailPaidSubject), nameof(LicenceTexts.MailPaidText));
    public static readonly MessageTemplate MailContested = About("licence.contested", nameof(LicenceTexts.MailContestedSubject), nameof(LicenceTexts.MailContestedText));
    public static readonly MessageTemplate MailRecord = About("licence.record", nameof(LicenceTexts.MailRecordSubject), nameof(LicenceTexts.MailRecordText));
    public static readonly MessageTemplate MailEnded = About("licence.ended", nameof(LicenceTexts.MailEndedSubject), nameof(LicenceTexts.MailEndedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailNotice, MailEffective, MailPaid, MailContested, MailRecord, MailEnded];

    public async Task NotifiedAsync(Licence licence, FrozenTerms terms, CancellationToken ct)
    {
        if (licence.FirstFee > 0) await AddAsync(Pay, licence, licence.LicenseeId, LicenceMachine.PayTerm.LastDay(Dates.Day(licence.NoticeAt)), ct);
        if (licence.Way == NoticeWay.Post) await AddAsync(Dispatch, licence, licence.LicenseeId, Dates.Day(licence.NoticeAt).AddDays(7), ct);
        if (licence.HolderId is { } holder) await TellAsync(holder, licence, MailNotice, terms.Title, ct);
    }

    public async Task PaidAsync(Licence licence, Payment payment, CancellationToken ct)
    {
        if (licence.State is not (LicenceState.NoticeSent or LicenceState.NoticeReceived)) await DoneAsync(Pay, licence, ct);
        if (licence.HolderId is not { } holder || payment.State != PaymentState.Paid) return;
        await AddAsync(Receipt, licence, holder, PaymentMachine.ContestTerm.LastDay(Dates.Day(payment.At)), ct);
        await TellAsync(holder, licence, MailPaid, null, ct);
    }

    public async Task EffectiveAsync(Licence licence, LicenceRecordal? recordal, CancellationToken ct)
    {
        await DoneAsync(Pay, licence, ct);
        await DoneAsync(Dispatch, licence, ct);
        // The one who has the patent files by custom; where nobody of it is here, the licensee can too (Rule 87).
        if (recordal is not null) await AddAsync(Record, licence, licence.HolderId ?? licence.LicenseeId, recordal.DueOn, ct);
        await TellAsync(licence.LicenseeId, licence, MailEffective, null, ct);
        if (licence.HolderId is { } holder) await TellAsync(holder, licence, MailEffective, null, ct);
    }

    public async Task ContestedAsync(Licence licence, CancellationToken ct)
    {
        await DoneAsync(Receipt, licence, ct);
        await AddAsync(Settle, licence, licence.LicenseeId, null, ct);
        await TellAsync(licence.LicenseeId, licence, MailContested, null, ct);
    }

    public async Task SettledAsync(Licence licence, CancellationToken ct)
    {
        await DoneAsync(Receipt, licence, ct);
        await DoneAsync(Settle, licence, ct);
    }

    public async Task RecordalAsync(Licence licence, LicenceRecordal recordal, CancellationToken ct)
    {
        if (recordal.State is RecordalState.Returned) await AddAsync(Record, licence, licence.HolderId ?? licence.LicenseeId, recordal.DueOn, ct);
        else await DoneAsync(Record, licence, ct);
    }

    /// <summary>Not yet recorded, and the three months run out: both sides, for either can file.</summary>
    public async Task RemindRecordalAsync(Licence licence, CancellationToken ct)
    {
        await TellAsync(licence.LicenseeId, licence, MailRecord, null, ct);
        if (licence.HolderId is { } holder) await TellAsync(holder, licence, MailRecord, null, ct);
    }

    public async Task EndedAsync(Licence licence, CancellationToken ct)
    {
        foreach (var kind in (string[])[Pay, Dispatch, Receipt, Settle]) await DoneAsync(kind, licence, ct);
        await TellAsync(licence.LicenseeId, licence, MailEnded, null, ct);
        if (licence.HolderId is { } holder) await TellAsync(holder, licence, MailEnded, null, ct);
    }

    private async Task AddAsync(string kind, Licence licence, Guid organisation, DateOnly? due, CancellationToken ct) =>
        await notices.AddAsync(kind, licence.Id.ToString(), organisation, CaseNotices.Keepers, At(licence), new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await notices.TitleAsync(licence.ApplicationNo, ct), ["licence"] = licence.CertificateNo }, due, ct);

    private Task DoneAsync(string kind, Licence licence, CancellationToken ct) => notices.DoneAsync(kind, licence.Id.ToString(), ct);

    private async Task TellAsync(Guid organisation, Licence licence, MessageTemplate template, string? title, CancellationToken ct)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = title?.ReplaceLineEndings(" ") ?? await notices.TitleAsync(licence.ApplicationNo, ct), ["licence"] = licence.CertificateNo, ["link"] = address.Of(At(licence)) };
        var what = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{template.Key}:{licence.Id}:{licence.Steps}:{Dates.Today(time):yyyyMMdd}");
        await notices.TellAsync(organisation, CaseNotices.Keepers, template, what, () => words, ct);
    }

    private static string At(Licence licence) => $"/licences/{licence.Id}";

    private static MessageTemplate About(string key, string subject, string text) => CaseNotices.About(LicenceTexts.ResourceManager, key, subject, text, "patent", "licence", "link");
}
