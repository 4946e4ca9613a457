using System.Globalization;
using System.Xml;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>Why a file cannot be read as a table, and what to do about it.</summary>
internal static class SheetFailures
{
    public static Failure Empty() => new("sheet_empty", 400, SheetTexts.Empty, "file");
    public static Failure Password() => new("sheet_password", 422, SheetTexts.Password, "file");
    public static Failure OldFormat() => new("sheet_old_format", 415, SheetTexts.OldFormat, "file");
    public static Failure Macros() => new("sheet_macros", 415, SheetTexts.Macros, "file");
    public static Failure NotATable() => new("sheet_not_a_table", 415, SheetTexts.NotATable, "file");
    public static Failure Torn() => new("sheet_torn", 422, SheetTexts.Torn, "file");
    public static Failure TooManyRows(int most) => new("sheet_too_many_rows", 422, string.Format(CultureInfo.CurrentCulture, SheetTexts.TooManyRows, most), "file");

    public static Failure NoSuchColumns(SheetPlan plan) =>
        new("sheet_no_such_columns", 422, string.Format(CultureInfo.CurrentCulture, SheetTexts.NoSuchColumns, string.Join('、', plan.Required.Select(c => c.Title))), "file");

    /// <summary>What the readers below us throw when bytes are missing or wrong.</summary>
    public static bool IsTorn(Exception e) => e is InvalidDataException or XmlException or EndOfStreamException or FormatException or OverflowException or ArgumentException;
}
