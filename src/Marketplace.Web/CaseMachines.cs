using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web;

/// <summary>The machines of all that is a case, of whatever feature: what the database allows and the documents draw.</summary>
public static class CaseMachines
{
    public static readonly IReadOnlyList<IMachine> All =
    [
        DeclarationMachine.Machine, LicenceMachine.Machine, PaymentMachine.Machine, RecordalMachine.Machine,
        OrderMachine.Machine, RefundMachine.Machine,
        SharingMachine.Machine, ContractMachine.Machine,
        ObligationMachine.Machine, AgreementMachine.Machine,
        DealMachine.Machine,
        ApprovalMachine.Machine,
        SigningMachine.Machine, SignatureMachine.Machine, SignatureOrderMachine.Machine,
        TrialMachine.Machine, TriggerMachine.Machine,
        DisputeMachine.Machine,
        PledgeMachine.Machine,
        FilingMachine.Machine, PeriodMachine.Machine,
        FollowUpMachine.Machine,
    ];
}
