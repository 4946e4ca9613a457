namespace Marketplace.Web.Conversions.Facts;

/// <summary>What kind of conversion a contract is (domain.md §3.1).</summary>
public enum ConversionType
{
    OpenLicence,
    OrdinaryLicence,
    SoleLicence,
    ExclusiveLicence,
    SubLicence,
    CrossLicence,
    Assignment,
    ApplicationAssignment,
    Equity,

    /// <summary>质押: reported beside conversions, never among them.</summary>
    Pledge,

    /// <summary>自行实施</summary>
    OwnUse,

    /// <summary>合作实施</summary>
    JointUse,
}

/// <summary>Why a contract is no market deal (D5): shown by itself.</summary>
public enum MarketNature
{
    Market,

    /// <summary>集团内部、关联方</summary>
    Related,

    /// <summary>更名</summary>
    NameChange,

    /// <summary>合并、分立、继承</summary>
    Succession,

    /// <summary>法院裁定等</summary>
    OtherTransfer,
}

/// <summary>Evidence ladder (domain.md §3.5). Worked out of what is shown, never typed.</summary>
public enum EvidenceLevel
{
    /// <summary>意向</summary>
    L0,

    /// <summary>已签约</summary>
    L1,

    /// <summary>已生效、已支付</summary>
    L2,

    /// <summary>已登记、备案</summary>
    L3,

    /// <summary>已实施、产业化</summary>
    L4,

    /// <summary>已产生收益</summary>
    L5,
}

/// <summary>Where a contract or its result is written down.</summary>
public enum Register
{
    /// <summary>专利转让登记</summary>
    Assignment,

    /// <summary>许可合同备案</summary>
    Licence,

    /// <summary>质押登记</summary>
    Pledge,

    /// <summary>技术合同认定登记</summary>
    TechnicalContract,

    /// <summary>公司登记: shares for a patent</summary>
    Company,

    /// <summary>专利产品备案</summary>
    Product,
}

/// <summary>What a paper shows.</summary>
public enum ProofKind
{
    /// <summary>合同</summary>
    Contract,

    /// <summary>支付凭证</summary>
    Payment,

    /// <summary>登记、备案证明</summary>
    Registration,

    /// <summary>放款凭证</summary>
    Loan,

    /// <summary>产品、销售发票、现场照片</summary>
    Product,

    /// <summary>收益证明: fees of a running licence, new revenue</summary>
    Revenue,

    /// <summary>终止、撤销、无效</summary>
    End,
    Other,
}
