namespace Marketplace.Web.Licensing.Income.Year;

/// <summary>What a holder's year is told in (domain.md §3.5: four numbers, never one, and the amounts).</summary>
public enum YearFigure
{
    /// <summary>新发布挂牌</summary>
    Listings,

    /// <summary>浏览</summary>
    Views,

    /// <summary>咨询: questions without a need.</summary>
    Enquiries,

    /// <summary>对接沟通</summary>
    Talks,

    /// <summary>合同项数</summary>
    Licences,

    /// <summary>专利件数: each once, however often it was licensed (D2).</summary>
    Patents,

    /// <summary>被许可企业家数</summary>
    Licensees,

    /// <summary>其中关联方: told apart (D5).</summary>
    Related,

    /// <summary>备案次数: recorded in the year (D13: another date, another figure).</summary>
    Recorded,

    /// <summary>技术合同登记项数</summary>
    Contracts,

    /// <summary>技术交易额, as registered.</summary>
    Technology,

    /// <summary>合同额</summary>
    Agreed,

    /// <summary>到账额: received and confirmed.</summary>
    Received,

    /// <summary>已付款待确认: shown, not confirmed or contested; not part of what was received.</summary>
    Unconfirmed,

    /// <summary>已发放给贡献人</summary>
    SharesPaid,
}

/// <summary>One thing a figure counts. Page, list, export and report are made of these and of nothing else.</summary>
/// <param name="Figure">Of which it is part.</param>
/// <param name="On">The day it counts on, Beijing time.</param>
/// <param name="What">Its name.</param>
/// <param name="Link">Where it is seen.</param>
/// <param name="Who">The other side, or who got a share.</param>
/// <param name="Key">What it is told apart by, where a figure counts different ones.</param>
/// <param name="Amount">Yuan, or how many.</param>
/// <param name="UnitId">The college.</param>
public sealed record YearRow(YearFigure Figure, DateOnly On, string What, string Link, string? Who, string? Key, decimal Amount, Guid? UnitId = null);

public static class YearFigures
{
    public static bool IsMoney(this YearFigure figure) => figure is YearFigure.Technology or YearFigure.Agreed or YearFigure.Received or YearFigure.Unconfirmed or YearFigure.SharesPaid;

    /// <summary>Different ones are counted, not rows.</summary>
    public static bool IsDistinct(this YearFigure figure) => figure is YearFigure.Patents or YearFigure.Licensees;

    public static decimal Of(YearFigure figure, IEnumerable<YearRow> rows)
    {
        var own = rows.Where(row => row.Figure == figure);
        return figure.IsDistinct() ? own.Select(row => row.Key).Distinct(StringComparer.Ordinal).Count() : own.Sum(row => row.Amount);
    }
}
