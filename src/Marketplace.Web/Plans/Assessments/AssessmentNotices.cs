using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>Who has to mark, who has to decide, and what came of it. A department is marked by the plan's bureau, which alone keeps its figures.</summary>
public sealed class AssessmentNotices(AppDbContext db, CaseNotices notices, PublicAddress address)
{
    public const string Mark = "assessment.mark";
    public const string Check = "assessment.check";

    public static readonly MessageTemplate Opened = About("assessment.opened", nameof(AssessmentTexts.MailOpenedSubject), nameof(AssessmentTexts.MailOpenedText), "due");
    public static readonly MessageTemplate Marked = About("assessment.marked", nameof(AssessmentTexts.MailMarkedSubject), nameof(AssessmentTexts.MailMarkedText));
    public static readonly MessageTemplate Closed = About("assessment.closed", nameof(AssessmentTexts.MailClosedSubject), nameof(AssessmentTexts.MailClosedText), "total", "place", "units");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [Opened, Marked, Closed];

    private static readonly Role[] s_clerks = [Role.BureauClerk, Role.BureauReviewer];
    private static readonly Role[] s_reviewers = [Role.BureauReviewer, Role.BureauClerk];

    public async Task OpenedAsync(Plan plan, Assessment assessment, AssessmentUnit unit, CancellationToken ct)
    {
        if (await BureauOf.RegionAsync(db, unit.RegionPath, ct) is not { } keeper) return;
        await notices.AddAsync(Mark, unit.Id.ToString(), keeper.Id, s_clerks, AssessmentWords.At(unit), Work(assessment, unit), assessment.DueOn, ct);
        // The bureau's own departments are on its list; it opened them itself.
        if (unit.Kind != PartKind.Department) await TellAsync(keeper.Id, Opened, plan, assessment, unit, words => words["due"] = Dates.InWords(assessment.DueOn), ct);
    }

    /// <summary>Its own marks are all there: now they are decided.</summary>
    public async Task MarkedAsync(Plan plan, Assessment assessment, AssessmentUnit unit, CancellationToken ct)
    {
        await notices.DoneAsync(Mark, unit.Id.ToString(), ct);
        if (await BureauOf.RegionAsync(db, plan.RegionPath, ct) is not { } keeper) return;
        await notices.AddAsync(Check, unit.Id.ToString(), keeper.Id, s_reviewers, AssessmentWords.At(unit), Work(assessment, unit), null, ct);
        if (unit.Kind != PartKind.Department) await TellAsync(keeper.Id, Marked, plan, assessment, unit, null, ct);
    }

    public async Task DecidedAsync(AssessmentUnit unit, CancellationToken ct)
    {
        await notices.DoneAsync(Mark, unit.Id.ToString(), ct);
        await notices.DoneAsync(Check, unit.Id.ToString(), ct);
    }

    public async Task ClosedAsync(Plan plan, Assessment assessment, UnitResult result, int units, CancellationToken ct)
    {
        if (result.Unit.Kind == PartKind.Department || await BureauOf.RegionAsync(db, result.Unit.RegionPath, ct) is not { } keeper) return;
        await TellAsync(keeper.Id, Closed, plan, assessment, result.Unit, words =>
        {
            words["total"] = FigureText.Number(result.Total);
            words["place"] = result.Place?.ToString(CultureInfo.InvariantCulture) ?? FaceTexts.NotRecorded;
            words["units"] = units.ToString(CultureInfo.InvariantCulture);
        }, ct);
    }

    private Task TellAsync(Guid keeper, MessageTemplate template, Plan plan, Assessment assessment, AssessmentUnit unit, Action<Dictionary<string, string>>? more, CancellationToken ct) => notices.TellAsync(keeper, s_clerks, template, $"{template.Key}:{unit.Id}", () =>
    {
        var words = new Dictionary<string, string>(Work(assessment, unit), StringComparer.Ordinal) { ["plan"] = plan.Title, ["link"] = address.Of(AssessmentWords.At(unit)) };
        more?.Invoke(words);
        return words;
    }, ct);

    private static Dictionary<string, string> Work(Assessment assessment, AssessmentUnit unit) => new(StringComparer.Ordinal) { ["unit"] = unit.Name, ["year"] = assessment.Year.ToString(CultureInfo.InvariantCulture) };

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(AssessmentTexts.ResourceManager, key, subject, text, ["unit", "year", "plan", "link", .. more]);
}
