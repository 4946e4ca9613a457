using System.Globalization;

namespace Marketplace.Web.Organisations.Size;

/// <summary>What the size is computed from: staff in persons, revenue and assets in yuan, industry by GB/T 4754-2017.</summary>
public sealed record SizeFigures(string Industry, int? Staff, decimal? RevenueYuan, decimal? AssetsYuan);

public enum SizeFigure
{
    Staff,
    Revenue,
    Assets,
}

/// <summary>中小企业划型标准规定 (工信部联企业〔2011〕300号) as the table in <c>data/sme</c> has it.</summary>
public static class SmeSize
{
    private const decimal TenThousand = 10_000;
    private static readonly Lazy<IReadOnlyList<Line>> s_lines = new(Read);

    /// <summary>Null: a figure that the line of this industry asks for is not known, or the code is none.</summary>
    public static EnterpriseSize? Of(SizeFigures figures)
    {
        if (LineOf(figures.Industry) is not { } line || !line.Small.IsKnown(figures)) return null;
        return line.Large.IsReached(figures) ? EnterpriseSize.Large
            : line.Medium.IsReached(figures) ? EnterpriseSize.Medium
            : line.Small.IsReached(figures) ? EnterpriseSize.Small
            : EnterpriseSize.Micro;
    }

    /// <summary>Which figures the line of this industry asks for and these lack.</summary>
    public static IReadOnlyList<SizeFigure> Missing(SizeFigures figures) => LineOf(figures.Industry)?.Small.Lacks(figures) ?? [];

    /// <summary>The line of the table that the industry falls under, by its name: part of the evidence.</summary>
    public static string? RuleFor(string industry) => LineOf(industry)?.Name;

    private static Line? LineOf(string industry)
    {
        // Written with or without the letter of the section: C2614, 2614, 26.
        var digits = industry.Trim().TrimStart([.. Enumerable.Range('A', 20).Select(c => (char)c)]);
        if (digits.Length is < 2 or > 4 || !digits.All(char.IsAsciiDigit)) return null;
        var division = int.Parse(digits[..2], CultureInfo.InvariantCulture);
        return division is < 1 or > 97 ? null : s_lines.Value.First(line => line.Covers(digits, division));
    }

    private static IReadOnlyList<Line> Read() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "sme", "thresholds.tsv")).Skip(1).Select(text =>
        {
            var cells = text.Split('\t');
            return new Line(cells[0], cells[1], Bound.Of(cells[2..5]), Bound.Of(cells[5..8]), Bound.Of(cells[8..11]));
        })];

    private sealed record Bound(decimal? Staff, decimal? Revenue, decimal? Assets)
    {
        public static Bound Of(string[] cells) => new(Number(cells[0]), Number(cells[1]), Number(cells[2]));

        public bool IsKnown(SizeFigures f) => Lacks(f).Count == 0;

        public IReadOnlyList<SizeFigure> Lacks(SizeFigures f) =>
        [
            .. Staff is not null && f.Staff is null ? [SizeFigure.Staff] : Array.Empty<SizeFigure>(),
            .. Revenue is not null && f.RevenueYuan is null ? [SizeFigure.Revenue] : Array.Empty<SizeFigure>(),
            .. Assets is not null && f.AssetsYuan is null ? [SizeFigure.Assets] : Array.Empty<SizeFigure>(),
        ];

        public bool IsReached(SizeFigures f) => (Staff is null || f.Staff >= Staff)
            && (Revenue is null || f.RevenueYuan >= Revenue * TenThousand) && (Assets is null || f.AssetsYuan >= Assets * TenThousand);

        private static decimal? Number(string cell) => cell.Length == 0 ? null : decimal.Parse(cell, CultureInfo.InvariantCulture);
    }

    private sealed record Line(string Name, string Codes, Bound Large, Bound Medium, Bound Small)
    {
        public bool Covers(string digits, int division) => Codes == "*" || Codes.Split(',').Any(range => range.Split('-') switch
        {
            [var one] when one.Length == 4 => digits == one,
            [var one] => division == int.Parse(one, CultureInfo.InvariantCulture),
            [var first, var last] => division >= int.Parse(first, CultureInfo.InvariantCulture) && division <= int.Parse(last, CultureInfo.InvariantCulture),
            _ => false,
        });
    }
}
