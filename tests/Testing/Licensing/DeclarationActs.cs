using System.Globalization;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Declarations from the draft to the office and back, with consents and objections.</summary>
internal sealed class DeclarationActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly DeclarationState?[] s_moving =
        [DeclarationState.Draft, DeclarationState.InternalReview, DeclarationState.Publicity, DeclarationState.Ready, DeclarationState.Filed, DeclarationState.Defect, DeclarationState.Refused, DeclarationState.Hold, DeclarationState.Transferred];

    private static readonly DeclarationState?[] s_papers = [DeclarationState.Draft, DeclarationState.InternalReview, DeclarationState.Ready];

    public override IReadOnlyList<WalkAct> All =>
    [
        new("begin a declaration", 4, BeginAsync),
        On<Declaration, DeclarationDesk, Declaration>("fill a declaration", 5, db => db.Set<Declaration>().Where(d => d.State == DeclarationState.Draft), Keeper,
            (desk, one, form) => desk.SaveAsync(one.Id, new("参照同类许可", Stage.Today, "户名：测试；账号：1", form.Typed.Next(4) == 0 ? PriceWay.Listed : PriceWay.Agreed, true), Ct)),
        On<Declaration, DeclarationDesk, Declaration>("paper of a declaration", 2, db => db.Set<Declaration>().Where(d => s_papers.Contains(d.State)), Keeper, (desk, one, form) => desk.KeepPaperAsync(one.Id, form.Typed.Next(2) == 0, WalkStage.Paper(), Ct)),
        On<Declaration, ConsentDesk, Declaration>("ask for consents", 2, db => db.Set<Declaration>().Where(d => d.State == DeclarationState.Draft || d.State == DeclarationState.InternalReview || d.State == DeclarationState.Announced), Keeper,
            (desk, one, _) => desk.AskAsync(one.Id, To(one), Ct)),
        new("answer consent", 4, ConsentAsync),
        new("step of a declaration", 16, StepAsync),
        new("withdraw", 1, WithdrawAsync),
        On<Declaration, PublicityDesk, DeclarationObjection>("object to a declaration", 1, db => db.Set<Declaration>().Where(d => d.State == DeclarationState.Publicity), (_, random) => Stage.Taker(random).Clerk,
            (desk, one, form) => desk.ObjectAsync(one.Id, new(form.Once, "马老师", "13900000000", "价格偏低"), null, Ct)),
        On<DeclarationObjection, DeclarationDesk, DeclarationObjection>("dismiss an objection", 2, db => db.Set<DeclarationObjection>().Where(o => o.State == ObjectionState.Open && db.Set<Declaration>().Any(d => d.Id == o.DeclarationId && d.State == DeclarationState.Publicity)),
            (one, random) => Stage.Holder(random).Boss, (desk, one, _) => desk.DismissAsync(one.DeclarationId, one.Id, "价格经评估确定。", Ct)),
    ];

    private async Task<Attempt?> BeginAsync(Random random) => Stage.Offer(random) is not { } offer ? null
        : By<DeclarationDesk, Declaration>(Stage.Keeper(offer.Holder.Id, random), desk => desk.BeginAsync(offer.ListingId, offer.No, Ct));

    /// <summary>Whatever can come next, by who usually does it; the gazette seldom knows better.</summary>
    private async Task<Attempt?> StepAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Declaration>().Where(d => d.OwnerId != null && s_moving.Contains(d.State))) is not { State: { } state } one) return null;
        var rows = DeclarationSteps.Open(state).Where(row => random.Next(12) == 0 || !IsRare(state, row.Cause)).ToList();
        if (rows.Count == 0) return null;
        var row = rows[random.Next(rows.Count)];
        var step = new NewStep(Stage.Today, string.Create(CultureInfo.InvariantCulture, $"N{random.Next(1_000_000)}"), null, "另有安排");
        var (person, paper) = (row.Cause == DeclarationCause.Submit ? Keeper(one, random) : Stage.Decider(one.OwnerId, random), row.Evidence.Count > 0 || row.Cause == DeclarationCause.Announce);
        return By<DeclarationSteps, Declaration>(person, desk => desk.TakeAsync(one.Id, row.Cause, step, paper ? WalkStage.Paper() : null, Ct));
    }

    private static bool IsRare(DeclarationState state, DeclarationCause cause) =>
        cause is DeclarationCause.Discard or DeclarationCause.SendBack or DeclarationCause.TakeBack or DeclarationCause.FileWithdrawal or DeclarationCause.Withdraw || (cause == DeclarationCause.Announce && state != DeclarationState.Filed);

    private async Task<Attempt?> ConsentAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<DeclarationConsent>().Where(c => c.State == ConsentState.Asked && c.OrganisationId != null)) is not { } consent) return null;
        var agrees = random.Next(5) > 0;
        return By<IServiceProvider, Declaration>(Stage.Decider(consent.OrganisationId, random), async services =>
        {
            var declaration = await FindAsync<Declaration>(all => all.Where(d => d.Id == consent.DeclarationId));
            var read = await services.GetRequiredService<DeclarationChecks>().OfAsync(declaration!, Ct);
            return await services.GetRequiredService<ConsentDesk>().AnswerAsync(consent.DeclarationId, consent.To, agrees, "另有打算", read?.TermsHash, Ct);
        });
    }

    /// <summary>What the patentee files and the office announces; a withdrawal is announced long before others are thought of.</summary>
    private async Task<Attempt?> WithdrawAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Declaration>().Where(d => d.OwnerId != null && (d.State == DeclarationState.Announced || d.State == DeclarationState.WithdrawalFiled))) is not { } declaration) return null;
        var cause = declaration.State != DeclarationState.WithdrawalFiled ? DeclarationCause.FileWithdrawal : random.Next(4) == 0 ? DeclarationCause.RefuseWithdrawal : DeclarationCause.Withdraw;
        var step = new NewStep(Stage.Today, string.Create(CultureInfo.InvariantCulture, $"CX{random.Next(1_000_000)}"), null, "不再许可");
        return By<DeclarationSteps, Declaration>(Stage.Decider(declaration.OwnerId, random), desk => desk.TakeAsync(declaration.Id, cause, step, WalkStage.Paper(), Ct));
    }

    private static ConsentTo To(Declaration one) => one.State == DeclarationState.Announced ? ConsentTo.Withdraw : ConsentTo.Declare;

    private Person Keeper(Declaration one, Random random) => random.Next(5) == 0 ? Stage.Keeper(one.OwnerId, random) : Stage.Party(one.OwnerId)?.Clerk ?? Stage.Keeper(one.OwnerId, random);
}
