using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>What a declaration puts on people's lists and writes to them. In the unit of work of the step it tells of.</summary>
public sealed class DeclarationNotices(AppDbContext db, CaseNotices notices, PublicAddress address)
{
    public const string Review = "declaration.review";
    public const string Consent = "declaration.consent";
    public const string File = "declaration.file";
    public const string Correct = "declaration.correct";
    public const string Objection = "declaration.objection";
    public const string Confirm = "declaration.confirm";

    public static readonly MessageTemplate MailMoved = About("declaration.moved", nameof(DeclareTexts.MailMovedSubject), nameof(DeclareTexts.MailMovedText), "state");
    public static readonly MessageTemplate MailConsent = About("declaration.consent", nameof(DeclareTexts.MailConsentSubject), nameof(DeclareTexts.MailConsentText), "organisation");
    public static readonly MessageTemplate MailAnswer = About("declaration.answer", nameof(DeclareTexts.MailAnswerSubject), nameof(DeclareTexts.MailAnswerText), "organisation");
    public static readonly MessageTemplate MailObjection = About("declaration.objection", nameof(DeclareTexts.MailObjectionSubject), nameof(DeclareTexts.MailObjectionText));
    public static readonly MessageTemplate MailCorrect = About("declaration.correct", nameof(DeclareTexts.MailCorrectSubject), nameof(DeclareTexts.MailCorrectText), "day");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailMoved, MailConsent, MailAnswer, MailObjection, MailCorrect];

    /// <summary>What every step ends, and what it begins.</summary>
    public async Task MovedAsync(Declaration declaration, DeclarationCause cause, CancellationToken ct)
    {
        if (declaration.OwnerId is not { } owner) return;
        foreach (var kind in (string[])[Review, File, Correct, Confirm]) await notices.DoneAsync(kind, declaration.Id.ToString(), ct);
        if (declaration.State != DeclarationState.Publicity) await notices.DoneAsync(Objection, declaration.Id.ToString(), ct);
        switch (declaration.State)
        {
            case DeclarationState.InternalReview:
                await AddAsync(Review, declaration, owner, true, null, ct);
                break;
            case DeclarationState.Ready:
                await AddAsync(File, declaration, owner, false, null, ct);
                break;
            case DeclarationState.Defect:
                await AddAsync(Correct, declaration, owner, false, declaration.CorrectBy, ct);
                break;
            case DeclarationState.Transferred:
                await AddAsync(Confirm, declaration, owner, true, null, ct);
                break;
        }
        if (cause is DeclarationCause.Submit or DeclarationCause.Discard or DeclarationCause.Reopen or DeclarationCause.TakeBack or DeclarationCause.File) return;
        var words = await WordsAsync(declaration, ct);
        await notices.TellAsync(owner, CaseNotices.Keepers, MailMoved, What(MailMoved, declaration, owner, declaration.Steps), () => new Dictionary<string, string>(words, StringComparer.Ordinal) { ["state"] = DeclarationWords.Name(declaration.State!.Value) }, ct);
    }

    public async Task AskConsentAsync(Declaration declaration, Guid organisation, ConsentTo to, CancellationToken ct)
    {
        var link = ConsentAt(declaration, to);
        var words = await WordsAsync(declaration, ct);
        words["organisation"] = await NameAsync(declaration.OwnerId!.Value, ct);
        words["link"] = address.Of(link);
        await notices.AddAsync(Consent, ConsentKey(declaration, organisation), organisation, CaseNotices.Deciders, link, words, null, ct);
        await TellAsync(organisation, declaration, MailConsent, words, declaration.Steps, ct);
    }

    public Task ConsentSettledAsync(Declaration declaration, Guid? organisation, CancellationToken ct) =>
        organisation is { } other ? notices.DoneAsync(Consent, ConsentKey(declaration, other), ct) : Task.CompletedTask;

    public async Task ConsentAnsweredAsync(Declaration declaration, Organisation organisation, bool agrees, CancellationToken ct)
    {
        await ConsentSettledAsync(declaration, organisation.Id, ct);
        var words = await WordsAsync(declaration, ct);
        words["organisation"] = organisation.Name;
        await TellAsync(declaration.OwnerId!.Value, declaration, MailAnswer, words, agrees ? 1 : 0, ct);
    }

    public async Task ObjectedAsync(Declaration declaration, Guid objection, CancellationToken ct)
    {
        if (declaration.OwnerId is not { } owner) return;
        await AddAsync(Objection, declaration, owner, true, declaration.PublicUntil, ct);
        var words = await WordsAsync(declaration, ct);
        await notices.TellAsync(owner, CaseNotices.Keepers, MailObjection, $"{MailObjection.Key}:{objection}", () => words, ct);
    }

    public Task ObjectionsSettledAsync(Declaration declaration, CancellationToken ct) => notices.DoneAsync(Objection, declaration.Id.ToString(), ct);

    public async Task RemindCorrectionAsync(Declaration declaration, CancellationToken ct)
    {
        if (declaration is not { OwnerId: { } owner, CorrectBy: { } until }) return;
        var words = await WordsAsync(declaration, ct);
        words["day"] = Dates.InTable(until);
        await notices.TellAsync(owner, CaseNotices.Keepers, MailCorrect, $"{MailCorrect.Key}:{declaration.Id}:{until.DayNumber}:{declaration.Steps}", () => words, ct);
    }

    public static string ConsentAt(Declaration declaration, ConsentTo to) => $"/declarations/{declaration.Id}/consent?to={to}";

    private async Task AddAsync(string kind, Declaration declaration, Guid organisation, bool decides, DateOnly? due, CancellationToken ct) =>
        await notices.AddAsync(kind, declaration.Id.ToString(), organisation, decides ? CaseNotices.Deciders : CaseNotices.Keepers, At(declaration), await WordsAsync(declaration, ct), due, ct);

    private Task TellAsync(Guid organisation, Declaration declaration, MessageTemplate template, Dictionary<string, string> words, int turn, CancellationToken ct) =>
        notices.TellAsync(organisation, CaseNotices.Keepers, template, What(template, declaration, organisation, turn), () => words, ct);

    private static string What(MessageTemplate template, Declaration declaration, Guid organisation, int turn) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{template.Key}:{declaration.Id}:{organisation:N}:{turn}");

    private async Task<Dictionary<string, string>> WordsAsync(Declaration declaration, CancellationToken ct) => new(StringComparer.Ordinal)
    {
        ["patent"] = await notices.TitleAsync(declaration.ApplicationNo, ct),
        ["link"] = address.Of(At(declaration)),
    };

    private Task<string> NameAsync(Guid organisation, CancellationToken ct) => db.Set<Organisation>().Where(o => o.Id == organisation).Select(o => o.Name).SingleAsync(ct);

    private static string ConsentKey(Declaration declaration, Guid organisation) => $"{declaration.Id}:{organisation:N}";

    private static string At(Declaration declaration) => $"/declarations/{declaration.Id}";

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(DeclareTexts.ResourceManager, key, subject, text, ["patent", "link", .. more]);
}
