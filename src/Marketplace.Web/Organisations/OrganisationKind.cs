namespace Marketplace.Web.Organisations;

/// <summary>What an organisation is. Any of them may offer and seek; the kind decides papers, price rules and what is counted.</summary>
public enum OrganisationKind
{
    /// <summary>高校</summary>
    University,

    /// <summary>科研院所</summary>
    Institute,

    /// <summary>国有企业</summary>
    StateEnterprise,

    /// <summary>企业</summary>
    Enterprise,

    /// <summary>农民专业合作社</summary>
    Cooperative,

    /// <summary>个体工商户</summary>
    HouseholdBusiness,

    /// <summary>知识产权管理部门</summary>
    Bureau,

    /// <summary>其他政府部门（责任单位）</summary>
    GovernmentDepartment,

    /// <summary>园区、开发区</summary>
    Park,

    /// <summary>乡镇、街道</summary>
    Township,

    /// <summary>银行、担保、保险</summary>
    Bank,

    /// <summary>代理、评估、运营机构</summary>
    Agency,

    /// <summary>平台运营单位</summary>
    PlatformOperator,
}
