using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>What a running fee comes to once its base is reported.</summary>
public static class RunningFee
{
    /// <param name="terms">With a rate, or with an amount a unit.</param>
    /// <param name="reported">Net sales or profit in yuan, or units.</param>
    /// <param name="due">The obligation of the period.</param>
    public static decimal Of(FeeTerms terms, decimal reported, FeeDue due)
    {
        // A loss, or more goods taken back than sold, owes nothing; that it lowers the next period has to be agreed.
        var counted = Math.Max(reported, 0m);
        var fee = Fen(terms.Rate is { } percent ? counted * percent / 100m : counted * (terms.UnitAmount ?? 0m));
        if (Least(terms, due) is { } least) fee = Math.Max(fee, least);
        if (Most(terms, due) is { } most) fee = Math.Min(fee, most);
        return fee;
    }

    /// <summary>At least so much for this period, whatever is reported.</summary>
    public static decimal? Least(FeeTerms terms, FeeDue due) => Part(terms.Min, due);

    public static decimal? Most(FeeTerms terms, FeeDue due) => Part(terms.Cap, due);

    /// <summary>Half away from zero (四舍五入); .NET's default is half to even.</summary>
    public static decimal Fen(decimal yuan) => Math.Round(yuan, 2, MidpointRounding.AwayFromZero);

    /// <summary>Bounds are said "a period", so a period the licence's end cuts short has its days' part of them: ten days of use must not cost a year's minimum, nor escape a year's cap.</summary>
    private static decimal? Part(decimal? bound, FeeDue due) => bound is not { } yuan ? null : due.Days == due.WholeDays ? Fen(yuan) : Fen(yuan * due.Days / due.WholeDays);
}
