using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Spreadsheets;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Reads one file's rows; each row is told everything that is wrong with it at once.</summary>
public sealed class PatentRowCheck(DateOnly today)
{
    private const int TitleMax = 500;
    private const int NameMax = 200;
    private const int NamesMax = 100;
    private const int ClassesMax = 200;

    /// <summary>The longest abstract of the office has a few thousand characters, the longest claim some ten thousand; a whole description pasted into a cell has more.</summary>
    private const int AbstractMax = 10_000;
    private const int ClaimMax = 30_000;

    /// <summary>The office opened on this day.</summary>
    private static readonly DateOnly s_firstDay = new(1985, 4, 1);
    private static readonly string[] s_secret = ["国防", "保密", "秘密", "机密", "绝密", "涉密"];

    private readonly Dictionary<string, (string Sheet, int Number)> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _folded = new(StringComparer.Ordinal);
    private readonly ClassCells _classes = new();
    private int _ordinal;

    public PatentRow Check(string sheet, SheetRow cells)
    {
        var row = new PatentRow { Ordinal = ++_ordinal, Sheet = sheet, Number = cells.Number, Cells = cells };
        Secrecy(row);
        var number = NumberCell.Read(row);
        if (number is not null) Identify(row, number);
        row.Title = Text(row, C.Title, TitleMax, CellText.OneLine);
        row.Abstract = Text(row, C.Abstract, AbstractMax, CellText.Lines);
        row.MainClaim = Text(row, C.Claim, ClaimMax, CellText.Lines);
        Names(row);
        _classes.Read(row, number is not null, ClassesMax);
        Dates(row, number);
        Status(row, number);
        return row;
    }

    private static void Secrecy(PatentRow row)
    {
        // Refused wherever it stands: such a thing must not even be stored (Rule 7).
        var level = Value(row, C.Secrecy);
        if (level is not (null or "否" or "公开" or "非密" or "内部")) row.Fault("secret", C.Secrecy);
        else if (Value(row, C.Kind) is { } kind && s_secret.Any(word => kind.Contains(word, StringComparison.Ordinal))) row.Fault("secret", C.Kind);
        else if (Value(row, C.Status) is { } status && (status.Contains("国防", StringComparison.Ordinal) || status.Contains("保密专利", StringComparison.Ordinal))) row.Fault("secret", C.Status);
        else if (Value(row, C.Title) is { } title && (title.StartsWith("（保密", StringComparison.Ordinal) || title.EndsWith("（保密）", StringComparison.Ordinal) || title.EndsWith("(保密)", StringComparison.Ordinal))) row.Fault("secret", C.Title);
    }

    private void Identify(PatentRow row, PatentNumber number)
    {
        row.ApplicationNo = number.Body;
        row.Kind = number.Kind;
        row.SaysGranted = number.Prefix == "ZL";
        if (number.Year > today.Year) row.Fault("number_future", C.Number);
        if (!_seen.TryAdd(number.Body, (row.Sheet, row.Number)))
        {
            var first = _seen[number.Body];
            var place = first.Number.ToString(CultureInfo.InvariantCulture);
            row.Fault("number_twice", C.Number, first.Sheet == row.Sheet ? place : $"{first.Sheet}!{place}");
        }
        if (Value(row, C.Kind) is not { } kind) return;
        PatentKind? said = kind switch
        {
            _ when kind.Contains("实用", StringComparison.Ordinal) || kind.Contains("新型", StringComparison.Ordinal) || kind.StartsWith("Utility", StringComparison.OrdinalIgnoreCase) || kind is "U" or "Y" => PatentKind.UtilityModel,
            _ when kind.Contains("外观", StringComparison.Ordinal) || kind.StartsWith("Design", StringComparison.OrdinalIgnoreCase) || kind is "S" or "D" => PatentKind.Design,
            _ when kind.Contains("发明", StringComparison.Ordinal) || kind.StartsWith("Invention", StringComparison.OrdinalIgnoreCase) || kind is "A" or "B" or "C" => PatentKind.Invention,
            _ => null,
        };
        if (said is null) { if (!row.Faults.Exists(f => f.Code == "secret")) row.Fault("kind_unknown", C.Kind); }
        else if (said != number.Kind) row.Fault("kind_contradicts", C.Kind, PatentNumber.Show(number.Body));
    }

    private void Names(PatentRow row)
    {
        var column = Value(row, C.Holders) is not null ? C.Holders : C.Applicants;
        if (List(row, column, commas: false) is { } holders)
        {
            row.Holders = holders;
            row.Folded = [.. holders.Select(Fold)];
            row.Codes = new string[holders.Length];
            Array.Fill(row.Codes, "");
        }
        row.Inventors = List(row, C.Inventors, commas: true);
        row.Family = List(row, C.Family, commas: true);
        if (Value(row, C.Codes) is not { } codes) return;
        var given = CellText.Parts(codes, commas: true);
        for (var i = 0; i < given.Length; i++)
        {
            var code = Uscc.Clean(given[i]);
            // A person among organisations has none; a dash keeps the place.
            if (CellText.IsNothing(code)) code = "";
            else if (row.Cells.HasLostDigits(C.Codes)) { row.Fault("code_lost", C.Codes); return; }
            else if (Uscc.Check(code) is not UsccVerdict.Right and var verdict) { row.Fault(verdict == UsccVerdict.Malformed ? "code_malformed" : "code_check", C.Codes, given[i]); return; }
            if (row.Codes is null || i >= row.Codes.Length) { row.Fault("codes_many", C.Codes); return; }
            row.Codes[i] = code;
        }
        if (given.Length != row.Holders?.Length) row.Fault("codes_many", C.Codes);
    }

    private string Fold(string name)
    {
        if (_folded.TryGetValue(name, out var known)) return known;
        // Portfolios name the same few over and over; a file that does not is not kept in memory for it.
        if (_folded.Count > 50_000) _folded.Clear();
        return _folded[name] = NameFolding.Fold(name);
    }

    private void Dates(PatentRow row, PatentNumber? number)
    {
        row.FilingDate = Day(row, C.Filed);
        row.PublicationDate = Day(row, C.Published);
        row.GrantDate = Day(row, C.Granted);
        row.PublicationNo = Code(row, C.PublicationNo);
        row.GrantNo = Code(row, C.GrantNo);
        Announced(row, number);
        if (row.FilingDate is { } filed)
        {
            if (filed < s_firstDay) row.Fault("filed_too_early", C.Filed);
            else if (number is not null && (filed.Year > number.Year || filed.Year < number.Year && !PatentNumber.IsPct(number.Body) && !IsDivided(row)))
                row.Fault("filed_year", C.Filed, number.Year.ToString(CultureInfo.InvariantCulture));
            if (row.GrantDate < filed) row.Fault("grant_before_filing", C.Granted);
            if (row.PublicationDate < filed) row.Fault("published_before_filing", C.Published);
        }
        if (row.GrantDate < row.PublicationDate) row.Fault("grant_before_publication", C.Granted);
    }

    /// <summary>One column for both: the letter of the number tells publications (A) from grants; utility models and designs are only announced when granted.</summary>
    private void Announced(PatentRow row, PatentNumber? number)
    {
        var (day, code) = (Day(row, C.Announced), Code(row, C.AnnouncedNo));
        if (day is null && code is null) return;
        var letter = code?.LastOrDefault(char.IsAsciiLetter);
        var granted = letter is 'A' ? false : letter is 'B' or 'C' or 'U' or 'Y' or 'S' or 'D' || number?.Kind is PatentKind.UtilityModel or PatentKind.Design;
        if (granted) (row.GrantDate, row.GrantNo) = (row.GrantDate ?? day, row.GrantNo ?? code);
        else (row.PublicationDate, row.PublicationNo) = (row.PublicationDate ?? day, row.PublicationNo ?? code);
    }

    private static bool IsDivided(PatentRow row) => Value(row, C.Divided) is not (null or "否");

    private void Status(PatentRow row, PatentNumber? number)
    {
        var column = Value(row, C.Status) is not null ? C.Status : C.Validity;
        row.StatusOn = Day(row, C.StatusOn);
        if (row.StatusOn < row.FilingDate) row.Fault("status_before_filing", C.StatusOn);
        if (Value(row, column) is { } said)
        {
            row.Status = StatusWords.Read(said, out var unclear);
            if (row.Status is null) row.Fault(unclear ? "status_unclear" : "status_unknown", column);
            else if (row.Status.Granted == false && row.GrantDate is not null) row.Fault("status_contradicts", column);
            else if (row.SaysGranted && row.Status.Event is PatentEventKind.LapsedUnpaid or PatentEventKind.Expired or PatentEventKind.Abandoned or PatentEventKind.DeclaredInvalid) row.Fault("zl_ended", C.Number);
            else if (row.SaysGranted && row.Status.Granted == false) row.Fault("zl_not_granted", C.Number);
        }
        if (Value(row, C.FeePaid) is { } fee && number is not null)
        {
            row.FeePaidThrough = FeeCell.Read(fee, row.FilingDate);
            if (row.FeePaidThrough is not { } year || year > PatentTerm.Years(number.Kind, row.FilingDate ?? today) + 5) row.Fault("fee_unclear", C.FeePaid);
        }
    }

    private DateOnly? Day(PatentRow row, string column)
    {
        if (Value(row, column) is not { } text) return null;
        var day = CellText.Date(text);
        if (day is null) row.Fault("date_unreadable", column);
        else if (day > today) row.Fault("date_future", column);
        else return day;
        return null;
    }

    private static string? Code(PatentRow row, string column)
    {
        if (Value(row, column) is not { } text) return null;
        var code = PatentNumber.Tidy(text);
        if (code.Length <= 30 && !row.Cells.HasLostDigits(column)) return code;
        row.Fault("code_wrong", column);
        return null;
    }

    private static string? Text(PatentRow row, string column, int most, Func<string, string> clean)
    {
        if (Value(row, column) is not { } text) return null;
        text = clean(text);
        if (text.Length <= most) return text.Length == 0 ? null : text;
        row.Fault("text_long", column, most.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private static string[]? List(PatentRow row, string column, bool commas)
    {
        if (Value(row, column) is not { } text) return null;
        var names = CellText.Parts(text, commas);
        if (names.Length > NamesMax) row.Fault("names_many", column, NamesMax.ToString(CultureInfo.InvariantCulture));
        else if (Array.Exists(names, name => name.Length > NameMax)) row.Fault("name_long", column, NameMax.ToString(CultureInfo.InvariantCulture));
        else return names.Length == 0 ? null : names;
        return null;
    }

    private static string? Value(PatentRow row, string column)
    {
        var text = row.Cells[column];
        if (CellText.IsNothing(text)) return null;
        if (!CellText.IsError(text)) return text;
        if (!row.Faults.Exists(f => f.Code == "cell_error" && f.Column == column)) row.Fault("cell_error", column);
        return null;
    }
}
