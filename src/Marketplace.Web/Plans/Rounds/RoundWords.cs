using Marketplace.Web.Organisations;

namespace Marketplace.Web.Plans.Rounds;

internal static class RoundWords
{
    public static string Name(RoundStanding standing) => standing.State switch
    {
        RoundUnitState.Reported => standing.Late > 0 ? RoundTexts.ReportedLate.Fill(standing.Late) : RoundTexts.ReportedInTime,
        RoundUnitState.Overdue => RoundTexts.Overdue.Fill(standing.Late),
        RoundUnitState.Never => RoundTexts.Never,
        _ => RoundTexts.Waiting,
    };

    public static string Look(RoundStanding standing) => standing.State switch { RoundUnitState.Reported => "ok", RoundUnitState.Waiting => "soon", RoundUnitState.Overdue => "overdue", _ => "stopped" };

    public static string Name(RoundUnitKind kind) => kind == RoundUnitKind.Region ? RoundTexts.KindRegion : RoundTexts.KindUnit;

    public static string Name(RoundCallKind kind) => kind switch { RoundCallKind.Before => RoundTexts.CallBefore, RoundCallKind.After => RoundTexts.CallAfter, _ => RoundTexts.CallBy };

    public static string At(ReportRound round) => $"/plans/rounds/{round.Id}";
}
