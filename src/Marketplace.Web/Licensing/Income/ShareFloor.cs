using Marketplace.Web.Organisations;

namespace Marketplace.Web.Licensing.Income;

/// <summary>What contributors get at least (Conversion Law Arts. 44, 45). Inventions, utility models and designs are alike here.</summary>
public static class ShareFloor
{
    /// <summary>Art. 45(1)1: not less than half of the net income of a transfer or licence, where nothing else was ruled or agreed.</summary>
    public const decimal Law = 50m;

    /// <summary>国家设立的研究开发机构、高等院校: their own rules and agreements must meet the law's half too (Art. 45(2)).</summary>
    public static bool Binds(OrganisationKind kind) => kind is OrganisationKind.University or OrganisationKind.Institute;

    /// <summary>In percent of the net: an agreement about this licence before the organisation's rule, that before the law; of state units never less than the law.</summary>
    public static decimal Of(OrganisationKind kind, IncomeRule? rule) => rule is null ? Law : Binds(kind) ? Math.Max(Law, rule.Percent) : rule.Percent;

    /// <summary>The one that holds for a receipt of that day.</summary>
    public static IncomeRule? Pick(IEnumerable<IncomeRule> rules, Guid licence, DateOnly on) => rules
        .Where(rule => (rule.LicenceId is null || rule.LicenceId == licence) && rule.From <= on && (rule.Until is null || rule.Until >= on))
        .OrderBy(rule => rule.LicenceId is null).ThenByDescending(rule => rule.From).ThenByDescending(rule => rule.Id).FirstOrDefault();
}
