using System.Globalization;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>What an approval puts on people's lists and writes to them. In the unit of work of the step it tells of.</summary>
public sealed class ApprovalNotices(CaseNotices notices, ApprovalPeople people, PublicAddress address)
{
    public const string Decide = "approval.decide";

    public static readonly MessageTemplate MailAsked = About("approval.asked", nameof(ApprovalTexts.MailAskedSubject), nameof(ApprovalTexts.MailAskedText), "step");
    public static readonly MessageTemplate MailDecided = About("approval.decided", nameof(ApprovalTexts.MailDecidedSubject), nameof(ApprovalTexts.MailDecidedText), "state");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailAsked, MailDecided];

    /// <summary>Who can decide the next step; again by night, for somebody may have left meanwhile. Nobody is told the same twice on one day.</summary>
    public async Task AskAsync(ApprovalRun run, IReadOnlyList<ApprovalRunStep> steps, CancellationToken ct, int reminder = 0)
    {
        var next = steps.First(step => step.Agreed is null);
        var able = (await people.OfAsync(run, steps, next, ct)).ToList();
        var words = Words(run);
        words["step"] = next.Name;
        await notices.AddAsync(Decide, run.Id.ToString(), run.OrganisationId, able.ConvertAll(one => (one.PersonId, one.Role)), At(run), words, ct);
        var what = string.Create(CultureInfo.InvariantCulture, $"{MailAsked.Key}:{run.Id}:{next.Place}:{reminder}");
        await notices.TellAsync(able.ConvertAll(one => one.PersonId), MailAsked, what, () => words, ct);
    }

    /// <summary>Whatever stood on lists of it.</summary>
    public Task DoneAsync(ApprovalRun run, CancellationToken ct) => notices.AllDoneAsync(Decide, run.Id.ToString(), ct);

    public Task DecidedAsync(ApprovalRun run, CancellationToken ct) => run.AskedBy is not { } asker ? Task.CompletedTask
        : notices.TellAsync([asker], MailDecided, $"{MailDecided.Key}:{run.Id}", () => new Dictionary<string, string>(Words(run), StringComparer.Ordinal) { ["state"] = ApprovalWords.Name(run.State!.Value) }, ct);

    private Dictionary<string, string> Words(ApprovalRun run) => new(StringComparer.Ordinal) { ["title"] = run.Title.ReplaceLineEndings(" "), ["link"] = address.Of(At(run)) };

    private static string At(ApprovalRun run) => $"/approvals/{run.Id}";

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(ApprovalTexts.ResourceManager, key, subject, text, ["title", "link", .. more]);
}
