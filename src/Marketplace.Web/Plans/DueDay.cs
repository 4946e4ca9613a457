using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans;

/// <summary>截止日 of what a bureau asks others for: still to come, and a day on which somebody works.</summary>
internal static class DueDay
{
    /// <param name="due">What was typed.</param>
    /// <param name="after">It is later than this.</param>
    /// <param name="wrong">What is said of one that is missing or too early.</param>
    /// <param name="workdays">Of the mainland.</param>
    public static Failure? Refuse(DateOnly? due, DateOnly after, string wrong, Workdays workdays) =>
        due is not { } day || day <= after ? new("due_wrong", 400, wrong, "dueOn")
        : workdays.IsWorkday(day) ? null : new("due_no_workday", 400, PlanTexts.DueNoWorkday.Fill(Dates.InWords(day), Dates.InWords(workdays.NextFrom(day))), "dueOn");
}
