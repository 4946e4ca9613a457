namespace Marketplace.Web.Platform.Documents;

/// <summary>统计报表、执行情况报告: what <see cref="OfficialWord"/> and <see cref="Spreadsheets.OfficialBook"/> are made from, so both say the same. Nothing in it is of the moment it was made.</summary>
/// <param name="Title">A line for each language.</param>
/// <param name="Subtitle">（截至……）, under the title.</param>
/// <param name="Parts">From top to bottom.</param>
public sealed record OfficialReport(string Title, string? Subtitle, IReadOnlyList<OfficialPart> Parts);

public abstract record OfficialPart
{
    /// <summary>Printed across the long side of the paper.</summary>
    public bool Wide { get; init; }
}

public sealed record OfficialHeading(string Text) : OfficialPart;

public sealed record OfficialText(string Text) : OfficialPart;

/// <summary>Two columns: what it is, and what it says.</summary>
public sealed record OfficialFields(IReadOnlyList<PaperField> Fields) : OfficialPart;

/// <param name="Sheet">Its name as a sheet of a workbook.</param>
public sealed record OfficialTable(string Sheet, IReadOnlyList<OfficialColumn> Columns, IReadOnlyList<IReadOnlyList<OfficialCell>> Rows) : OfficialPart;

/// <param name="Weight">How much of the width it gets beside the others.</param>
public sealed record OfficialColumn(string Head, double Weight, bool IsNumber = false);

/// <param name="Text">As people read it, rounded.</param>
/// <param name="Number">Every digit, for whoever counts on in the workbook; null: it is no number.</param>
public sealed record OfficialCell(string Text, decimal? Number = null);

/// <summary>单位负责人、审核人、填表人、电话、日期 and room for the seal.</summary>
public sealed record OfficialSignOff(IReadOnlyList<string> Lines, string Seal) : OfficialPart;
