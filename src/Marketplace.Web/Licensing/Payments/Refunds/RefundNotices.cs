using System.Globalization;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>What a refund puts on people's lists and writes to them, in the unit of work of its step.</summary>
public sealed class RefundNotices(CaseNotices notices, PublicAddress address, TimeProvider time)
{
    public const string Send = "refund.send";
    public const string Check = "refund.check";

    public static readonly MessageTemplate MailOwed = About("refund.owed", nameof(PaymentTexts.MailRefundOwedSubject), nameof(PaymentTexts.MailRefundOwedText));
    public static readonly MessageTemplate MailSent = About("refund.sent", nameof(PaymentTexts.MailRefundSentSubject), nameof(PaymentTexts.MailRefundSentText));
    public static readonly MessageTemplate MailContested = About("refund.contested", nameof(PaymentTexts.MailRefundContestedSubject), nameof(PaymentTexts.MailRefundContestedText));
    public static readonly MessageTemplate MailDeclined = About("refund.declined", nameof(PaymentTexts.MailRefundDeclinedSubject), nameof(PaymentTexts.MailRefundDeclinedText));
    public static readonly MessageTemplate MailWaits = About("refund.waits", nameof(PaymentTexts.MailRefundWaitsSubject), nameof(PaymentTexts.MailRefundWaitsText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailOwed, MailSent, MailContested, MailDeclined, MailWaits];

    public async Task OwedAsync(Licence licence, Refund refund, CancellationToken ct)
    {
        await AddAsync(Send, licence, refund, refund.GiverId, RefundMachine.Term.LastDay(refund.Since), ct);
        await TellAsync(licence, refund, refund.GiverId, MailOwed, ct);
        await TellAsync(licence, refund, refund.TakerId, MailOwed, ct);
    }

    public async Task MovedAsync(Licence licence, Refund refund, CancellationToken ct)
    {
        await DoneAsync(refund, ct);
        switch (refund.State)
        {
            case RefundState.Sent:
                await AddAsync(Check, licence, refund, refund.TakerId, RefundMachine.ContestTerm.LastDay(refund.Since), ct);
                await TellAsync(licence, refund, refund.TakerId, MailSent, ct);
                break;
            case RefundState.Contested or RefundState.Owed:
                await AddAsync(Send, licence, refund, refund.GiverId, null, ct);
                await TellAsync(licence, refund, refund.GiverId, refund.State == RefundState.Contested ? MailContested : MailOwed, ct);
                break;
            case RefundState.Declined:
                await TellAsync(licence, refund, refund.TakerId, MailDeclined, ct);
                break;
        }
    }

    /// <summary>Nothing moved for a fortnight: whoever has the ball.</summary>
    public Task RemindAsync(Licence licence, Refund refund, CancellationToken ct) => TellAsync(licence, refund, refund.State == RefundState.Sent ? refund.TakerId : refund.GiverId, MailWaits, ct);

    public async Task DoneAsync(Refund refund, CancellationToken ct)
    {
        foreach (var kind in (string[])[Send, Check]) await notices.DoneAsync(kind, refund.Id.ToString(), ct);
    }

    private async Task AddAsync(string kind, Licence licence, Refund refund, Guid? organisation, DateOnly? due, CancellationToken ct)
    {
        if (organisation is not { } own) return;
        await notices.AddAsync(kind, refund.Id.ToString(), own, CaseNotices.Keepers, $"/payments/refunds/{refund.Id}", Words(licence, refund), due, ct);
    }

    private async Task TellAsync(Licence licence, Refund refund, Guid? organisation, MessageTemplate template, CancellationToken ct)
    {
        if (organisation is not { } own) return;
        var words = Words(licence, refund);
        words["link"] = address.Of($"/payments/refunds/{refund.Id}");
        var what = string.Create(CultureInfo.InvariantCulture, $"{template.Key}:{refund.Id}:{refund.Steps}:{Dates.Today(time):yyyyMMdd}");
        await notices.TellAsync(own, CaseNotices.Keepers, template, what, () => words, ct);
    }

    /// <summary>By the code of the transfer: whoever got money that was another's knows no more of that licence.</summary>
    private static Dictionary<string, string> Words(Licence licence, Refund refund) => new(StringComparer.Ordinal) { ["code"] = licence.Reference, ["amount"] = refund.Amount.ToString("0.00", CultureInfo.InvariantCulture) };

    private static MessageTemplate About(string key, string subject, string text) => CaseNotices.About(PaymentTexts.ResourceManager, key, subject, text, "code", "amount", "link");
}
