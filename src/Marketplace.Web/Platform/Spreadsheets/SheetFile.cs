namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>A table as a download.</summary>
public static class SheetFile
{
    /// <summary>The two forms a route takes: <c>/export.{format:regex(…)}</c>.</summary>
    public const string Formats = "format:regex(^(xlsx|csv)$)";

    /// <summary>What is given back of a table somebody sent is of the form it came in.</summary>
    public static string FormatOf(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() is ".CSV" or ".TXT" ? "csv" : "xlsx";

    /// <param name="name">Of the file, without its ending, and of the sheet.</param>
    /// <param name="format">csv, or else xlsx.</param>
    /// <param name="fields">The columns.</param>
    /// <param name="rows">What stands in them.</param>
    public static IResult Of<T>(string name, string format, IReadOnlyList<SheetField<T>> fields, IReadOnlyList<T> rows) => format == "csv"
        ? Results.File(CsvWriter.Write(fields, rows), CsvWriter.MediaType, name + ".csv")
        : Results.File(XlsxWriter.Write(name, fields, rows), XlsxWriter.MediaType, name + ".xlsx");
}
