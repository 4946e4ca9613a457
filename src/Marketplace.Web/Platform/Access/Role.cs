namespace Marketplace.Web.Platform.Access;

/// <summary>What somebody is, inside one organisation (domain.md §7.1). Numbers are not stored: names are.</summary>
public enum Role
{
    /// <summary>管理员: runs the organisation's affairs here, approves what operators prepare (SUP_ADM, SME_ADM).</summary>
    Administrator,

    /// <summary>经办: prepares and imports; never approves what they prepared (SUP_OP, SME_OP).</summary>
    Operator,

    /// <summary>发明人: own patents, own rewards (INV).</summary>
    Inventor,

    /// <summary>填报员 of a bureau: registrations, evidence, events; verifies what others entered (CTY).</summary>
    BureauClerk,

    /// <summary>审核员 of a bureau: reviews; returns instead of changing (PREF).</summary>
    BureauReviewer,

    /// <summary>锁定与发布 of a bureau: locks periods, publishes figures; neither enters nor reviews them.</summary>
    BureauLocker,

    /// <summary>查阅: roll-ups and reports of the region, no confidential need (REG).</summary>
    BureauReader,

    /// <summary>责任单位填报员: fills in the indicators assigned to their department, and nothing else.</summary>
    UnitReporter,

    /// <summary>银行、担保 (BANK): pledge files that were shared with it.</summary>
    Banker,

    /// <summary>代理、评估、运营机构 (AGENT): acts for clients by delegation.</summary>
    Agent,

    /// <summary>专家 (EXPERT): rates what was assigned.</summary>
    Expert,

    /// <summary>系统管理员 (SYS): runs the platform; reads no D3 or D4 content.</summary>
    SystemAdministrator,

    /// <summary>安全管理员 (SEC): policies and accounts.</summary>
    SecurityAdministrator,

    /// <summary>审计管理员 (AUD): reads logs, changes nothing.</summary>
    AuditAdministrator,
}
