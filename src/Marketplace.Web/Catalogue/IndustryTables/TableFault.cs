using Marketplace.Web.Organisations;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>What is wrong, or to be looked at, in a row of the file.</summary>
/// <param name="Row">As the spreadsheet program shows it.</param>
/// <param name="Column">Key of <see cref="IndustryTableFile.Plan"/>.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Code">Why; the text is <c>Fault…</c>.</param>
/// <param name="More">What the text speaks of.</param>
/// <param name="Sheet">Of a workbook with several.</param>
public sealed record TableFault(int Row, string Column, string Value, string Code, string? More = null, string? Sheet = null)
{
    public const string NameDiffers = "NameDiffers";

    /// <summary>The row was taken all the same.</summary>
    public bool IsTaken => Code == NameDiffers;

    public string Say() => IndustryTableTexts.ResourceManager.GetString("Fault" + Code, IndustryTableTexts.Culture)!.Fill(More);

    public string ColumnTitle => IndustryTableFile.Plan.Columns.First(column => column.Key == Column).Title;
}
