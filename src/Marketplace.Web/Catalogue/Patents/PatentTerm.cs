namespace Marketplace.Web.Catalogue.Patents;

/// <summary>How long a right can last (Art. 42), counted from filing.</summary>
public static class PatentTerm
{
    /// <summary>Designs filed from this day on have fifteen years, before ten.</summary>
    private static readonly DateOnly s_longerDesigns = new(2021, 6, 1);

    public static int Years(PatentKind kind, DateOnly filed) => kind switch
    {
        PatentKind.Invention => 20,
        PatentKind.UtilityModel => 10,
        _ => filed >= s_longerDesigns ? 15 : 10,
    };

    /// <summary>The last day it is in force, if every fee is paid.</summary>
    /// <param name="kind">What is protected.</param>
    /// <param name="filed">The real day, not that of a priority.</param>
    /// <param name="compensation">Days added for a late grant or a drug's approval (Rules 77, 80).</param>
    public static DateOnly LastDay(PatentKind kind, DateOnly filed, int compensation = 0) => filed.AddYears(Years(kind, filed)).AddDays(compensation - 1);
}
