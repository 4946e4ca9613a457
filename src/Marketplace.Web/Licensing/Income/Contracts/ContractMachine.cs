using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Income.Contracts;

public enum ContractState
{
    /// <summary>已提交</summary>
    Filed,

    /// <summary>退回</summary>
    Returned,

    /// <summary>已登记</summary>
    Registered,

    /// <summary>已撤销</summary>
    Cancelled,
}

public enum ContractCause
{
    File,
    Return,
    Register,
    Cancel,
}

/// <summary>技术合同认定登记 (domain.md §3.4): by the seller's side at the local registry, once per contract. Nothing hangs on it here; tax relief does elsewhere.</summary>
public static class ContractMachine
{
    public const string Request = "request", Notice = "notice", Certificate = "certificate";

    public static readonly StateMachine<ContractState, ContractCause> Machine = new("contract",
    [
        new(null, ContractCause.File, ContractState.Filed) { By = Act.KeepLicences, Move = Side.Giver, Evidence = [Request], Law = "domain §3.4: by the seller's side" },
        new(ContractState.Returned, ContractCause.File, ContractState.Filed) { By = Act.KeepLicences, Move = Side.Giver, Evidence = [Request], Law = "own: again, corrected" },
        new(ContractState.Cancelled, ContractCause.File, ContractState.Filed) { By = Act.KeepLicences, Move = Side.Giver, Evidence = [Request], Law = "own: again, after it was cancelled" },
        new(ContractState.Filed, ContractCause.Return, ContractState.Returned) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Notice], ReasonNeeded = true, Law = "own: the registry sends it back" },
        new(ContractState.Filed, ContractCause.Register, ContractState.Registered) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Certificate], Law = "domain §3.4: the registry fixes both amounts" },
        // Those who file at the counter often come home with the number.
        new(null, ContractCause.Register, ContractState.Registered) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Certificate], Law = "domain §3.4: filed outside" },
        new(ContractState.Returned, ContractCause.Register, ContractState.Registered) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Certificate], Law = "domain §3.4: filed outside" },
        new(ContractState.Registered, ContractCause.Cancel, ContractState.Cancelled) { By = Act.KeepLicences, Move = Side.Office, Evidence = [Notice], ReasonNeeded = true, Law = "own: the registry took it back, or the licence was none" },
    ]);
}
