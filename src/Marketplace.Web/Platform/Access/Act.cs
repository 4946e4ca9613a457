namespace Marketplace.Web.Platform.Access;

/// <summary>What can be done. Every route names one; <see cref="AccessTable"/> says who may.</summary>
public enum Act
{
    /// <summary>Probes and static assets: nobody is even asked who they are, so they answer without the database.</summary>
    Probe,

    /// <summary>Pages and data for everybody.</summary>
    ReadPublic,

    /// <summary>Calls that prove themselves by a signature or a link of their own: delivery reports, unsubscribing.</summary>
    CallSigned,

    /// <summary>Signing in, and all that leads to it.</summary>
    SignIn,

    /// <summary>One's own account, sessions, data and work list.</summary>
    UseAccount,

    /// <summary>Bringing an organisation to the platform, or claiming one from the directory.</summary>
    RegisterOrganisation,

    ReadOrganisation,
    EditOrganisation,
    ManageMembers,
    ManageDelegations,
    ManageApiClients,

    /// <summary>确认上下级关系: agreeing that another organisation stands above this one.</summary>
    ConfirmLinks,

    /// <summary>Licensing, transferring and pledging an organisation's patents: what a parent may lend a subsidiary (处置权).</summary>
    DisposePatents,

    /// <summary>本单位专利与报价的草稿: seeing what the organisation has here, public or not.</summary>
    ReadPortfolio,

    /// <summary>导入、维护专利: importing and correcting one's own patents, with evidence.</summary>
    KeepPatents,

    /// <summary>标注国防、保密专利: from then on nothing public shows it.</summary>
    MarkSecret,

    /// <summary>解密: letting it be shown again.</summary>
    Declassify,

    /// <summary>准备、撤回挂牌</summary>
    KeepListings,

    /// <summary>审核发布挂牌: by somebody else than who prepared it.</summary>
    ApproveListings,

    /// <summary>导入公报中的开放许可声明</summary>
    KeepGazette,

    /// <summary>权属争议: whose a patent is when two say so.</summary>
    SettleClaims,

    /// <summary>技术需求: stating and keeping one's own needs, and answering what matches them.</summary>
    KeepNeeds,

    /// <summary>代录、征集技术需求: entering needs of others with their consent, opening drives.</summary>
    CollectNeeds,

    /// <summary>对接: the holder's side of a match, introductions, questions and talks about its offers.</summary>
    AnswerNeeds,

    /// <summary>撮合: bringing sides together from outside; seeing no confidential detail that was not disclosed.</summary>
    Mediate,

    /// <summary>定点推送 of patents to enterprises of the directory.</summary>
    PushPatents,

    /// <summary>确认推送登记: that a push made elsewhere is what its evidence says, by somebody else than who entered it.</summary>
    ConfirmPushes,

    /// <summary>许可事务: taking licences and giving them, on one's own side of each.</summary>
    KeepLicences,

    /// <summary>查看许可: the organisation's own, and a bureau's those of its region.</summary>
    ReadLicences,

    /// <summary>查看规划: official papers and verified figures, of every region.</summary>
    ReadPlans,

    /// <summary>查看填报: one's own region's figures before they are verified, and their evidence.</summary>
    ReadFigures,

    /// <summary>维护规划、填报指标: bringing plans, entering figures and progress.</summary>
    KeepPlans,

    /// <summary>复核指标: that a figure is what its evidence says, by somebody else than who entered it.</summary>
    VerifyFigures,

    /// <summary>查看转化: conversions with a side in the region, and their evidence.</summary>
    ReadConversions,

    /// <summary>填报转化: outside deals with their papers, and corrections.</summary>
    FileConversions,

    /// <summary>初审转化, by somebody else than who filed.</summary>
    CheckConversions,

    /// <summary>复核转化, by a third person; deciding what is a duplicate.</summary>
    VerifyConversions,

    /// <summary>锁定、发布 of a quarter's figures.</summary>
    LockPeriods,

    /// <summary>暂停、恢复、合并、注销 of organisations of the region.</summary>
    SuperviseOrganisations,

    /// <summary>指定管理员 for an organisation that has none left.</summary>
    AppointAdministrators,

    /// <summary>登记审核: registrations and claims of the region.</summary>
    ReviewRegistrations,

    /// <summary>名录库: importing and inviting.</summary>
    KeepDirectory,

    /// <summary>查看名录与覆盖情况</summary>
    ReadDirectory,

    /// <summary>Zones and other places without an official code.</summary>
    KeepRegions,

    /// <summary>纠错、举报 on public items.</summary>
    AnswerReports,

    /// <summary>Accounts and rights on the platform (SEC).</summary>
    ManageSecurity,

    /// <summary>维护行业对照表: which table leads from IPC to industries, for the whole platform.</summary>
    KeepTables,

    /// <summary>决定匹配权重: by which weights matching goes, for the whole platform.</summary>
    KeepWeights,

    /// <summary>Running the platform (SYS).</summary>
    RunPlatform,

    /// <summary>The audit log (AUD).</summary>
    ReadAudit,
}
