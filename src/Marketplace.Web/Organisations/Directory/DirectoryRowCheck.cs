using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Spreadsheets;
using C = Marketplace.Web.Organisations.Directory.DirectoryColumns;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>A row, understood as far as it can be without asking what is in the database.</summary>
public sealed record CheckedRow(int Number, string Uscc, IReadOnlyDictionary<string, string> Cells, IReadOnlyDictionary<string, object> Understood, IReadOnlyList<RowFault> Faults);

/// <summary>Reads one file's rows for one bureau; each row is told everything that is wrong with it at once.</summary>
public sealed partial class DirectoryRowCheck(Places places)
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public CheckedRow Check(SheetRow row)
    {
        var faults = new List<RowFault>();
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        var code = Code(row, faults);
        Text(row, C.Name, 200, values, faults);
        if (row[C.Name].Length == 0) faults.Add(new("name_missing", C.Name));
        else values["folded"] = NameFolding.Fold(row[C.Name]);
        values["kind"] = (Uscc.Suggest(code) is OrganisationKind.HouseholdBusiness or OrganisationKind.Cooperative ? Uscc.Suggest(code)!.Value : OrganisationKind.Enterprise).ToString();
        Text(row, C.Contact, 50, values, faults);
        Phone(row, values, faults);
        if (row[C.Mail] is { Length: > 0 } mail) Take(MailPattern.IsMatch(mail) && mail.Length <= 320, C.Mail, mail, "mail_wrong", values, faults);
        if (row[C.Industry] is { Length: > 0 } industry)
        {
            var match = IndustryPattern.Match(industry.ToUpperInvariant());
            Take(match.Success, C.Industry, match.Groups["code"].Value, "industry_wrong", values, faults);
        }
        Figures(row, values, faults);
        if (row[C.Labels] is { Length: > 0 } labels)
        {
            var (spans, fault) = LabelText.Parse(labels);
            if (fault is { } wrong) faults.Add(new(wrong.Code, C.Labels, wrong.Part));
            else values[C.Labels] = spans.Select(l => new { kind = l.Kind, from = l.From, to = l.To }).ToList();
        }
        places.Read(row, values, faults);
        return new(row.Number, code.Cut(200), C.Plan.Columns.Where(c => row[c.Key].Length > 0).ToDictionary(c => c.Key, c => row[c.Key], StringComparer.Ordinal), values, faults);
    }

    private string Code(SheetRow row, List<RowFault> faults)
    {
        var code = Uscc.Clean(row[C.Uscc]);
        if (code.Length == 0) faults.Add(new("uscc_missing", C.Uscc));
        else if (row.HasLostDigits(C.Uscc)) faults.Add(new("uscc_lost", C.Uscc));
        else if (Uscc.Check(code) == UsccVerdict.Malformed) faults.Add(new("uscc_malformed", C.Uscc));
        else if (Uscc.Check(code) == UsccVerdict.WrongCheckDigit) faults.Add(new("uscc_check", C.Uscc));
        else if (!_seen.TryAdd(code, row.Number)) faults.Add(new("uscc_twice", C.Uscc, _seen[code].ToString(CultureInfo.InvariantCulture)));
        return code;
    }

    private static void Text(SheetRow row, string column, int most, Dictionary<string, object> values, List<RowFault> faults)
    {
        if (row[column] is { Length: > 0 } text) Take(text.Length <= most && !text.Any(char.IsControl), column, text, "text_long", values, faults, most.ToString(CultureInfo.InvariantCulture));
    }

    private static void Phone(SheetRow row, Dictionary<string, object> values, List<RowFault> faults)
    {
        if (row[C.Phone] is not { Length: > 0 } typed) return;
        if (row.HasLostDigits(C.Phone))
        {
            faults.Add(new("phone_lost", C.Phone));
            return;
        }
        var phone = typed.Normalize(System.Text.NormalizationForm.FormKC).Replace(" ", "", StringComparison.Ordinal);
        if (phone.StartsWith("+86", StringComparison.Ordinal)) phone = phone[3..].TrimStart('-');
        // A mobile number however it was spaced is one number, or the same file would differ from itself.
        if (phone.Replace("-", "", StringComparison.Ordinal) is ['1', _, _, _, _, _, _, _, _, _, _] mobile) phone = mobile;
        Take(PhonePattern.IsMatch(phone), C.Phone, phone, "phone_wrong", values, faults);
    }

    private static void Figures(SheetRow row, Dictionary<string, object> values, List<RowFault> faults)
    {
        if (row[C.Staff] is { Length: > 0 } staff)
        {
            if (Number(staff) is { } count && count == decimal.Truncate(count) && count <= 10_000_000) values[C.Staff] = (int)count;
            else faults.Add(new("staff_wrong", C.Staff));
        }
        foreach (var column in (string[])[C.Revenue, C.Assets])
        {
            if (row[column] is not { Length: > 0 } amount) continue;
            // 万元 in the file, yuan in the database; a million times a million is more than any enterprise has.
            if (Number(amount) is { } tenThousands && tenThousands <= 100_000_000_000m) values[column] = Math.Round(tenThousands * 10_000m, 2, MidpointRounding.AwayFromZero);
            else faults.Add(new("amount_wrong", column));
        }
        if (row[C.Size] is not { Length: > 0 } size) return;
        EnterpriseSize? known = size.Replace("企业", "", StringComparison.Ordinal).TrimEnd('型') switch
        {
            "大" => EnterpriseSize.Large,
            "中" => EnterpriseSize.Medium,
            "小" => EnterpriseSize.Small,
            "微" => EnterpriseSize.Micro,
            _ => null,
        };
        if (known is { } found) values[C.Size] = found.ToString();
        else faults.Add(new("size_unknown", C.Size));
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Take(bool right, string column, string value, string code, Dictionary<string, object> values, List<RowFault> faults, string? word = null)
    {
        if (right) values[column] = value;
        else faults.Add(new(code, column, word));
    }

    /// <summary>Mobile, landline with area code (and extension), 400 and 800 numbers.</summary>
    [GeneratedRegex(@"^(1[3-9]\d{9}|0\d{2,3}-?[2-9]\d{6,7}([-转]\d{1,6})?|[48]00-?\d{3}-?\d{4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex PhonePattern { get; }

    [GeneratedRegex(@"^[^\s@<>""',;:]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MailPattern { get; }

    /// <summary>C3572, 3572 or C, also with the class's name behind it (domain.md §5.1).</summary>
    [GeneratedRegex(@"^(?<code>[A-T]|[A-T]?\d{2,4})(?![A-Z0-9])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex IndustryPattern { get; }
}
