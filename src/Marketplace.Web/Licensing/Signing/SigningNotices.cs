using System.Globalization;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>What a signing puts on people's lists and writes to them. In the unit of work of the step it tells of.</summary>
public sealed class SigningNotices(CaseNotices notices, PublicAddress address)
{
    public const string Sign = "signing.sign";
    public const string Compare = "signing.compare";

    public static readonly MessageTemplate MailBegun = About("signing.begun", nameof(SigningTexts.MailBegunSubject), nameof(SigningTexts.MailBegunText), "day");
    public static readonly MessageTemplate MailShown = About("signing.shown", nameof(SigningTexts.MailShownSubject), nameof(SigningTexts.MailShownText), "party");
    public static readonly MessageTemplate MailRejected = About("signing.rejected", nameof(SigningTexts.MailRejectedSubject), nameof(SigningTexts.MailRejectedText), "reason");
    public static readonly MessageTemplate MailComplete = About("signing.complete", nameof(SigningTexts.MailCompleteSubject), nameof(SigningTexts.MailCompleteText));
    public static readonly MessageTemplate MailFailed = About("signing.failed", nameof(SigningTexts.MailFailedSubject), nameof(SigningTexts.MailFailedText), "reason");
    public static readonly MessageTemplate MailRemind = About("signing.remind", nameof(SigningTexts.MailRemindSubject), nameof(SigningTexts.MailRemindText), "day");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailBegun, MailShown, MailRejected, MailComplete, MailFailed, MailRemind];

    public async Task BegunAsync(SigningCase signing, IReadOnlyList<Signature> signatures, CancellationToken ct)
    {
        foreach (var organisation in Here(signatures))
        {
            await AddAsync(Sign, signing, organisation, ct);
            await TellAsync(signing, organisation, MailBegun, "begun", "day", Dates.InTable(signing.SignBy), ct);
        }
    }

    /// <summary>A scan waits for somebody to compare it.</summary>
    public async Task ShownAsync(SigningSeen seen, Signature one, CancellationToken ct)
    {
        await DoneAsync(Sign, seen.Signing, one.OrganisationId, ct);
        foreach (var other in Here(seen.Signatures).Where(other => other != seen.Own.Id))
        {
            await AddAsync(Compare, seen.Signing, other, ct);
            await TellAsync(seen.Signing, other, MailShown, Turn(one), "party", one.Name, ct);
        }
    }

    public async Task RejectedAsync(SigningSeen seen, Signature one, CancellationToken ct)
    {
        await TakenBackAsync(seen, one, ct);
        var told = one.OrganisationId ?? Here(seen.Signatures).First(other => other != seen.Own.Id);
        await TellAsync(seen.Signing, told, MailRejected, Turn(one), "reason", one.Rejected!, ct);
    }

    /// <summary>It is to be signed again, and nothing to be compared.</summary>
    public async Task TakenBackAsync(SigningSeen seen, Signature one, CancellationToken ct)
    {
        await CompareDoneAsync(seen.Signing, seen.Signatures, one, ct);
        if (one.OrganisationId is { } party) await AddAsync(Sign, seen.Signing, party, ct);
    }

    public async Task SignedAsync(SigningCase signing, IReadOnlyList<Signature> signatures, Signature one, CancellationToken ct)
    {
        await DoneAsync(Sign, signing, one.OrganisationId, ct);
        await CompareDoneAsync(signing, signatures, one, ct);
    }

    /// <summary>Complete, or failed for a reason.</summary>
    public async Task EndedAsync(SigningCase signing, IReadOnlyList<Signature> signatures, string? why, CancellationToken ct)
    {
        await DoneAsync(signing, signatures, ct);
        foreach (var organisation in Here(signatures)) await TellAsync(signing, organisation, why is null ? MailComplete : MailFailed, "end", "reason", why ?? "", ct);
    }

    public async Task DoneAsync(SigningCase signing, IReadOnlyList<Signature> signatures, CancellationToken ct)
    {
        foreach (var organisation in Here(signatures))
        {
            await DoneAsync(Sign, signing, organisation, ct);
            await DoneAsync(Compare, signing, organisation, ct);
        }
    }

    /// <summary>Those who have the ball, some days before the last one.</summary>
    public async Task RemindAsync(SigningCase signing, IReadOnlyList<Signature> signatures, int days, CancellationToken ct)
    {
        foreach (var organisation in Here(signatures.Where(s => s.State != SignatureState.Valid))) await TellAsync(signing, organisation, MailRemind, days.ToString(CultureInfo.InvariantCulture), "day", Dates.InTable(signing.SignBy), ct);
    }

    private static IEnumerable<Guid> Here(IEnumerable<Signature> signatures) => signatures.Select(s => s.OrganisationId).OfType<Guid>().Distinct();

    /// <summary>One item stands for all scans that wait for an organisation.</summary>
    private async Task CompareDoneAsync(SigningCase signing, IReadOnlyList<Signature> signatures, Signature one, CancellationToken ct)
    {
        foreach (var organisation in Here(signatures).Where(o => !signatures.Any(s => s != one && s.State == SignatureState.Shown && s.ShownBy != o))) await DoneAsync(Compare, signing, organisation, ct);
    }

    private Task AddAsync(string kind, SigningCase signing, Guid organisation, CancellationToken ct) =>
        notices.AddAsync(kind, Of(signing, organisation), organisation, CaseNotices.Deciders, At(signing), Words(signing), signing.SignBy, ct);

    private Task DoneAsync(string kind, SigningCase signing, Guid? organisation, CancellationToken ct) => organisation is { } one ? notices.DoneAsync(kind, Of(signing, one), ct) : Task.CompletedTask;

    private Task TellAsync(SigningCase signing, Guid organisation, MessageTemplate template, string turn, string word, string value, CancellationToken ct) =>
        notices.TellAsync(organisation, CaseNotices.Keepers, template, $"{template.Key}:{signing.Id}:{organisation:N}:{turn}", () => new Dictionary<string, string>(Words(signing), StringComparer.Ordinal) { [word] = value }, ct);

    /// <summary>Shown and sent back several times, each is told.</summary>
    private static string Turn(Signature one) => string.Create(CultureInfo.InvariantCulture, $"{one.Place}.{one.Steps}");

    private static string Of(SigningCase signing, Guid organisation) => $"{signing.Id}:{organisation:N}";

    private Dictionary<string, string> Words(SigningCase signing) => new(StringComparer.Ordinal) { ["title"] = signing.Title.ReplaceLineEndings(" "), ["link"] = address.Of(At(signing)) };

    private static string At(SigningCase signing) => $"/signing/{signing.Id}";

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(SigningTexts.ResourceManager, key, subject, text, ["title", "link", .. more]);
}
