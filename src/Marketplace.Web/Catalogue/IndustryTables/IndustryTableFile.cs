using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.IndustryTables;

/// <summary>What was understood of a file.</summary>
public sealed record IndustryTableRead(IReadOnlyList<IndustryPair> Pairs, IReadOnlyList<TableFault> Faults, int Rows, int Headings)
{
    /// <summary>Rows of which nothing was taken.</summary>
    public required int Rejected { get; init; }
    public int NamesDiffer => Faults.Count(fault => fault.IsTaken);
}

/// <summary>
/// Reads 国际专利分类与国民经济行业分类参照关系表: a code (a letter, then two, three and four digits, each level a row of its own), its name, a symbol; rows without a code
/// go on with the industry above; an asterisk behind a symbol says that only part of it belongs there. Also reads back what the platform writes out.
/// </summary>
public static partial class IndustryTableFile
{
    public const string Code = "code";
    public const string Name = "name";
    public const string Ipc = "ipc";
    public const string Weight = "weight";

    /// <summary>A second row of heads and a note under it at most.</summary>
    private const int LeadingRows = 3;

    public static readonly SheetPlan Plan = new(
    [
        new(Code, "行业代码", "国民经济行业代码", "国民经济行业分类代码", "国民经济行业分类与代码", "国民经济行业分类", "行业分类代码", "代码", "industry code") { Required = true },
        new(Name, "行业名称", "国民经济行业名称", "国民经济行业分类名称", "类别名称", "名称", "industry name"),
        new(Ipc, "IPC分类号", "IPC", "国际专利分类号", "国际专利分类", "国际专利分类(IPC)", "国际专利分类号(IPC)", "国际专利分类代码", "专利分类号", "分类号", "ipc symbol") { Required = true },
        new(Weight, "权重", "weight"),
    ]);

    public static Outcome<IndustryTableRead> Read(byte[] file, Industries industries)
    {
        var book = SheetReader.OpenAll(file, Plan);
        if (!book.Succeeded)
        {
            // The official file needs no heads we know: its columns stand in this order.
            var inOrder = SheetReader.OpenAll(file, Plan with { InOrder = true });
            if (!inOrder.Succeeded) return inOrder.Failures.ToList();
            var tables = inOrder.Value.Sheets.Where(sheet => sheet.Sample(20).Any(cells => cells.Count > 2 && CodeForm().IsMatch(Fold(cells[0])))).ToList();
            if (tables.Count == 0) return book.Failures.ToList();
            book = new SheetBook(tables, inOrder.Value.Left);
        }
        var reading = new Reading(industries, book.Value.Sheets.Count > 1);
        foreach (var sheet in book.Value.Sheets)
        {
            reading.Begin(sheet.Name);
            foreach (var row in sheet.Rows()) reading.Take(row);
            if (sheet.Failure is { } torn) return torn;
        }
        return reading.End();
    }

    private static string Fold(string cell) => string.Concat(cell.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();

    /// <summary>Null when it is no subclass, main group or subgroup.</summary>
    private static string? Symbol(string typed)
    {
        if (PatentClass.Ipc(typed) is { } group) return group;
        var match = CoarseForm().Match(typed);
        return !match.Success ? null : match.Groups["group"].Value is { Length: > 0 } main ? $"{match.Groups["subclass"].Value}{int.Parse(main, CultureInfo.InvariantCulture)}/00" : match.Groups["subclass"].Value;
    }

    private sealed class Reading(Industries industries, bool many)
    {
        private readonly List<IndustryPair> _pairs = [];
        private readonly Dictionary<(string, string), int> _at = [];
        private readonly List<TableFault> _faults = [];
        private int _rows, _headings, _rejected, _leading;
        private string? _sheet;
        private Industry? _section, _current;

        /// <summary>The last code was none: what stands below it without a code belongs to nothing that is known.</summary>
        private bool _lost;

        public void Begin(string sheet) => (_sheet, _section, _current, _lost, _leading) = (many ? sheet : null, null, null, false, 0);

        public void Take(SheetRow row)
        {
            var (code, symbols) = (Fold(row[Code]), row[Ipc].Split([';', '；', '、', ',', '，', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            if (_current is null && !_lost && _leading < LeadingRows && !CodeForm().IsMatch(code) && (code.Length > 0 || symbols.All(symbol => Symbol(Fold(symbol).TrimEnd('*')) is null)))
            {
                _leading++;
                return;
            }
            _rows++;
            var (faults, pairs) = (_faults.Count, _pairs.Count);
            if (code.Length > 0) Enter(row, code);
            if (symbols.Length == 0)
            {
                if (_faults.Count > faults && _lost) _rejected++;
                else _headings++;
                return;
            }
            if (_lost || _current is null)
            {
                if (code.Length == 0) Wrong(row, Ipc, row[Ipc], "NoIndustry");
            }
            else if (_current.Level == 1) Wrong(row, Code, row[Code], "SectionOnly");
            else foreach (var symbol in symbols) Add(row, symbol, _current);
            if (_pairs.Count == pairs) _rejected++;
        }

        public IndustryTableRead End() => new(_pairs, _faults, _rows, _headings) { Rejected = _rejected };

        private void Enter(SheetRow row, string code)
        {
            _current = Find(code);
            _lost = _current is null;
            if (_current is not { } found)
            {
                Wrong(row, Code, row[Code], CodeForm().IsMatch(code) ? "CodeUnknown" : "CodeWrong");
                return;
            }
            if (found.Level == 1) _section = found;
            if (row[Name] is { Length: > 0 } name && Letters(name) != Letters(found.Name)) Wrong(row, Name, name, TableFault.NameDiffers, $"{found.Code} {found.Name}");
        }

        /// <summary>A number cell has lost the zeros before it (0111 is 111, which is another industry): the section says which is meant.</summary>
        private Industry? Find(string code)
        {
            if (code.Length > 1 && char.IsAsciiLetterUpper(code[0])) code = code[1..];   // C2710
            var asWritten = industries.Find(code);
            if (_section is not { } section || code.Length == 0 || !char.IsAsciiDigit(code[0]) || asWritten?.Section == section.Code) return asWritten;
            return industries.Find("0" + code) is { } padded && padded.Section == section.Code ? padded : asWritten;
        }

        private void Add(SheetRow row, string typed, Industry industry)
        {
            var folded = Fold(typed);
            if (Symbol(folded.TrimEnd('*')) is not { } symbol)
            {
                Wrong(row, Ipc, typed, "SymbolWrong");
                return;
            }
            double? weight = null;
            if (row[Weight] is { Length: > 0 } given)
            {
                if (!double.TryParse(given, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value is not (> 0 and <= 1))
                {
                    Wrong(row, Weight, given, "WeightWrong");
                    return;
                }
                weight = value;
            }
            if (!_at.TryAdd((symbol, industry.Code), row.Number)) Wrong(row, Ipc, typed, "Twice", string.Create(CultureInfo.InvariantCulture, $"{_at[(symbol, industry.Code)]}"));
            else _pairs.Add(new(symbol, industry.Code, weight, folded.EndsWith('*')));
        }

        private void Wrong(SheetRow row, string column, string value, string code, string? more = null) => _faults.Add(new(row.Number, column, value, code, more, _sheet));

        private static string Letters(string name) => string.Concat(name.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit));
    }

    [GeneratedRegex(@"^([A-T]|[A-T]?\d{1,4})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex CodeForm();

    [GeneratedRegex(@"^(?<subclass>[A-H]\d{2}[A-Z])(0{0,3}(?<group>[1-9]\d{0,3}))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex CoarseForm();
}
