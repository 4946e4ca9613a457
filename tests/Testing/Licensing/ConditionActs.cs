using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Testing.Licensing;

/// <summary>Use first, pay later: what is said about conditions, and who leaves while it is free.</summary>
internal sealed class ConditionActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly LicenceState?[] s_asking = [LicenceState.Effective, LicenceState.Performing, LicenceState.Ended];

    public override IReadOnlyList<WalkAct> All =>
    [
        On<Licence, TriggerDesk, FeeTrigger>("state a condition", 5, Conditional, (one, random) => Stage.Either(one, random),
            (desk, one, form) => desk.StateAsync(one.Id, form.Once, Stage.Today.AddDays(-form.Typed.Next(3)), "销售台账", WalkStage.Paper(), Ct)),
        new("confirm a condition", 2, random => OnAsync(random, TriggerState.Stated, true, (desk, one) => desk.ConfirmAsync(one.LicenceId, Ct))),
        new("contest a condition", 2, random => OnAsync(random, TriggerState.Stated, true, (desk, one) => desk.ContestAsync(one.LicenceId, "没有达到", Ct))),
        new("concede a condition", 1, random => OnAsync(random, TriggerState.Contested, true, (desk, one) => desk.ConfirmAsync(one.LicenceId, Ct))),
        new("take a condition back", 1, random => OnAsync(random, random.Next(2) == 0 ? TriggerState.Stated : TriggerState.Contested, false, (desk, one) => desk.TakeBackAsync(one.LicenceId, Ct))),
        On<FeeTrigger, TriggerDesk, FeeTrigger>("decide a condition", 1, db => db.Set<FeeTrigger>().Where(t => t.State == TriggerState.Contested), (_, random) => Stage.Bureau(random),
            (desk, one, form) => desk.DecideAsync(one.LicenceId, form.Typed.Next(2) == 0 ? null : one.MetOn, "调解", WalkStage.Paper(), Ct)),
        On<Licence, TriggerDesk, Licence>("leave while it is free", 1, db => db.Set<Licence>().Where(l => l.FirstFee == 0 && l.State == LicenceState.Effective), (one, random) => Stage.Of(one, random, true), (desk, one, _) => desk.ExitAsync(one.Id, one.CertificateNo, "停产", Ct)),
    ];

    private IQueryable<Licence> Conditional(AppDbContext db)
    {
        var patents = Stage.Conditional;
        return db.Set<Licence>().Where(l => patents.Contains(l.ApplicationNo) && s_asking.Contains(l.State));
    }

    /// <param name="random">Of this step.</param>
    /// <param name="state">It stands there.</param>
    /// <param name="other">By the side that did not say it; otherwise by the one that did.</param>
    /// <param name="act">What is done.</param>
    private async Task<Attempt?> OnAsync(Random random, TriggerState state, bool other, Func<TriggerDesk, FeeTrigger, Task<Outcome<FeeTrigger>>> act)
    {
        if (await Stage.PickAsync(db => db.Set<FeeTrigger>().Where(t => t.State == state)) is not { } one || await FindAsync<Licence>(all => all.Where(l => l.Id == one.LicenceId)) is not { } licence) return null;
        var person = Stage.Of(licence, random, taker: one.By == Side.Taker != other);
        return By<TriggerDesk, FeeTrigger>(person, desk => act(desk, one));
    }
}
