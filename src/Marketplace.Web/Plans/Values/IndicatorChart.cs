using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Html;

namespace Marketplace.Web.Plans.Values;

/// <summary>An indicator over its years: the plan's way as a thin line, figures as points, what is to be expected as a band. The table of years stands beside it.</summary>
internal static class IndicatorChart
{
    private const int Width = 640, Height = 250, Left = 64, Right = 96, Top = 22, Bottom = 30;

    /// <summary>Null: nothing to draw, or nothing that goes by a line.</summary>
    public static IHtmlContent? Draw(IReadOnlyList<IndicatorYear> years, Forecast? forecast, string title)
    {
        var actual = years.Where(y => y.Actual?.Value is not null).Select(y => new Point(y.Actual!.On, y.Actual.Value!.Value)).OrderBy(p => p.On).ToList();
        var path = years.Where(y => y.Path is not null).Select(y => new Point(new(y.Year, 12, 31), y.Path!.Value)).ToList();
        var goals = years.Where(y => y.Goal is not null && y.Year != Yardstick.Undated).Select(y => new Point(new(y.Year, 12, 31), y.Goal!.Value)).ToList();
        List<Point> band = forecast is null ? [] : [new(forecast.At.On, forecast.At.Low), new(forecast.At.On, forecast.At.High)];
        var all = actual.Concat(path).Concat(goals).Concat(band).ToList();
        if (actual.Count == 0 || all.DistinctBy(p => p.On.Year).Count() < 2) return null;
        var frame = new Frame(all.Min(p => p.On).DayNumber, all.Max(p => p.On).DayNumber, Math.Min(0, all.Min(p => p.Value)), all.Max(p => p.Value));

        var svg = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" role=\"img\" aria-label=\"{Escaped(title)}\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" direction=\"ltr\">");
        Axes(svg, frame, all);
        if (forecast is not null)
        {
            var (from, at) = (new Point(forecast.From.On, forecast.From.Value!.Value), forecast.At);
            svg.Append("<polygon class=\"band\" points=\"").Append(At(frame, from)).Append(' ').Append(At(frame, new(at.On, at.High))).Append(' ').Append(At(frame, new(at.On, at.Low))).Append("\"/>");
            Line(svg, frame, "likely", [from, new(at.On, at.Likely)]);
            Label(svg, frame, new(at.On, at.Likely), PlanTexts.ChartForecast);
        }
        Line(svg, frame, "path", path);
        if (path.Count > 0) Label(svg, frame, path[^1], PlanTexts.Path, forecast is null ? 0 : path[^1].Value >= forecast.At.Likely ? -14 : 14);
        foreach (var goal in goals) Mark(svg, frame, goal, "goal", PlanTexts.Target);
        Line(svg, frame, "actual", actual);
        foreach (var point in actual) Mark(svg, frame, point, "point", PlanTexts.Actual);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{frame.X(actual[^1].On)}\" y=\"{frame.Y(actual[^1].Value) - 10}\" text-anchor=\"middle\">{Escaped(FigureText.Number(actual[^1].Value))}</text>");
        return new HtmlString(svg.Append("</svg>").ToString());
    }

    private static void Axes(StringBuilder svg, Frame frame, List<Point> all)
    {
        foreach (var value in frame.Steps()) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"grid\" d=\"M{Left} {frame.Y(value)}H{Width - Right}\"/><text x=\"{Left - 8}\" y=\"{frame.Y(value) + 4}\" text-anchor=\"end\">{Escaped(FigureText.Number(value))}</text>");
        var years = all.Select(p => p.On.Year).Distinct().Order().ToList();
        var every = 1 + years.Count / 9;
        foreach (var (i, year) in years.Index()) if (i % every == 0) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{frame.X(new(year, 12, 31))}\" y=\"{Height - 8}\" text-anchor=\"middle\">{year}</text>");
    }

    private static void Line(StringBuilder svg, Frame frame, string kind, IReadOnlyList<Point> points)
    {
        if (points.Count > 1) svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{kind}\" points=\"{string.Join(' ', points.Select(p => At(frame, p)))}\"/>");
    }

    private static void Mark(StringBuilder svg, Frame frame, Point point, string kind, string word)
    {
        var says = $"{word} {Dates.InTable(point.On)} {FigureText.Number(point.Value)}";
        var (x, y) = (frame.X(point.On), frame.Y(point.Value));
        svg.Append(kind == "goal" ? string.Create(CultureInfo.InvariantCulture, $"<path class=\"goal\" d=\"M{x} {y - 6}l6 6l-6 6l-6 -6z\">") : string.Create(CultureInfo.InvariantCulture, $"<circle class=\"point\" cx=\"{x}\" cy=\"{y}\" r=\"4\">"))
            .Append("<title>").Append(Escaped(says)).Append("</title>").Append(kind == "goal" ? "</path>" : "</circle>");
    }

    private static void Label(StringBuilder svg, Frame frame, Point point, string word, int lower = 0) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{frame.X(point.On) + 10}\" y=\"{frame.Y(point.Value) + 4 + lower}\">{Escaped(word)}</text>");

    private static string At(Frame frame, Point point) => string.Create(CultureInfo.InvariantCulture, $"{frame.X(point.On)},{frame.Y(point.Value)}");

    private static string Escaped(string text) => HtmlEncoder.Default.Encode(text);

    private sealed record Point(DateOnly On, decimal Value);

    private sealed record Frame(int First, int Last, decimal Low, decimal High)
    {
        public int X(DateOnly day) => Left + (int)((double)(Width - Left - Right) * (Math.Clamp(day.DayNumber, First, Last) - First) / (Last - First));

        public int Y(decimal value) => Top + (int)((Height - Top - Bottom) * (High == Low ? 0.5m : (High - value) / (High - Low)));

        /// <summary>Zero, half and whole of a round number.</summary>
        public IEnumerable<decimal> Steps()
        {
            var size = (decimal)Math.Pow(10, Math.Floor(Math.Log10((double)Math.Max(High - Low, 0.01m))));
            var step = ((decimal[])[size / 5, size / 2, size, size * 2]).First(s => (High - Low) / s <= 5.5m);
            for (var value = Math.Ceiling(Low / step) * step; value <= High; value += step) yield return value;
        }
    }
}
