using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Open licences by notice and payment, and what follows: fees, refunds, recordal, sharing.</summary>
internal sealed class LicenceActs : FeatureActs
{
    private static readonly LicenceState?[] s_open = [LicenceState.NoticeSent, LicenceState.NoticeReceived];
    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];
    private int _transfers;

    public LicenceActs(WalkStage stage) : base(stage)
    {
        All =
        [
            new("notify", 10, NotifyAsync),
            new("dispatch", 5, DispatchAsync),
            new("pay", 16, PayAsync),
            OnLicence<OpenLicenceDesk, Licence>("take back", 1, s_open, true, (desk, licence, _) => desk.TakeBackAsync(licence.Id, Ct)),
            OnPayment("confirm receipt", 8, PaymentState.Paid, (stage, licence, random) => stage.Of(licence, random, false), (desk, id) => desk.ConfirmAsync(id, Ct)),
            OnPayment("contest receipt", 2, PaymentState.Paid, (stage, licence, random) => stage.Of(licence, random, false), (desk, id) => desk.ContestAsync(id, "账上没有", WalkStage.Paper(), Ct)),
            OnPayment("take contest back", 1, PaymentState.Contested, (stage, licence, random) => stage.Of(licence, random, false), (desk, id) => desk.TakeBackContestAsync(id, Ct)),
            OnPayment("find after all", 1, PaymentState.Contested, (stage, licence, random) => stage.Of(licence, random, false), (desk, id) => desk.ConfirmAsync(id, Ct)),
            OnPayment("disprove", 1, PaymentState.Contested, (stage, _, random) => stage.Bureau(random), (desk, id) => desk.DisproveAsync(id, "没有这笔付款", WalkStage.Paper(), Ct)),
            new("record", 6, RecordAsync),
            OnFee("report", 8, [ObligationState.Due, ObligationState.Reported, ObligationState.Overdue], true, (services, licence, fee, random) => services.GetRequiredService<ObligationDesk>().ReportAsync(licence, fee, random.Next(3, 40) * 10_000m, "更正", null, Ct)),
            OnFee("invoice", 4, [ObligationState.Reported, ObligationState.Invoiced, ObligationState.Paid], false, (services, licence, fee, random) => services.GetRequiredService<ObligationDesk>().InvoiceAsync(licence, fee, new(Guid.CreateVersion7(), "2650" + random.Next(100_000_000), Stage.Today, 1_000, "换开"), WalkStage.Paper(), Ct)),
            OnFee("pay fee", 10, [ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced, ObligationState.Overdue], true, (services, licence, fee, random) => services.GetRequiredService<ObligationPayments>().ShowAsync(licence, fee, Transfer(random.Next(1, 9) * 2_500.55m, random), WalkStage.Paper(), Ct)),
            OnFee("waive", 1, [ObligationState.Due, ObligationState.Overdue], false, (services, licence, fee, _) => services.GetRequiredService<ObligationDesk>().WaiveAsync(licence, fee, "商定减免", Ct)),
            OnFee("refuse waiver", 1, [ObligationState.Waived], true, (services, licence, fee, _) => services.GetRequiredService<ObligationDesk>().RefuseWaiverAsync(licence, fee, "不接受", Ct)),
            OnFee("dispute fee", 2, [ObligationState.Due, ObligationState.Reported, ObligationState.Invoiced, ObligationState.Overdue], true, (services, licence, fee, _) => services.GetRequiredService<ObligationDesk>().DisputeAsync(licence, fee, "资料没有交付", WalkStage.Paper(), Ct)),
            OnFee("take dispute back", 1, [ObligationState.Disputed], true, (services, licence, fee, _) => services.GetRequiredService<ObligationDesk>().TakeBackDisputeAsync(licence, fee, Ct)),
            OnFee("decide fee", 1, [ObligationState.Disputed], null, (services, licence, fee, random) => services.GetRequiredService<ObligationDesk>().DecideAsync(licence, fee, random.Next(5) * 1_000m, "调解", WalkStage.Paper(), Ct)),
            OnFee("offer fee", 2, [ObligationState.Disputed], true, (services, licence, fee, random) => services.GetRequiredService<AgreementDesk>().OfferAsync(licence, fee, Guid.CreateVersion7(), random.Next(9) * 1_000m, "各退一步", Ct)),
            OnFee("answer offer", 3, [ObligationState.Disputed], false, (services, licence, fee, random) => services.GetRequiredService<AgreementDesk>().AnswerOfferAsync(licence, fee, random.Next(3) == 0 ? AgreementCause.Decline : AgreementCause.Accept, "再商量", Ct)),
            OnLicence<AgreementDesk, Licence>("declare breach", 2, [LicenceState.Effective, LicenceState.Performing], false, (desk, licence, _) => desk.BreachAsync(licence.Id, Ct)),
            OnLicence<AgreementDesk, Licence>("propose end", 1, s_live, null, (desk, licence, _) => desk.ProposeEndAsync(licence.Id, Guid.CreateVersion7(), "停产", WalkStage.Paper(), Ct)),
            OnEnding<AgreementDesk, Licence>("accept end", 3, (desk, licence, _) => desk.AcceptEndAsync(licence.Id, licence.CertificateNo, WalkStage.Paper(), Ct)),
            OnEnding<AgreementDesk, Licence>("decline end", 3, (desk, licence, _) => desk.DeclineEndAsync(licence.Id, "不同意", Ct)),
            OnEnding<AgreementDesk, Licence>("take end back", 3, (desk, licence, _) => desk.TakeBackEndAsync(licence.Id, Ct)),
            OnRefund("send back", 4, [RefundState.Owed, RefundState.Contested], false, (desk, id, random) => desk.SendAsync(id, Stage.Today, "R" + random.NextInt64(long.MaxValue).ToString(CultureInfo.InvariantCulture), WalkStage.Paper(), Ct)),
            OnRefund("decline refund", 1, [RefundState.Owed], false, (desk, id, _) => desk.DeclineAsync(id, "抵作下期", Ct)),
            OnRefund("receive refund", 3, [RefundState.Sent], true, (desk, id, _) => desk.ReceiveAsync(id, Ct)),
            OnRefund("contest refund", 1, [RefundState.Sent, RefundState.Declined], true, (desk, id, _) => desk.ContestAsync(id, "没有收到", Ct)),
            new("begin sharing", 5, BeginSharingAsync),
            new("step of sharing", 8, StepSharingAsync),
        ];
    }

    public override IReadOnlyList<WalkAct> All { get; }

    private async Task<Attempt?> NotifyAsync(Random random)
    {
        var any = random.Next(20) == 0;
        if (await Stage.PickAsync(db => db.Set<Declaration>().Where(d => any || d.State == DeclarationState.Announced || d.State == DeclarationState.WithdrawalFiled)) is not { } declaration) return null;
        var taker = Stage.Taker(random);
        var (organisation, person) = (taker.Organisation, taker.Keeper(random));
        var notice = Stage.Notice(organisation, random);
        return By<OpenLicenceDesk, Licence>(person, desk => desk.NotifyAsync(declaration.ApplicationNo, notice, null, Ct));
    }

    private async Task<Attempt?> DispatchAsync(Random random) =>
        await LicenceAsync(random, db => db.Set<Licence>().Where(l => l.Way == NoticeWay.Post && l.DeliveredOn == null)) is not { } licence ? null
            : By<OpenLicenceDesk, Licence>(Stage.Of(licence, random, true), desk => desk.DispatchAsync(licence.Id, Stage.Today, "EMS1", WalkStage.Paper(), Ct));

    private async Task<Attempt?> PayAsync(Random random)
    {
        if (await LicenceAsync(random, db => random.Next(8) == 0 ? db.Set<Licence>() : db.Set<Licence>().Where(l => s_open.Contains(l.State) && l.FirstFee > 0)) is not { } licence) return null;
        var (amount, person) = (Math.Max(1, decimal.Round(licence.FirstFee * random.Next(8) switch { 0 => 0.5m, 1 => 0.7m, 2 => 1.3m, _ => 1 }, 2)), Stage.Of(licence, random, true));
        var again = random.Next(10) == 0 ? await Stage.PickAsync(db => db.Set<Payment>().Where(p => p.BankReference != null)) : null;
        var transfer = Transfer(amount, random) with { Payer = licence.LicenseeName };
        if (again is not null) transfer = transfer with { BankReference = again.BankReference };
        return By<PaymentDesk, Payment>(person, desk => desk.ShowAsync(licence.Id, transfer, WalkStage.Paper(), Ct));
    }

    private async Task<Attempt?> RecordAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<LicenceRecordal>().Where(r => r.State != RecordalState.Cancelled)) is not { } recordal || await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.Id == recordal.LicenceId)) is not { } licence) return null;
        var cause = ((RecordalCause[])[RecordalCause.File, RecordalCause.Return, RecordalCause.Record, RecordalCause.Cancel])[random.Next(4)];
        var number = string.Create(CultureInfo.InvariantCulture, $"X{random.NextInt64(1_000_000_000_000)}");
        return By<RecordalDesk, LicenceRecordal>(Stage.Either(licence, random), desk => desk.StepAsync(licence.Id, cause, Stage.Today, number, "补正", WalkStage.Paper(), Ct));
    }

    private async Task<Attempt?> BeginSharingAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Payment>().Where(p => p.Amount > 0)) is not { } payment || await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.Id == payment.LicenceId)) is not { } licence) return null;
        return By<SharingDesk, Sharing>(Stage.Of(licence, random, false), desk => desk.BeginAsync(payment.Id, Ct));
    }

    private async Task<Attempt?> StepSharingAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Sharing>().Where(s => s.State != SharingState.Dropped)) is not { } sharing || await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.Id == sharing.LicenceId)) is not { } licence) return null;
        var cause = ((SharingCause[])[SharingCause.Propose, SharingCause.Propose, SharingCause.TakeBack, SharingCause.Reopen, SharingCause.Pay, SharingCause.Drop])[random.Next(6)];
        var person = Stage.Of(licence, random, false);
        var draft = new SharingDraft(ShareBasis.Percent, null, [new(CostKind.Agency, 100.01m, "代理费")], [new(ShareKind.Inventor, "李工", random.Next(40, 80)), new(ShareKind.Inventor, "王工", 7.77m)]);
        draft = draft with { Splits = [.. draft.Splits, new(ShareKind.Unit, "单位", 100 - draft.Splits.Sum(split => split.Part))] };
        return sharing.State == SharingState.Draft && random.Next(2) == 0
            ? By<SharingDesk, Sharing>(person, desk => desk.SaveAsync(sharing.Id, sharing.Revision, draft, Ct))
            : By<SharingDesk, Sharing>(person, desk => desk.StepAsync(sharing.Id, cause, "更正", Stage.Today, Ct));
    }

    private WalkAct OnLicence<TDesk, T>(string name, int weight, LicenceState?[] states, bool? taker, Func<TDesk, Licence, Random, Task<Outcome<T>>> act) where TDesk : notnull where T : class => new(name, weight, async random =>
        await LicenceAsync(random, db => db.Set<Licence>().Where(l => states.Contains(l.State))) is not { } licence ? null : By<TDesk, T>(Who(licence, random, taker), desk => act(desk, licence, random)));

    /// <summary>That one side proposed to end.</summary>
    private WalkAct OnEnding<TDesk, T>(string name, int weight, Func<TDesk, Licence, Random, Task<Outcome<T>>> act) where TDesk : notnull where T : class => new(name, weight, async random =>
        await Stage.PickAsync(db => db.Set<Licence>().Where(l => db.Set<LicenceAgreement>().Any(a => a.LicenceId == l.Id && a.ObligationId == null && a.State == AgreementState.Open))) is not { } licence ? null : By<TDesk, T>(Stage.Either(licence, random), desk => act(desk, licence, random)));

    private WalkAct OnPayment(string name, int weight, PaymentState state, Func<WalkStage, Licence, Random, Person> who, Func<PaymentDesk, Guid, Task<Outcome<Payment>>> act) => new(name, weight, async random =>
    {
        if (await Stage.PickAsync(db => db.Set<Payment>().Where(p => p.State == state)) is not { } payment || await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.Id == payment.LicenceId)) is not { } licence) return null;
        return By<PaymentDesk, Payment>(who(Stage, licence, random), desk => act(desk, payment.Id));
    });

    private WalkAct OnFee(string name, int weight, ObligationState?[] states, bool? taker, Func<IServiceProvider, Guid, int, Random, Task<Outcome<FeeObligation>>> act) => new(name, weight, async random =>
    {
        if (await Stage.PickAsync(db => db.Set<FeeObligation>().Where(o => states.Contains(o.State))) is not { } fee || await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.Id == fee.LicenceId)) is not { } licence) return null;
        var seed = random.Next();
        // The bureau's are those nobody else has.
        var person = taker is null ? Stage.Bureau(random) : random.Next(4) == 0 ? Stage.Either(licence, random) : Who(licence, random, taker);
        return new Attempt(person, async services => (await act(services, licence.Id, fee.Ordinal, new Random(seed))).Succeeded);
    });

    private WalkAct OnRefund(string name, int weight, RefundState?[] states, bool taker, Func<RefundDesk, Guid, Random, Task<Outcome<Refund>>> act) => new(name, weight, async random =>
    {
        if (await Stage.PickAsync(db => db.Set<Refund>().Where(r => states.Contains(r.State))) is not { } refund || await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.Id == refund.LicenceId)) is not { } licence) return null;
        var seed = random.Next();
        return By<RefundDesk, Refund>(Who(licence, random, taker), desk => act(desk, refund.Id, new Random(seed)));
    });

    private Person Who(Licence licence, Random random, bool? taker) => taker is { } side ? Stage.Of(licence, random, side) : Stage.Either(licence, random);

    /// <summary>Now and then one that nobody should do anything to any more.</summary>
    private Task<Licence?> LicenceAsync(Random random, Func<AppDbContext, IQueryable<Licence>> which) => Stage.PickAsync(random.Next(15) == 0 ? db => db.Set<Licence>() : which);

    private NewPayment Transfer(decimal amount, Random random) =>
        new(Guid.CreateVersion7(), amount, Stage.Today.AddDays(-random.Next(4)), "代付公司", "集团代付", string.Create(CultureInfo.InvariantCulture, $"T{Interlocked.Increment(ref _transfers)}"));
}
