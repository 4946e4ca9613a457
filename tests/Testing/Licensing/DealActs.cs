using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Deals.Contracts;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Negotiated contracts from the first request to the register, with the approval of both houses.</summary>
internal sealed class DealActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly DealState?[] s_talking = [DealState.Requested, DealState.Negotiating];
    private static readonly DealState?[] s_open = [DealState.Requested, DealState.Negotiating, DealState.Agreed, DealState.Drafted];
    private static readonly DealState?[] s_office = [DealState.Contracted, DealState.Filed, DealState.Returned, DealState.Refused];

    public override IReadOnlyList<WalkAct> All =>
    [
        new("ask for a deal", 8, RequestAsync),
        new("ask for a sub-licence", 2, SubAsync),
        new("go on from a trial", 2, FromTrialAsync),
        new("propose terms", 9, ProposeAsync),
        On<Deal, IServiceProvider, Deal>("accept terms", 12, db => db.Set<Deal>().Where(d => d.State == DealState.Negotiating), Mover, async (services, one, form) =>
        {
            var read = await FindAsync<DealProposal>(all => all.Where(p => p.DealId == one.Id && (p.Number == one.Versions || form.Seed % 20 == 0)).OrderBy(p => p.Number));
            return await services.GetRequiredService<DealProposals>().AcceptAsync(one.Id, read?.Sha256, Ct);
        }),
        On<Deal, DealProposals, Deal>("decline a deal", 1, db => db.Set<Deal>().Where(d => s_talking.Contains(d.State)), Mover, (desk, one, _) => desk.DeclineAsync(one.Id, "不合适", Ct)),
        On<Deal, DealProposals, Deal>("take a deal back", 1, db => db.Set<Deal>().Where(d => s_open.Contains(d.State)), Either, (desk, one, _) => desk.TakeBackAsync(one.Id, "另有安排", Ct)),
        On<Deal, DealContracts, Deal>("draft a contract", 10, db => db.Set<Deal>().Where(d => d.State == DealState.Agreed), Either, (desk, one, _) => desk.DraftAsync(one.Id, Ct)),
        On<Deal, DealPapers, Deal>("way of a deal's price", 5, db => db.Set<Deal>().Where(d => d.PriceBy == null && s_open.Contains(d.State)), (one, random) => Stage.Keeper(one.HolderId, random),
            (desk, one, form) => desk.PriceAsync(one.Id, form.Typed.Next(2) == 0 ? PriceWay.Agreed : PriceWay.Listed, Ct)),
        On<Deal, DealPapers, Deal>("paper of a deal", 9, db => db.Set<Deal>().Where(d => s_open.Contains(d.State)), (one, random) => Stage.Keeper(one.HolderId, random),
            (desk, one, form) => desk.KeepAsync(one.Id, DealPaper.Codes[form.Typed.Next(3)], WalkStage.Paper(), Ct)),
        On<Deal, DealConsents, Deal>("ask co-owners of a deal", 2, db => db.Set<Deal>().Where(d => d.Versions > 0 && s_open.Contains(d.State)), (one, random) => Stage.Keeper(one.HolderId, random), (desk, one, _) => desk.AskAsync(one.Id, Ct)),
        On<DealConsent, IServiceProvider, Deal>("consent to a deal", 4, db => db.Set<DealConsent>().Where(c => c.State == ConsentState.Asked && c.OrganisationId != null), (one, random) => Stage.Decider(one.OrganisationId, random), async (services, one, form) =>
        {
            var desk = services.GetRequiredService<DealConsents>();
            return await desk.AnswerAsync(one.DealId, form.Seed % 5 > 0, "不同意", (await desk.AskedAsync(one.DealId, Ct))?.Check.Proposal?.Sha256, Ct);
        }),
        On<Deal, DealPublicity, Deal>("make a price public", 4, db => db.Set<Deal>().Where(d => d.State == DealState.Drafted && d.PriceBy == PriceWay.Agreed && d.PublicUntil == null), (one, random) => Stage.Decider(one.HolderId, random), (desk, one, _) => desk.PubliciseAsync(one.Id, Ct)),
        On<Deal, DealPublicity, DealObjection>("object to a deal", 1, db => db.Set<Deal>().Where(d => d.State == DealState.Publicity), (_, random) => Stage.Taker(random).Clerk, (desk, one, form) => desk.ObjectAsync(one.Id, new(form.Once, "马老师", "13900000000", "价格偏低"), null, Ct)),
        On<DealObjection, DealPublicity, Deal>("answer an objection to a deal", 3, db => db.Set<DealObjection>().Where(o => o.State == ObjectionState.Open && db.Set<Deal>().Any(d => d.Id == o.DealId && d.State == DealState.Publicity)), (_, random) => Stage.Holder(random).Boss,
            (desk, one, form) => form.Typed.Next(4) == 0 ? desk.UpholdAsync(one.DealId, "重新定价", Ct) : desk.DismissAsync(one.DealId, one.Id, "价格经评估确定。", Ct)),
        On<Deal, IServiceProvider, Deal>("send a contract on", 12, db => db.Set<Deal>().Where(d => d.State == DealState.Drafted), (one, random) => Stage.Decider(one.Own(random.Next(2) == 0 ? Side.Giver : Side.Taker), random), async (services, one, form) =>
            await services.GetRequiredService<DealFlow>().SubmitAsync(one.Id, form.Seed % 20 == 0 ? "?" : (await FindAsync<DealContract>(all => all.Where(c => c.Id == one.ContractId)))?.VersionCode, Ct)),
        new("decide an approval", 12, DecideAsync),
        new("step at the register", 10, RegisterAsync),
    ];

    private async Task<Attempt?> RequestAsync(Random random)
    {
        if (Stage.Offer(random) is not { } offer) return null;
        var (once, taker) = (Guid.CreateVersion7(), random.Next(5) == 0 ? Stage.Holder(random) : Stage.Taker(random));
        DealKind[] kinds = [DealKind.Ordinary, DealKind.Ordinary, DealKind.Exclusive, DealKind.Sole, DealKind.Assignment, DealKind.Equity, DealKind.Cross];
        var (kind, byHolder) = (kinds[random.Next(kinds.Length)], random.Next(2) == 0);
        return byHolder ? By<DealDesk, Deal>(Stage.Keeper(offer.Holder.Id, random), desk => desk.RequestAsync(new(once, kind, [offer.No], taker.Organisation.Uscc), Ct))
            : By<DealDesk, Deal>(taker.Keeper(random), desk => desk.RequestAsync(new(once, kind, [offer.No]), Ct));
    }

    private async Task<Attempt?> SubAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Licence>().Where(l => l.DealId != null && l.State == LicenceState.Effective && l.Kind != DealKind.Sub)) is not { } parent) return null;
        var (once, other) = (Guid.CreateVersion7(), Stage.Taker(random).Organisation.Uscc);
        return By<DealDesk, Deal>(Stage.Keeper(parent.LicenseeId, random), desk => desk.RequestAsync(new(once, DealKind.Sub, [], other, Parent: parent.Id), Ct));
    }

    private async Task<Attempt?> FromTrialAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Trial>().Where(t => t.State == TrialState.Running || t.State == TrialState.Expired)) is not { } trial) return null;
        var once = Guid.CreateVersion7();
        return By<DealDesk, Deal>(Stage.Keeper(trial.HolderId, random), desk => desk.RequestAsync(new(once, DealKind.Ordinary, [trial.ApplicationNo], trial.TakerCode, Trial: trial.Id), Ct));
    }

    private async Task<Attempt?> ProposeAsync(Random random)
    {
        var again = random.Next(6) == 0;
        if (await Stage.PickAsync(db => db.Set<Deal>().Where(d => d.State == DealState.Requested || (again && s_open.Contains(d.State)))) is not { } deal) return null;
        var numbers = await Stage.App.WithDatabaseAsync(db => db.Set<DealPatent>().Where(p => p.DealId == deal.Id && !p.Returned).OrderBy(p => p.Place).Select(p => p.ApplicationNo).ToListAsync());
        var returned = deal.Kind == DealKind.Cross ? await FindAsync<PatentHolder>(all => all.Where(h => h.OrganisationId == deal.TakerId).OrderByDescending(h => h.ApplicationNo)) : null;
        var parent = deal.ParentId is { } id ? await FindAsync<Licence>(all => all.Where(l => l.Id == id)) : null;
        var terms = Terms(deal.Kind, numbers, returned?.ApplicationNo, parent?.EndsOn, random);
        return By<DealProposals, Deal>(Either(deal, random), desk => desk.ProposeAsync(deal.Id, terms, null, deal.Versions, Ct));
    }

    private DealTerms Terms(DealKind kind, IReadOnlyList<string> numbers, string? returned, DateOnly? until, Random random)
    {
        var (model, fee) = random.Next(kind.IsTransfer() ? 2 : 4) switch
        {
            0 => (FeeModel.Instalment, new FeeTerms { Parts = [new(10_000, 0), new(20_000.45m, 30)], LateRate = 3.65m }),
            1 => (FeeModel.LumpSum, new() { Amount = random.Next(1, 90) * 1_000 }),
            2 => (FeeModel.RunningRate, new() { Base = FeeBase.NetSales, Rate = 3, Definition = "不含税销售额", Period = FeePeriod.Quarter }),
            _ => (FeeModel.Deferred, new() { FreeUntil = Stage.Today.AddDays(60), Then = FeeModel.LumpSum, Amount = 20_000 }),
        };
        var end = Stage.Today.AddMonths(random.Next(2, 24));
        return new()
        {
            Kind = kind,
            Patents = numbers,
            Returned = returned is null ? [] : [returned],
            Model = kind == DealKind.Equity ? null : model,
            Fee = kind == DealKind.Equity ? new() : fee,
            Until = kind.IsTransfer() ? null : until < end ? until : end,
            Field = "滴灌带",
            Territory = kind.IsTransfer() ? null : "中国境内",
            Sublicence = random.Next(3) > 0,
            ConfidentialYears = 3,
            Valuation = kind == DealKind.Equity ? 100_000 : null,
            SharePercent = kind == DealKind.Equity ? 10 : null,
            Company = kind == DealKind.Equity ? "滴灌科技有限公司" : null,
        };
    }

    private async Task<Attempt?> RegisterAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<Deal>().Where(d => s_office.Contains(d.State))) is not { State: { } state } deal) return null;
        var rows = DealRegistration.Open(state).Where(row => row.Cause != DealCause.BreakOff || random.Next(10) == 0).ToList();
        if (rows.Count == 0) return null;
        var cause = rows[random.Next(rows.Count)].Cause;
        var step = new NewRegistrationStep(Stage.Today, string.Create(CultureInfo.InvariantCulture, $"D{random.NextInt64(1_000_000_000_000)}"), null, "材料不全");
        return By<DealRegistration, Deal>(cause == DealCause.BreakOff ? Stage.Decider(deal.HolderId, random) : Either(deal, random), desk => desk.StepAsync(deal.Id, cause, step, WalkStage.Paper(), Ct));
    }

    private Person Either(Deal deal, Random random) => Stage.Keeper(deal.Own(random.Next(2) == 0 ? Side.Giver : Side.Taker), random);

    /// <summary>Most often whose move it is.</summary>
    private Person Mover(Deal deal, Random random) => random.Next(12) == 0 ? Either(deal, random) : Stage.Decider(deal.Own(deal.Ball == Side.Giver ? Side.Giver : Side.Taker), random);

    private async Task<Attempt?> DecideAsync(Random random)
    {
        if (await Stage.PickAsync(db => db.Set<ApprovalRun>().Where(r => r.State == ApprovalState.Open)) is not { } run || await FindAsync<ApprovalRunStep>(all => all.Where(s => s.RunId == run.Id && s.Agreed == null).OrderBy(s => s.Place)) is not { } step) return null;
        var agrees = random.Next(10) > 0;
        return By<ApprovalDesk, ApprovalRun>(Stage.Keeper(run.OrganisationId, random), desk => desk.DecideAsync(run.Id, step.Place, agrees, "再议", Ct));
    }
}
