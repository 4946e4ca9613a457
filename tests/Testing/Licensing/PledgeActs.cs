using System.Globalization;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Pledges of what is also licensed, sold and announced: from a draft to the register and out of it, with loans paid out, consents asked and patents that end.</summary>
internal sealed class PledgeActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly PledgeState?[] s_writable = [PledgeState.Draft, PledgeState.Offered, PledgeState.Agreed, PledgeState.Refused];
    private static readonly PledgeState?[] s_filing = [PledgeState.Agreed, PledgeState.Refused];
    private static readonly PledgeState?[] s_ending = [PledgeState.Registered, PledgeState.Fallen];

    public override IReadOnlyList<WalkAct> All =>
    [
        new("draft a pledge", 5, random => BeginAsync(random, null)),
        new("renew a loan", 1, async random => await Stage.PickAsync(db => db.Set<Pledge>().Where(p => s_ending.Contains(p.State))) is { } earlier ? await BeginAsync(random, earlier) : null),
        On<Pledge, IServiceProvider, Pledge>("other terms of a pledge", 2, db => db.Set<Pledge>().Where(p => s_writable.Contains(p.State)), Giver, async (services, one, form) =>
            await services.GetRequiredService<PledgeDesk>().ReviseAsync(one.Id, await TermsAsync(one, form), new(), one.Versions, Ct)),
        On<Pledge, PledgeDesk, Pledge>("offer a pledge", 8, db => db.Set<Pledge>().Where(p => p.State == PledgeState.Draft), Giver, (desk, one, _) => desk.OfferAsync(one.Id, Ct)),
        On<Pledge, IServiceProvider, Pledge>("agree to a pledge", 8, db => db.Set<Pledge>().Where(p => p.State == PledgeState.Offered), Taker, async (services, one, form) =>
        {
            var read = await FindAsync<PledgeVersion>(all => all.Where(v => v.PledgeId == one.Id && (v.Number == one.Versions || form.Seed % 20 == 0)).OrderBy(v => v.Number));
            return await services.GetRequiredService<PledgeDesk>().AgreeAsync(one.Id, read?.Sha256, Ct);
        }),
        On<Pledge, PledgeDesk, Pledge>("decline a pledge", 1, db => db.Set<Pledge>().Where(p => p.State == PledgeState.Offered), Taker, (desk, one, _) => desk.DeclineAsync(one.Id, "额度不符", Ct)),
        On<Pledge, PledgeDesk, Pledge>("take a pledge back", 1, db => db.Set<Pledge>().Where(p => p.State != PledgeState.Registered), Giver, (desk, one, _) => desk.TakeBackAsync(one.Id, "另行融资", Ct)),
        Office("file a pledge", 6, PledgeCause.File, s_filing),
        Office("pledge returned by the office", 2, PledgeCause.Return, [PledgeState.Filed]),
        Office("pledge handed in again", 3, PledgeCause.Resubmit, [PledgeState.Returned]),
        Office("pledge refused by the office", 1, PledgeCause.Refuse, [PledgeState.Filed]),
        Office("pledge registered", 8, PledgeCause.Register, [PledgeState.Filed]),
        Office("pledge released", 3, PledgeCause.Release, s_ending),
        Office("pledge enforced", 1, PledgeCause.Enforce, [PledgeState.Registered]),
        On<Pledge, IServiceProvider, Pledge>("change a pledge", 2, db => db.Set<Pledge>().Where(p => p.State == PledgeState.Registered), Giver, async (services, one, form) =>
            await services.GetRequiredService<PledgeChanges>().ChangeAsync(one.Id, await TermsAsync(one, form), new(), one.Versions, Stage.Today, WalkStage.Paper(), Ct)),
        On<Pledge, PledgeDrawdowns, Pledge>("pay a loan out", 6, db => db.Set<Pledge>().Where(p => p.State == PledgeState.Registered), Taker, (desk, one, form) =>
            desk.AddAsync(one.Id, form.Once, Stage.Today, form.Typed.Next(1, 8) * 100_000m, WalkStage.Paper(), Ct)),
        On<PledgeDrawdown, PledgeDrawdowns, Pledge>("strike a loan out", 1, db => db.Set<PledgeDrawdown>().Where(d => d.StruckAt == null), (_, random) => Stage.Taker(random).Boss, (desk, one, _) => desk.StrikeAsync(one.PledgeId, one.Id, "录入有误", Ct)),
        On<Deal, PledgeeConsents, Deal>("ask the pledgee", 3, db => db.Set<Deal>().Where(d => db.Set<DealPatent>().Any(p => p.DealId == d.Id && db.Set<PledgePatent>().Any(x => x.ApplicationNo == p.ApplicationNo && x.Held))), (one, random) => Stage.Decider(one.HolderId, random), (desk, one, _) =>
            desk.AskAsync(one.Id, Ct)),
        On<PledgeeConsent, PledgeeConsents, Pledge>("pledgee's answer", 4, db => db.Set<PledgeeConsent>(), (_, random) => Stage.Taker(random).Boss, (desk, one, form) =>
            desk.AnswerAsync(one.PledgeId, one.DealId, form.Typed.Next(4) > 0, "风险过高", one.TermsHash, Ct)),
    ];

    /// <summary>What the office says, entered by either side with its paper.</summary>
    private WalkAct Office(string name, int weight, PledgeCause cause, PledgeState?[] from) => On<Pledge, PledgeOffice, Pledge>(name, weight, db => db.Set<Pledge>().Where(p => from.Contains(p.State)),
        (one, random) => random.Next(2) == 0 ? Giver(one, random) : Taker(one, random), (desk, one, form) => desk.StepAsync(one.Id, cause, new(Stage.Today, Number(form), false, null, "材料不全"), WalkStage.Paper(), Ct));

    private async Task<Attempt?> BeginAsync(Random random, Pledge? earlier)
    {
        if (Stage.Offer(random) is not { } offer) return null;
        var (form, pledgee) = (Form.New(random), Stage.Taker(random));
        var patents = earlier is null ? [offer.No] : await PatentsAsync(earlier);
        var terms = Terms(form, patents, pledgee.Organisation.Name, pledgee.Organisation.Uscc);
        return By<PledgeDesk, Pledge>(earlier is null ? Stage.Keeper(offer.Holder.Id, random) : Giver(earlier, random), desk => desk.BeginAsync(form.Once, terms, new(WalkStage.Paper()), earlier?.Id, Ct));
    }

    private async Task<PledgeTerms> TermsAsync(Pledge one, Form form) => Terms(form, await PatentsAsync(one), one.PledgeeName, one.PledgeeCode);

    private Task<string[]> PatentsAsync(Pledge one) => Stage.App.WithDatabaseAsync(db => Task.FromResult(db.Set<PledgePatent>().Where(p => p.PledgeId == one.Id).OrderBy(p => p.Place).Select(p => p.ApplicationNo).ToArray()));

    private PledgeTerms Terms(Form form, IReadOnlyList<string> patents, string pledgee, string code) => new()
    {
        Patents = patents,
        Pledgee = pledgee,
        PledgeeCode = code,
        PledgeeAddress = "博乐市北京路 1 号",
        MainContractNo = "流贷-" + (form.Seed % 100_000).ToString(CultureInfo.InvariantCulture),
        DebtKind = "流动资金贷款",
        Amount = form.Typed.Next(1, 20) * 100_000m,
        From = Stage.Today,
        Until = Stage.Today.AddDays(90 + form.Seed % 600),
        Scope = "主债权及利息",
        Pair = Web.Licensing.Pledges.Told.None,
        Invalidity = form.Seed % 12 == 0 ? Web.Licensing.Pledges.Told.Untold : Web.Licensing.Pledges.Told.None,
    };

    private static string Number(Form form) => string.Create(CultureInfo.InvariantCulture, $"Y{2026 + form.Seed % 9}{form.Seed % 1_000_000_000:000000000}");

    private Person Giver(Pledge one, Random random) => Stage.Decider(one.Own(Side.Giver), random);

    private Person Taker(Pledge one, Random random) => Stage.Decider(one.Own(Side.Taker), random);
}
