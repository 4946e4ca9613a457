namespace Marketplace.Web.Conversions.Signals;

/// <summary>From where on something is told. All are our own decision until the bureaus set others; each says what it leans on.</summary>
public static class Thresholds
{
    /// <summary>Yuan for each patent: the yearly fee of a utility model in its first three years. Who takes no more does not get back what it costs to keep the patent.</summary>
    public const decimal Token = 600;

    /// <summary>A quarter: the shortest time whose figures are reported.</summary>
    public const int BulkDays = 90;

    /// <summary>To one county: more than three times what a county plan asks for in three years (眉县: at least 3 enterprises).</summary>
    public const int BulkToRegion = 10;

    /// <summary>To one taker: two patents of one product are usual, a third without a fee is worth a question.</summary>
    public const int BulkToTaker = 3;

    /// <summary>The days before the end of a quarter or plan, with the last one: the time in which a bureau still chases what is missing.</summary>
    public const int LateDays = 10;

    /// <summary>Fewer at the end are chance.</summary>
    public const int LateLeast = 5;

    /// <summary>Of fewer earlier ones there is no usual share.</summary>
    public const int UsualLeast = 8;

    /// <summary>Two years before: a yearly rhythm is in it twice.</summary>
    public const int UsualQuarters = 8;

    /// <summary>Twice the usual, and thirty points more: with few of them one alone moves the share by up to twenty.</summary>
    public const decimal LateTimes = 2, LatePoints = 0.3m;

    /// <summary>A chain comes back within the two years after which a transfer is no longer told with the one before it.</summary>
    public const int ChainYears = 2;

    /// <summary>Half a year: the longest that two halves of one bargain are usually apart in the accounts.</summary>
    public const int SwapDays = 180;

    /// <summary>Of the larger sum: taxes and fees of a deal stay below.</summary>
    public const decimal SwapShare = 0.1m;

    /// <summary>How many other conversions a signal names; of the rest it says the number.</summary>
    public const int Named = 20;

    /// <summary>How many are looked at for one signal: more change nothing in what it says.</summary>
    public const int Read = 500;
}
