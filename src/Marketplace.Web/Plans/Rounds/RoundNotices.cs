using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>
/// Puts a unit that is asked on the list of the bureau that can report for it, and writes to that bureau's people. A responsible unit that is an organisation here is written to as well; its report is entered
/// by the bureau of the plan, which alone keeps its figures.
/// </summary>
public sealed class RoundNotices(AppDbContext db, CaseNotices notices, WorkDesk work, RegionTree regions, PublicAddress address, Actor actor)
{
    public const string Report = "round.report";

    public static readonly MessageTemplate Asked = About("round.asked", nameof(RoundTexts.MailAskedSubject), nameof(RoundTexts.MailAskedText), "due");
    public static readonly MessageTemplate Called = About("round.called", nameof(RoundTexts.MailCalledSubject), nameof(RoundTexts.MailCalledText), "due");
    public static readonly MessageTemplate Near = About("round.near", nameof(RoundTexts.MailNearSubject), nameof(RoundTexts.MailNearText), "due");
    public static readonly MessageTemplate Past = About("round.past", nameof(RoundTexts.MailPastSubject), nameof(RoundTexts.MailPastText), "due");
    public static readonly MessageTemplate Returned = About("round.returned", nameof(RoundTexts.MailReturnedSubject), nameof(RoundTexts.MailReturnedText), "reason");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [Asked, Called, Near, Past, Returned];

    private static readonly Role[] s_bureau = [Role.BureauClerk, Role.BureauReviewer];

    public static string At(RoundUnit unit) => $"/plans/rounds/units/{unit.Id}";

    /// <param name="round">What is asked.</param>
    /// <param name="unit">Of whom.</param>
    /// <param name="template">In which words.</param>
    /// <param name="once">Says which time: told once.</param>
    /// <param name="ct">The caller left.</param>
    public async Task TellAsync(ReportRound round, RoundUnit unit, MessageTemplate template, string once, CancellationToken ct)
    {
        var from = (await BureauOf.RegionAsync(db, round.RegionPath, ct))?.Name ?? await regions.NameAsync(round.RegionPath, ct);
        var what = $"{template.Key}:{unit.Id}:{once}";
        IReadOnlyDictionary<string, string> Words() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unit"] = unit.Name,
            ["quarter"] = round.Quarter.ToString(),
            ["due"] = Dates.InWords(round.DueOn),
            ["from"] = from,
            ["reason"] = (unit.Reason ?? "").ReplaceLineEndings(" "),
            ["link"] = address.Of(At(unit)),
        };
        if (await BureauOf.RegionAsync(db, unit.RegionPath, ct) is { } keeper)
        {
            await notices.AddAsync(Report, unit.Id.ToString(), keeper.Id, s_bureau, At(unit), new Dictionary<string, string>(StringComparer.Ordinal) { ["unit"] = unit.Name, ["quarter"] = round.Quarter.ToString() }, round.DueOn, ct);
            await notices.TellAsync(keeper.Id, s_bureau, template, what, Words, ct);
        }
        if (unit.Kind == RoundUnitKind.Unit && await db.Set<Organisation>().AsNoTracking().Where(o => o.Name == unit.Name && o.State == OrganisationState.Active && o.RegionPath.StartsWith(unit.RegionPath)).OrderBy(o => o.Id).FirstOrDefaultAsync(ct) is { } department)
            await notices.TellAsync(department.Id, CaseNotices.Keepers, template, what, Words, ct);
    }

    /// <summary>Nothing of it is to be done any more.</summary>
    public Task DoneAsync(Guid unit, CancellationToken ct) => work.DoneAsync(db, $"{Report}:{unit}", actor.PersonId, ct);

    private static MessageTemplate About(string key, string subject, string text, string more) => CaseNotices.About(RoundTexts.ResourceManager, key, subject, text, "unit", "quarter", "from", "link", more);
}
