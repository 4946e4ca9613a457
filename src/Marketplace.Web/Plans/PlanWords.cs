using System.Globalization;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Values;

namespace Marketplace.Web.Plans;

public static class PlanWords
{
    public static string Name(Phase phase) => Named("Phase" + phase);
    public static string Name(Light light) => Named("Light" + light);
    public static string Name(Outlook outlook) => Named("Outlook" + outlook);
    public static string Name(MeasureType type) => Named("Type" + type);
    public static string Name(ValueState state) => Named("Value" + state);
    public static string Name(PartKind kind) => Named("Part" + kind);
    public static string Name(PlanCause cause) => Named("Cause" + cause);

    public static string Look(Phase phase) => phase switch { Phase.Running => "ok", Phase.Coming => "soon", Phase.Ended => "overdue", Phase.Evaluating => "soon", _ => "stopped" };

    public static string Look(Light light) => light switch { Light.Met or Light.OnPath => "ok", Light.Behind => "soon", Light.NotMet => "overdue", _ => "stopped" };

    public static string Look(Outlook outlook) => outlook switch { Outlook.Sure or Outlook.Probable => "ok", Outlook.Hard => "soon", _ => "overdue" };

    public static string Look(ValueState state) => state switch { ValueState.Verified => "ok", ValueState.Entered => "soon", _ => "overdue" };

    public static string Sign(Comparator comparator) => comparator switch { Comparator.MoreThan => ">", Comparator.AtMost => "≤", Comparator.Exactly => "=", Comparator.Raised => PlanTexts.Raised, _ => "≥" };

    public static string Form(bool ofYear) => ofYear ? PlanTexts.FormYear : PlanTexts.FormLevel;

    public static string? Judged(bool? reached) => reached switch { true => PlanTexts.ReachedYes, false => PlanTexts.ReachedNo, _ => null };

    /// <summary>The change from year to year: a rate, or percentage points.</summary>
    public static string? Change(IndicatorDefinition definition, decimal? change) => change is not { } by ? null
        : definition.Type.IsShare(definition.Unit) ? Organisations.Words.Fill(PlanTexts.Points, FigureText.Number(by)) : FigureText.Percent(by);

    /// <summary>As a date field wants it.</summary>
    public static string? Typed(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string At(Plan plan, Indicator indicator) => $"/plans/{plan.Key}/indicators/{Uri.EscapeDataString(indicator.Code)}";

    public static string At(Plan plan, Tasks.PlanTask task) => $"/plans/{plan.Key}/tasks/{Uri.EscapeDataString(task.Code)}";

    private static string Named(string key) => PlanTexts.ResourceManager.Named(key);
}
