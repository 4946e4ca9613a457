using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.Patents;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Main and further classes: several in a cell, with editions, IPC for inventions and utility models, Locarno for designs.</summary>
internal sealed partial class ClassCells
{
    /// <summary>A portfolio uses some hundred symbols, each a thousand times.</summary>
    private readonly Dictionary<string, string?> _ipc = new(StringComparer.Ordinal);

    public void Read(PatentRow row, bool known, int most)
    {
        List<string>? symbols = null;
        var design = known && row.Kind == PatentKind.Design;
        foreach (var column in (ReadOnlySpan<string>)[C.MainClass, C.Classes])
        {
            var text = row.Cells[column];
            if (CellText.IsNothing(text)) continue;
            foreach (var part in text.Split([';', '；', ',', '，', '、', '|', '\n', '\r', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!Take(part, design, ref symbols))
                {
                    row.Fault(design ? IsIpc(part) ? "class_ipc_on_design" : "locarno_wrong" : PatentClass.Locarno(part) is not null ? "class_locarno" : "ipc_wrong", column, part.Length <= 60 ? part : part[..60] + "…");
                    return;
                }
            }
        }
        if (symbols?.Count > most) row.Fault("names_many", C.Classes, most.ToString(CultureInfo.InvariantCulture));
        else if (design) row.Locarno = symbols?.ToArray();
        else if (known) row.Ipc = symbols?.ToArray();
    }

    private bool Take(string part, bool design, ref List<string>? symbols)
    {
        if (design)
        {
            // Exports put an index of features behind the class: 09-01-B0367.
            if ((PatentClass.Locarno(part) ?? (part.Length > 6 && part[5] == '-' ? PatentClass.Locarno(part[..5]) : null)) is not { } locarno) return false;
            Add(locarno, ref symbols);
            return true;
        }
        if (Ipc(part) is { } one)
        {
            Add(one, ref symbols);
            return true;
        }
        // Parted by blanks only: A01B33/00 A01B33/02.
        var several = Symbols.Matches(part);
        if (several.Count < 2 || several.Sum(m => m.Length) < part.Count(c => !char.IsWhiteSpace(c))) return false;
        foreach (Match match in several)
        {
            if (Ipc(match.Value) is not { } symbol) return false;
            Add(symbol, ref symbols);
        }
        return true;
    }

    private static bool IsIpc(string part) => PatentClass.Ipc(part) is not null;

    private string? Ipc(string part)
    {
        if (_ipc.TryGetValue(part, out var known)) return known;
        if (_ipc.Count > 100_000) _ipc.Clear();
        return _ipc[part] = PatentClass.Ipc(part);
    }

    private static void Add(string symbol, ref List<string>? symbols)
    {
        symbols ??= [];
        if (!symbols.Contains(symbol)) symbols.Add(symbol);
    }

    [GeneratedRegex(@"[A-H]\d{2}[A-Z]\s*\d{1,4}/\d{2,6}(\s*\(\d{4}\.\d{2}\))?[IN]?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 100)]
    private static partial Regex Symbols { get; }
}
