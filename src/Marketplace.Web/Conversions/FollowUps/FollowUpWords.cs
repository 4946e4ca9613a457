using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Conversions.FollowUps;

internal static class FollowUpWords
{
    public static string Name(FollowUpState state) => Named("State" + state);
    public static string Name(FollowUpCause cause) => Named("Cause" + cause);
    public static string Name(Use use) => Named("Use" + use);
    public static string Hint(Use use) => Named("Hint" + use);
    public static string Name(NotUsed why) => Named("Why" + why);
    public static string Name(AnswerWay way) => Named("Way" + way);
    public static string Name(AskedBy how) => Named("How" + how);

    public static string Look(FollowUpState state) => state switch { FollowUpState.Accepted => "ok", FollowUpState.Due or FollowUpState.Asked or FollowUpState.Answered or FollowUpState.InReview => "soon", FollowUpState.Returned => "overdue", _ => "stopped" };

    /// <summary>The half-year in days, each a piece of its own: among Arabic letters a day would be read backwards.</summary>
    public static string Span(FollowUp one) => FollowUpTexts.Span.Fill(Isolated(one.From), Isolated(one.On.AddDays(-1)));

    public static bool IsOverdue(FollowUp one, DateOnly today) => FollowUpMachine.Waiting.Contains(one.State) && one.Since.AddDays(FollowUpDays.Overdue) <= today;

    public static string Why(FollowUp one) => string.Join('、', one.Why.Select(w => Named("Why" + w)));

    public static IEnumerable<SelectListItem> Reasons(IReadOnlyCollection<string> chosen) => Enum.GetValues<NotUsed>().Select(w => new SelectListItem(Name(w), w.ToString(), chosen.Contains(w.ToString(), StringComparer.Ordinal)));

    /// <summary>What was answered, field by field.</summary>
    public static IEnumerable<TermLine> Lines(FollowUp one) => new TermLine[]
    {
        new(FollowUpTexts.UseAsk, one.Use is { } use ? Name(use) : ""),
        new(FollowUpTexts.Product, one.Product ?? ""),
        new(FollowUpTexts.ProductNo, one.ProductNo is null ? "" : $"{one.ProductNo} · {Dates.InTable(one.ProductOn)}"),
        new(FollowUpTexts.Sales, one.Sales is { } yuan ? Money.Exact(yuan) : ""),
        new(FollowUpTexts.Jobs, one.Jobs?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""),
        new(FollowUpTexts.WhyAsk, Why(one)),
        new(FollowUpTexts.Words, one.Words ?? ""),
    }.Where(l => l.Value.Length > 0);

    private static string Isolated(DateOnly day) => $"\u2066{Dates.InTable(day)}\u2069";

    private static string Named(string key) => FollowUpTexts.ResourceManager.Named(key);
}
