using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Deals;

/// <summary>A deal that goes on from a trial is of its two sides, and there is one.</summary>
public sealed class DealFromTrialTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_begins_from_the_trial_of_somebody_else_and_a_trial_leads_to_one_contract()
    {
        await using var stage = await TrialStage.StartAsync(server);
        await stage.App.WithDatabaseAsync(db => db.Set<Listing>().ExecuteUpdateAsync(set => set.SetProperty(l => l.Forms, [OfferForm.OpenLicence, OfferForm.OrdinaryLicence]), Ct));
        var trial = await stage.RunningAsync();
        var stranger = (await stage.App.NewMemberAsync(await stage.App.NewOrganisationAsync(), Role.Operator)).Person;
        (await RequestAsync(stage, stranger, trial)).Failures.Single().Status.ShouldBe(404);
        (await RequestAsync(stage, stage.Taker, trial)).Value.TrialId.ShouldBe(trial.Id);
        // Of another kind it would be another talk; of one trial it is the same.
        (await RequestAsync(stage, stage.Giver, trial, DealKind.Assignment)).Failures.Single().Code.ShouldBe("deal_there");
    }

    private static Task<Outcome<Deal>> RequestAsync(TrialStage stage, Person by, Trial trial, DealKind kind = DealKind.Ordinary) =>
        stage.Licensing.AsAsync<DealDesk, Outcome<Deal>>(by, desk => desk.RequestAsync(new(Guid.CreateVersion7(), kind, [stage.No], trial.TakerCode, Trial: trial.Id), Ct));
}
