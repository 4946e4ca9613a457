using Marketplace.Web.Conversions.Yearly;

namespace Marketplace.Web.Home;

/// <summary>Where one of the three users begins. A feature that opens a new way adds it here, and the home page has it.</summary>
public sealed record StartingPoint(string Title, string Who, IReadOnlyList<string> Steps, IReadOnlyList<(string Text, string Address)> Ways)
{
    /// <summary>Built for each request: the texts are in the reader's language. The first way of each is its main one.</summary>
    public static IReadOnlyList<StartingPoint> All() =>
    [
        new(HomeTexts.HolderTitle, HomeTexts.HolderWho, [HomeTexts.HolderStep1, HomeTexts.HolderStep2, HomeTexts.HolderStep3],
            [(HomeTexts.HolderRegister, "/organisations/register"), (HomeTexts.HolderImport, "/portfolio/import"), (HomeTexts.HolderGuide, "/help/holders"), (HomeTexts.HolderContact, "/contact?role=holder")]),
        new(HomeTexts.EnterpriseTitle, HomeTexts.EnterpriseWho, [HomeTexts.EnterpriseStep0, HomeTexts.EnterpriseStep1, HomeTexts.EnterpriseStep2],
            [(HomeTexts.EnterpriseNeed, "/needs/new"), (HomeTexts.EnterpriseSearch, "/patents"), (HomeTexts.EnterpriseRegister, "/organisations/register"), (HomeTexts.EnterpriseGuide, "/help/enterprises"), (HomeTexts.EnterpriseContact, "/contact?role=enterprise")]),
        new(HomeTexts.BureauTitle, HomeTexts.BureauWho, [HomeTexts.BureauStep1, HomeTexts.BureauStep2],
            [(HomeTexts.BureauDirectory, "/directory"), (HomeTexts.BureauMediate, "/mediation"), (HomeTexts.BureauPlans, "/plans"), (HomeTexts.BureauConversions, "/conversions"), (YearlyTexts.Home, "/statistics"), (HomeTexts.BureauGuide, "/help/bureaus"), (HomeTexts.BureauContact, "/contact?role=bureau")]),
    ];
}
