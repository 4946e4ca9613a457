using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Which roles an organisation of a kind may give (domain.md §7.1). A person may have several; the steps of one item still need different people.</summary>
public static class RolesOfKind
{
    private static readonly Role[] s_supplier = [Role.Administrator, Role.Operator, Role.Inventor];
    private static readonly Role[] s_plain = [Role.Administrator, Role.Operator];

    private static readonly Dictionary<OrganisationKind, Role[]> s_table = new()
    {
        [OrganisationKind.University] = s_supplier,
        [OrganisationKind.Institute] = s_supplier,
        [OrganisationKind.StateEnterprise] = s_supplier,
        [OrganisationKind.Enterprise] = s_supplier,
        [OrganisationKind.Cooperative] = s_plain,
        [OrganisationKind.HouseholdBusiness] = s_plain,
        [OrganisationKind.Bureau] = [Role.Administrator, Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker, Role.BureauReader],
        [OrganisationKind.GovernmentDepartment] = [Role.Administrator, Role.UnitReporter],
        [OrganisationKind.Park] = [Role.Administrator, Role.Operator, Role.UnitReporter],
        [OrganisationKind.Township] = [Role.Administrator, Role.Operator, Role.UnitReporter],
        [OrganisationKind.Bank] = [Role.Administrator, Role.Banker],
        [OrganisationKind.Agency] = [Role.Administrator, Role.Agent, Role.Expert],
        [OrganisationKind.PlatformOperator] = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator],
    };

    /// <summary>系统、安全、审计管理员: nobody may be two of them.</summary>
    public static readonly IReadOnlyList<Role> Separate = [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator];

    public static IReadOnlyList<Role> Of(OrganisationKind kind) => s_table[kind];

    /// <summary>What the applicant becomes when the registration is approved: enough to begin and to bring in the others.</summary>
    public static IReadOnlyList<Role> First(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Bureau => [Role.Administrator, Role.BureauClerk],
        OrganisationKind.GovernmentDepartment => [Role.Administrator, Role.UnitReporter],
        OrganisationKind.Bank => [Role.Administrator, Role.Banker],
        OrganisationKind.Agency => [Role.Administrator, Role.Agent],
        _ => [Role.Administrator],
    };
}
