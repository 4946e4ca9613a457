using System.IO.Compression;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Platform.Spreadsheets;

/// <summary>Opens .xlsx and .csv by what is in them, whatever their name says, and finds the table that has the wanted heads.</summary>
public static class SheetReader
{
    /// <summary>Compressed a thousandfold a small file fills the memory; no table of ours is larger than this unpacked.</summary>
    internal const long MaxUnpacked = 1L << 30;

    public static Outcome<Sheet> Open(byte[] file, SheetPlan plan)
    {
        if (file.Length == 0) return SheetFailures.Empty();
        try
        {
            return Kind(file) switch
            {
                FileForm.Zip => Xlsx(file, plan),
                FileForm.Compound => Contains(file, "EncryptedPackage") ? SheetFailures.Password() : SheetFailures.OldFormat(),
                FileForm.Markup => SheetFailures.OldFormat(),
                FileForm.Binary => SheetFailures.NotATable(),
                _ => Csv(file, plan),
            };
        }
        catch (Exception e) when (SheetFailures.IsTorn(e))
        {
            return SheetFailures.Torn();
        }
    }

    private static Outcome<Sheet> Xlsx(byte[] file, SheetPlan plan)
    {
        var zip = new ZipArchive(new MemoryStream(file, writable: false));
        if (zip.Entries.Any(e => e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return SheetFailures.Macros();
        if (zip.GetEntry("mimetype") is not null || zip.GetEntry("[Content_Types].xml") is null) return SheetFailures.NotATable();
        if (zip.Entries.Sum(e => e.Length) > MaxUnpacked) return SheetFailures.Torn();
        if (XlsxWorkbook.Open(zip) is not { } book) return SheetFailures.NotATable();
        foreach (var (name, entry) in book.Sheets)
            if (HeadRow.Find(book.Rows(entry), plan) is { } head) return new Sheet(name, plan, head, () => book.Rows(entry));
        return SheetFailures.NoSuchColumns(plan);
    }

    private static Outcome<Sheet> Csv(byte[] file, SheetPlan plan)
    {
        if (CsvRows.Decode(file) is not { } text) return SheetFailures.NotATable();
        // The separator under which most heads are found; a comma when none is.
        var separator = ",;\t，|".Select(s => (Separator: s, Score: HeadRow.Score(CsvRows.Read(text, s), plan))).MaxBy(s => s.Score).Separator;
        return HeadRow.Find(CsvRows.Read(text, separator), plan) is { } head
            ? new Sheet("", plan, head, () => CsvRows.Read(text, separator))
            : SheetFailures.NoSuchColumns(plan);
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
