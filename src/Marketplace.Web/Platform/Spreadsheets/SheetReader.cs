using System.IO.Compression;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>Opens .xlsx and .csv by what is in them, whatever their name says, and finds the table that has the wanted heads.</summary>
public static class SheetReader
{
    /// <summary>Compressed a thousandfold a small file fills the memory; no table of ours is larger than this unpacked.</summary>
    internal const long MaxUnpacked = 1L << 30;

    /// <summary>The first table that has the wanted heads.</summary>
    public static Outcome<Sheet> Open(byte[] file, SheetPlan plan)
    {
        var tables = Tables(file, plan, HeadRow.Find);
        if (!tables.Succeeded) return tables.Failures.ToList();
        return tables.Value.Sheets.Count > 0 ? tables.Value.Sheets[0] : SheetFailures.NoSuchColumns(plan);
    }

    /// <summary>Every table that has the wanted heads: exports put inventions, utility models and designs on sheets of their own.</summary>
    public static Outcome<SheetBook> OpenAll(byte[] file, SheetPlan plan)
    {
        var tables = Tables(file, plan, HeadRow.Find);
        return tables.Succeeded && tables.Value.Sheets.Count == 0 ? SheetFailures.NoSuchColumns(plan) : tables;
    }

    /// <summary>Tables whose heads a person may still have to explain.</summary>
    public static Outcome<SheetBook> Look(byte[] file, SheetPlan plan) => Tables(file, plan, HeadRow.Guess);

    private delegate HeadRow? Finder(IEnumerable<RawRow> rows, SheetPlan plan);

    private static Outcome<SheetBook> Tables(byte[] file, SheetPlan plan, Finder find)
    {
        if (file.Length == 0) return SheetFailures.Empty();
        try
        {
            return Kind(file) switch
            {
                FileForm.Zip => Xlsx(file, plan, find),
                FileForm.Compound => Contains(file, "EncryptedPackage") ? SheetFailures.Password() : SheetFailures.OldFormat(),
                FileForm.Markup => SheetFailures.OldFormat(),
                FileForm.Binary => SheetFailures.NotATable(),
                _ => Csv(file, plan, find),
            };
        }
        catch (Exception e) when (SheetFailures.IsTorn(e))
        {
            return SheetFailures.Torn();
        }
    }

    private static Outcome<SheetBook> Xlsx(byte[] file, SheetPlan plan, Finder find)
    {
        var zip = new ZipArchive(new MemoryStream(file, writable: false));
        if (zip.Entries.Any(e => e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return SheetFailures.Macros();
        if (zip.GetEntry("mimetype") is not null || zip.GetEntry("[Content_Types].xml") is null) return SheetFailures.NotATable();
        if (zip.Entries.Sum(e => e.Length) > MaxUnpacked) return SheetFailures.Torn();
        if (XlsxWorkbook.Open(zip) is not { } book) return SheetFailures.NotATable();
        return Book(book.Sheets.Select(sheet => (sheet.Name, Rows: (Func<IEnumerable<RawRow>>)(() => book.Rows(sheet.Entry)))), plan, find);
    }

    private static Outcome<SheetBook> Csv(byte[] file, SheetPlan plan, Finder find)
    {
        if (CsvRows.Decode(file) is not { } text) return SheetFailures.NotATable();
        // The separator under which most heads are found; a comma when none is.
        var separator = ",;\t，|".Select(s => (Separator: s, Score: HeadRow.Score(CsvRows.Read(text, s), plan))).MaxBy(s => s.Score).Separator;
        return Book([("", () => CsvRows.Read(text, separator))], plan, find);
    }

    private static SheetBook Book(IEnumerable<(string Name, Func<IEnumerable<RawRow>> Rows)> tables, SheetPlan plan, Finder find)
    {
        var (sheets, left) = (new List<Sheet>(), new List<string>());
        foreach (var (name, rows) in tables)
        {
            if (find(rows(), plan) is { } head) sheets.Add(new(name, plan, head, rows));
            else left.Add(name);
        }
        return new(sheets, left);
    }

    private enum FileForm { Text, Zip, Compound, Markup, Binary }

    private static FileForm Kind(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.StartsWith("PK"u8) => FileForm.Zip,
        _ when file.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) => FileForm.Compound,
        // Pages that call themselves .xls: many office systems export these.
        _ when file.TrimStart(" \r\n\t\uFEFF"u8).StartsWith("<"u8) => FileForm.Markup,
        _ when !file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) && !file.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) && file[..Math.Min(file.Length, 4096)].Contains((byte)0) => FileForm.Binary,
        _ => FileForm.Text,
    };

    private static bool Contains(ReadOnlySpan<byte> file, string name) => file.IndexOf(System.Text.Encoding.Unicode.GetBytes(name)) >= 0;
}
