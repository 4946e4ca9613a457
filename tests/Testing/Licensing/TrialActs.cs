using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>Trials from the first terms to a licence, or to what is given back.</summary>
internal sealed class TrialActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly TrialState?[] s_ended = [TrialState.Exited, TrialState.Expired, TrialState.BrokenOff];
    private static readonly TrialState?[] s_reporting = [TrialState.Running, .. s_ended];
    private static readonly TrialState?[] s_becoming = [TrialState.Agreed, TrialState.Running, TrialState.Expired];

    public override IReadOnlyList<WalkAct> All =>
    [
        new("offer a trial", 6, OfferAsync),
        On<Trial, TrialDesk, Trial>("counter a trial", 2, db => db.Set<Trial>().Where(t => t.State == TrialState.Offered), Answerer, (desk, one, form) => desk.CounterAsync(one.Id, Terms(Stage.Today, form, Signer(one)), Fee(form), Ct)),
        On<Trial, IServiceProvider, Trial>("agree to a trial", 10, db => db.Set<Trial>().Where(t => t.State == TrialState.Offered || (t.State == TrialState.Running && t.Version > t.AgreedVersion)), Answerer, async (services, one, form) =>
        {
            var read = await FindAsync<TrialVersion>(all => all.Where(v => v.TrialId == one.Id && (v.Number == one.Version || form.Seed % 20 == 0)).OrderBy(v => v.Number));
            return await services.GetRequiredService<TrialDesk>().AgreeAsync(one.Id, Convert.ToHexString(read!.Sha256), "王处", Signer(one), Ct);
        }),
        On<Trial, TrialDesk, Trial>("decline a trial", 1, db => db.Set<Trial>().Where(t => t.State == TrialState.Offered || (t.State == TrialState.Running && t.Version > t.AgreedVersion)), Answerer, (desk, one, _) => desk.DeclineAsync(one.Id, "不合适", Ct)),
        On<Trial, TrialDesk, Trial>("take a trial back", 1, db => db.Set<Trial>().Where(t => t.State == TrialState.Offered), (one, random) => Stage.Decider(Own(one, one.By), random), (desk, one, _) => desk.TakeBackAsync(one.Id, Ct)),
        On<Trial, TrialDesk, Trial>("ask for longer", 2, db => db.Set<Trial>().Where(t => t.State == TrialState.Running && t.Version == t.AgreedVersion), Either, (desk, one, form) => desk.AskLongerAsync(one.Id, Longer(one, form), Fee(form), Ct)),
        On<Trial, IServiceProvider, Trial>("report of a trial", 5, db => db.Set<Trial>().Where(t => s_reporting.Contains(t.State)), Taker, async (services, one, _) =>
            await services.GetRequiredService<TrialConduct>().ReportAsync(one.Id, (await FindAsync<TrialReport>(all => all.Where(r => r.TrialId == one.Id && r.ReportedOn == null).OrderBy(r => r.DueOn)))?.Number ?? 1, "产量和电耗", WalkStage.Paper(), Ct)),
        On<Trial, TrialConduct, Trial>("evaluate a trial", 3, db => db.Set<Trial>().Where(t => s_reporting.Contains(t.State)), Taker, (desk, one, form) => desk.EvaluateAsync(one.Id, [form.Typed.Next(9).ToString(CultureInfo.InvariantCulture)], [form.Typed.Next(2) == 0], Ct)),
        On<Trial, TrialConduct, Trial>("leave a trial", 1, db => db.Set<Trial>().Where(t => t.State == TrialState.Agreed || t.State == TrialState.Running), Taker, (desk, one, _) => desk.ExitAsync(one.Id, one.Number, "不适合", Ct)),
        On<Trial, TrialConduct, Trial>("break a trial off", 2, db => db.Set<Trial>().Where(t => t.State == TrialState.Running), Giver, (desk, one, form) => desk.BreakAsync(one.Id, form.Typed.Next(4) == 0, one.Number, "另作他用", WalkStage.Paper(), Ct)),
        On<Trial, TrialConduct, Trial>("give back", 4, db => db.Set<Trial>().Where(t => t.ReturnBy != null && t.ReturnedOn == null), Taker, (desk, one, _) => desk.ReturnAsync(one.Id, Stage.Today, "已送回", Ct)),
        On<Trial, TrialConduct, Trial>("answer what came back", 4, db => db.Set<Trial>().Where(t => t.ReturnedOn != null && t.ReturnConfirmedOn == null), Giver, (desk, one, form) => desk.AnswerReturnAsync(one.Id, form.Typed.Next(4) > 0, "还缺一件", Ct)),
        On<Trial, OpenLicenceDesk, Licence>("notify after a trial", 4, db => db.Set<Trial>().Where(t => s_becoming.Contains(t.State) && db.Set<Declaration>().Any(d => d.ApplicationNo == t.ApplicationNo && d.State == DeclarationState.Announced)), Taker,
            (desk, one, form) => desk.NotifyAsync(one.ApplicationNo, Stage.Notice(Stage.Party(one.TakerId)!.Organisation, form.Typed) with { Once = form.Once }, null, Ct)),
    ];

    /// <summary>By whoever wants it, or by whose it is; of what is announced, or of what is only offered.</summary>
    private async Task<Attempt?> OfferAsync(Random random)
    {
        var offer = Stage.Offer(random);
        if (random.Next(2) == 0 && await Stage.PickAsync(db => db.Set<Declaration>().Where(d => d.State == DeclarationState.Announced && d.OwnerId != null)) is { } declaration && Stage.Party(declaration.OwnerId) is { } owner)
            offer = new(declaration.ApplicationNo, declaration.ListingId, owner.Organisation, null);
        if (offer is null) return null;
        var (form, taker, byHolder) = (Form.New(random), Stage.Taker(random), random.Next(3) == 0);
        var terms = Terms(Stage.Today, form, byHolder ? offer.Holder.Name : taker.Organisation.Name);
        terms.Taker = taker.Organisation.Uscc;
        return By<TrialDesk, Trial>(byHolder ? Stage.Decider(offer.Holder.Id, random) : taker.Keeper(random), desk => desk.OfferAsync(offer.No, terms, Fee(form), Ct));
    }

    private static TrialForm Terms(DateOnly from, Form form, string own)
    {
        var (typed, lent) = (form.Typed, form.Seed % 2 == 0);
        var until = from.AddDays(typed.Next(20, 120));
        return new()
        {
            Once = form.Once,
            Use = "滴灌产线试用",
            StartsOn = from,
            FreeUntil = until,
            Names = ["能耗"],
            Measures = ["抄表"],
            Targets = ["低 10%"],
            Trigger = "指标达标",
            ExitRight = "随时退出",
            ReportWhat = "产量和电耗",
            ReportOn = [from.AddDays(10), until],
            Materials = lent ? "模具一套" : null,
            ReturnDays = lent ? 20 : null,
            SignedBy = "马经理",
            Confirmed = own,
        };
    }

    private static TrialForm Longer(Trial one, Form form)
    {
        var terms = Terms(one.StartsOn, form, one.HolderName);
        terms.FreeUntil = one.FreeUntil.AddDays(30);
        terms.ReportOn = [one.FreeUntil.AddDays(20)];
        if (form.Seed % 3 > 0) terms.Confirmed = one.TakerName;
        return terms;
    }

    private static ListingForm Fee(Form form) => new() { FeeModel = nameof(FeeModel.LumpSum), Amount = form.Typed.Next(1_000, 50_000).ToString(CultureInfo.InvariantCulture) };

    private static Guid Own(Trial one, Side side) => side == Side.Giver ? one.HolderId : one.TakerId;

    /// <summary>Whose the answer is.</summary>
    private Person Answerer(Trial one, Random random) => Stage.Decider(Own(one, one.By == Side.Giver ? Side.Taker : Side.Giver), random);

    private static string Signer(Trial one) => one.By == Side.Giver ? one.TakerName : one.HolderName;

    private Person Either(Trial one, Random random) => Stage.Decider(Own(one, random.Next(3) > 0 ? Side.Taker : Side.Giver), random);

    private Person Taker(Trial one, Random random) => Stage.Keeper(one.TakerId, random);

    private Person Giver(Trial one, Random random) => Stage.Keeper(one.HolderId, random);
}
