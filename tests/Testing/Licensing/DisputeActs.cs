using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Testing.Licensing;

/// <summary>Disputes, the bureaus they go to, and what a record leads to.</summary>
internal sealed class DisputeActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly DisputeState?[] s_open = [DisputeState.Negotiating, DisputeState.Asked, DisputeState.Accepted, DisputeState.Proposed];
    private static readonly DisputeState?[] s_done = [DisputeState.Agreed, DisputeState.Failed];
    private static readonly LicenceState?[] s_live = [LicenceState.Effective, LicenceState.Performing, LicenceState.Breach, LicenceState.Disputed];

    public override IReadOnlyList<WalkAct> All =>
    [
        new("open a dispute", 6, OpenAsync),
        Party("ask for mediation", 8, DisputeState.Negotiating, (desk, one, _) => desk.AskAsync(one.Id, Ct)),
        Party("settle alone", 1, DisputeState.Negotiating, (desk, one, _) => desk.ResolveAsync(one.Id, "谈妥了", Ct)),
        Party("refuse mediation", 1, DisputeState.Asked, (desk, one, _) => desk.RefuseAsync(one.Id, "不同意调解", Ct)),
        On<Dispute, DisputeDesk, Dispute>("withdraw a dispute", 1, db => db.Set<Dispute>().Where(d => s_open.Contains(d.State)), Either, (desk, one, _) => desk.WithdrawAsync(one.Id, "不争了", Ct)),
        On<Dispute, DisputeDesk, Dispute>("lay evidence", 3, db => db.Set<Dispute>().Where(d => s_open.Contains(d.State)), Either, (desk, one, form) => desk.AddEvidenceAsync(one.Id, form.Once, "检测报告", WalkStage.Paper(), Ct)),
        Party("confirm an agreement", 8, DisputeState.Proposed, (desk, one, form) => desk.ConfirmAsync(one.Id, MediationDesk.Code(one), "某人", form.Seed % 2 == 0 ? Name(one.TakerId) : Name(one.GiverId), Ct)),
        Party("object to an agreement", 1, DisputeState.Proposed, (desk, one, _) => desk.ObjectAsync(one.Id, "太少", Ct)),
        Bureau("accept a dispute", 10, DisputeState.Asked, (desk, one, form) => desk.AcceptAsync(one.Id, Mediator(one, form), "无利害关系", Ct)),
        Bureau("pass a dispute on", 2, DisputeState.Asked, (desk, one, _) => desk.ForwardAsync(one.Id, "案情复杂", Ct)),
        Bureau("decline a dispute", 1, DisputeState.Asked, (desk, one, _) => desk.DeclineAsync(one.Id, "已起诉", Ct)),
        Bureau("session", 4, DisputeState.Accepted, (desk, one, form) => desk.AddSessionAsync(one.Id, form.Once, Stage.Today, "线上", "双方陈述", WalkStage.Paper(), Ct)),
        Bureau("extend a mediation", 1, DisputeState.Accepted, (desk, one, _) => desk.ExtendAsync(one.Id, "需要鉴定", Ct)),
        Bureau("propose an agreement", 6, DisputeState.Accepted, (desk, one, form) => desk.ProposeAsync(one.Id, $"减为 {form.Typed.Next(1, 9)} 万元", Ct)),
        Bureau("fail a mediation", 2, DisputeState.Accepted, (desk, one, _) => desk.FailAsync(one.Id, "各执一词", WalkStage.Paper(), Ct)),
        On<Dispute, MediationDesk, Dispute>("keep the record", 4, db => db.Set<Dispute>().Where(d => s_done.Contains(d.State) && d.RecordId == null && d.BureauId != null), Mediates, (desk, one, _) => desk.KeepRecordAsync(one.Id, WalkStage.Paper(), Ct)),
        Told<Dispute, MediatedSteps>("step after a mediation", 6, db => db.Set<Dispute>().Where(d => s_done.Contains(d.State) && d.RecordId != null && d.Subject != DisputeSubject.Licence), Mediates,
            async (steps, one, form) => await steps.TakeAsync(one.Id, form.Typed.Next(5) * 1_000m, form.Typed.Next(2) == 0 ? null : Stage.Today, "调解", Ct) is null),
        On<Dispute, EvidenceDesk, EvidencePack>("freeze the evidence", 3, db => db.Set<Dispute>(), (one, random) => random.Next(3) == 0 ? Mediates(one, random) : Either(one, random), (desk, one, _) => desk.FreezeAsync(one.Id, Ct)),
        new("give or take the power to mediate", 1, PowerAsync),
    ];

    private async Task<Attempt?> OpenAsync(Random random)
    {
        var (subject, id, of) = await AboutAsync(random);
        if (of is not { } licenceId || await FindAsync<Licence>(all => all.Where(l => l.Id == licenceId)) is not { } licence) return null;
        var given = new NewDispute(Guid.CreateVersion7(), subject, id, "质量不符", "减少费用");
        return By<DisputeDesk, Dispute>(Stage.Either(licence, random), desk => desk.OpenAsync(licence.Id, given, Ct));
    }

    /// <summary>Most often of something that is disputed already: a mediation leads to a step there.</summary>
    private async Task<(DisputeSubject Subject, Guid? Id, Guid? Licence)> AboutAsync(Random random)
    {
        var any = random.Next(5) == 0;
        switch (random.Next(5))
        {
            case 0: return await Stage.PickAsync(db => db.Set<FeeObligation>().Where(o => any || o.State == ObligationState.Disputed)) is { } fee ? (DisputeSubject.Fee, fee.Id, fee.LicenceId) : default;
            case 1: return await Stage.PickAsync(db => db.Set<Payment>().Where(p => any || p.State == PaymentState.Contested)) is { } payment ? (DisputeSubject.Payment, payment.Id, payment.LicenceId) : default;
            case 2: return await Stage.PickAsync(db => db.Set<Refund>().Where(r => any || r.State == RefundState.Contested)) is { } refund ? (DisputeSubject.Refund, refund.Id, refund.LicenceId) : default;
            case 3: return await Stage.PickAsync(db => db.Set<FeeTrigger>().Where(t => any || t.State == TriggerState.Contested)) is { } trigger ? (DisputeSubject.Condition, trigger.Id, trigger.LicenceId) : default;
            default: return await Stage.PickAsync(db => db.Set<Licence>().Where(l => s_live.Contains(l.State))) is { } licence ? (DisputeSubject.Licence, null, licence.Id) : default;
        }
    }

    /// <summary>A bureau says it of one below; sometimes of itself.</summary>
    private Task<Attempt?> PowerAsync(Random random)
    {
        var (above, below, has) = (Stage.Bureaus[random.Next(1, 3)], Stage.Bureaus[random.Next(2)], random.Next(2) == 0);
        return Task.FromResult<Attempt?>(By<MediationPowers, MediationPower>(above.Clerk, powers => powers.SetAsync(below.Organisation.Id, has, "案件量", Ct)));
    }

    private WalkAct Party(string name, int weight, DisputeState state, Func<DisputeDesk, Dispute, Form, Task<Outcome<Dispute>>> act) => On(name, weight, db => db.Set<Dispute>().Where(d => d.State == state), Either, act);

    private WalkAct Bureau(string name, int weight, DisputeState state, Func<MediationDesk, Dispute, Form, Task<Outcome<Dispute>>> act) => On(name, weight, db => db.Set<Dispute>().Where(d => d.State == state), Mediates, act);

    private Person Either(Dispute one, Random random) => Stage.Keeper(random.Next(2) == 0 ? one.TakerId : one.GiverId, random);

    private Person Mediates(Dispute one, Random random) => Stage.Keeper(one.BureauId, random);

    private Guid? Mediator(Dispute one, Form form) => form.Seed % 15 == 0 ? Stage.Party(one.TakerId)?.Clerk.Id : Stage.Party(one.BureauId)?.Clerk.Id;

    private string? Name(Guid organisation) => Stage.Party(organisation)?.Organisation.Name;
}
