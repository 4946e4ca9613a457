namespace Marketplace.Web.Reports;

/// <summary>Reasons and outcomes in the reader's language.</summary>
public static class ReportNames
{
    public static string Of(ReportReason reason) => reason switch
    {
        ReportReason.WrongFact => ReportTexts.ReasonWrongFact,
        ReportReason.NotMine => ReportTexts.ReasonNotMine,
        ReportReason.OutOfDate => ReportTexts.ReasonOutOfDate,
        ReportReason.Unlawful => ReportTexts.ReasonUnlawful,
        _ => ReportTexts.ReasonOther,
    };

    public static string Hint(ReportReason reason) => reason switch
    {
        ReportReason.WrongFact => ReportTexts.ReasonWrongFactHint,
        ReportReason.NotMine => ReportTexts.ReasonNotMineHint,
        ReportReason.OutOfDate => ReportTexts.ReasonOutOfDateHint,
        ReportReason.Unlawful => ReportTexts.ReasonUnlawfulHint,
        _ => ReportTexts.ReasonOtherHint,
    };

    public static string Of(ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.Corrected => ReportTexts.OutcomeCorrected,
        ReportOutcome.Removed => ReportTexts.OutcomeRemoved,
        ReportOutcome.Unfounded => ReportTexts.OutcomeUnfounded,
        _ => ReportTexts.OutcomePassedOn,
    };
}
