namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Where a patent right stands (machine A of domain.md §2.5). Derived from the events in its history, never typed.</summary>
public enum PatentState
{
    /// <summary>申请中: published or in examination. The application may be assigned; nothing may be marked with ZL.</summary>
    Pending,

    /// <summary>授权有效</summary>
    InForce,

    /// <summary>年费滞纳期: a fee is late by no more than six months.</summary>
    FeeGrace,

    /// <summary>中止: who owns it is in dispute, or a court preserves it.</summary>
    Suspended,

    /// <summary>部分无效: in force with the claims that are left.</summary>
    PartlyInvalid,

    /// <summary>全部无效: held never to have existed (Art. 47).</summary>
    Invalid,

    /// <summary>未缴年费终止, as of the day the fee was due.</summary>
    LapsedUnpaid,

    /// <summary>放弃</summary>
    Abandoned,

    /// <summary>期限届满</summary>
    Expired,

    /// <summary>恢复: in force again after a lapse.</summary>
    Restored,

    /// <summary>驳回、撤回、视为撤回: the application led to no right.</summary>
    Refused,
}

public static class PatentStates
{
    /// <summary>Rights that can be licensed or assigned today; a suspended one is kept but holds.</summary>
    public static bool InForce(this PatentState state) => state is PatentState.InForce or PatentState.PartlyInvalid or PatentState.Restored or PatentState.FeeGrace;

    public static bool Ended(this PatentState state) =>
        state is PatentState.Invalid or PatentState.LapsedUnpaid or PatentState.Abandoned or PatentState.Expired or PatentState.Refused;

    // For queries.
    public static readonly PatentState[] AllInForce = [.. Enum.GetValues<PatentState>().Where(state => state.InForce())];
    public static readonly PatentState[] AllEnded = [.. Enum.GetValues<PatentState>().Where(state => state.Ended())];
}

/// <summary>What happens to a right and is told by the register, the gazette or the holder (domain.md §4.5).</summary>
public enum PatentEventKind
{
    /// <summary>公布</summary>
    Published,

    /// <summary>实质审查的生效</summary>
    ExaminationBegun,

    /// <summary>授权</summary>
    Granted,

    /// <summary>驳回</summary>
    Rejected,

    /// <summary>撤回、视为撤回</summary>
    Withdrawn,

    /// <summary>专利申请权、专利权的转移</summary>
    Transferred,

    /// <summary>专利实施许可合同备案的生效</summary>
    LicenceRecorded,

    /// <summary>专利实施许可合同备案的变更</summary>
    LicenceChanged,

    /// <summary>专利实施许可合同备案的注销</summary>
    LicenceEnded,

    /// <summary>专利权质押登记的生效</summary>
    Pledged,

    /// <summary>专利权质押登记的变更</summary>
    PledgeChanged,

    /// <summary>专利权质押登记的注销</summary>
    PledgeReleased,

    /// <summary>开放许可声明</summary>
    OpenLicenceDeclared,

    /// <summary>开放许可声明的撤回</summary>
    OpenLicenceWithdrawn,

    /// <summary>保全</summary>
    Preserved,

    /// <summary>保全的解除</summary>
    PreservationLifted,

    /// <summary>中止</summary>
    ProcedureSuspended,

    /// <summary>中止程序的恢复</summary>
    ProcedureResumed,

    /// <summary>无效宣告（全部）</summary>
    DeclaredInvalid,

    /// <summary>无效宣告（部分）</summary>
    DeclaredPartlyInvalid,

    /// <summary>年费已缴: through the patent year named.</summary>
    FeePaid,

    /// <summary>年费滞纳</summary>
    FeeLate,

    /// <summary>未缴年费终止</summary>
    LapsedUnpaid,

    /// <summary>期限届满终止</summary>
    Expired,

    /// <summary>放弃，包括为避免重复授权</summary>
    Abandoned,

    /// <summary>专利权的恢复</summary>
    RightRestored,

    /// <summary>著录事项变更</summary>
    DetailsChanged,
}

/// <summary>Who says so.</summary>
public enum StatusSource
{
    /// <summary>专利登记簿副本</summary>
    Register,

    /// <summary>专利公报</summary>
    Gazette,

    /// <summary>Another table: an export of a search system.</summary>
    Import,

    /// <summary>The holder, with a paper: a receipt, a notice.</summary>
    Holder,
}
