namespace Marketplace.Web.Plans.Assessments;

internal static class AssessmentWords
{
    public static string Name(Assessment assessment) => assessment.ClosedAt is not null ? AssessmentTexts.StateClosed : assessment.OpenedAt is not null ? AssessmentTexts.StateOpen : AssessmentTexts.StateDrawn;

    public static string Look(Assessment assessment) => assessment.ClosedAt is not null ? "ok" : assessment.OpenedAt is not null ? "soon" : "stopped";

    public static string At(Plan plan) => $"/plans/{plan.Key}/assessments";

    public static string At(Plan plan, Assessment assessment) => $"{At(plan)}/{assessment.Year}";

    public static string At(AssessmentUnit unit) => $"/plans/assessments/units/{unit.Id}";
}
