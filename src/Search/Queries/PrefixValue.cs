using System.Globalization;
using System.Text;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

/// <summary>What stands behind a prefix that means a column, as a filter. Null: it cannot be read.</summary>
internal static class PrefixValue
{
    public static Filter? Read(Column column, string typed)
    {
        var value = TextFolding.WellFormed(typed).Normalize(NormalizationForm.FormKC).Trim();
        return column.Kind == ColumnKind.Number ? Numbers(column.Name, value) : Values(column.Name, value);
    }

    private static Filter? Values(string column, string value)
    {
        if (IsSymbol(value)) value = string.Concat(value.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        if (value.EndsWith('*'))
        {
            var prefix = value.TrimEnd('*');
            return prefix.Length == 0 ? null : new Beginning(column, prefix);
        }
        // Nobody knows by heart whether a code is written in capitals.
        string[] ways = [value, value.ToUpperInvariant(), value.ToLowerInvariant()];
        return value.Length == 0 ? null : new AnyValue(column, [.. ways.Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Looks like an IPC symbol or the beginning of one, h01m 10/0525, which is written in capitals and without spaces in a column.</summary>
    private static bool IsSymbol(string value) =>
        value.Length >= 2 && char.ToUpperInvariant(value[0]) is >= 'A' and <= 'H' && (char.IsAsciiDigit(value[1]) || value[1] == '*')
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '*' || char.IsWhiteSpace(c));

    /// <summary>2020, 100..200, 100.. or ..200.</summary>
    private static Between? Numbers(string column, string value)
    {
        var dots = value.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return Number(value) is { } number ? new Between(column, number, number) : null;
        var (from, to) = (value[..dots], value[(dots + 2)..]);
        var (low, high) = (Number(from), Number(to));
        var unreadable = (low is null && from.Length > 0) || (high is null && to.Length > 0) || (low is null && high is null);
        return unreadable ? null : new Between(column, low, high);
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
