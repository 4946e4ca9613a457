using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Trials;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <summary>What the clock does by itself.</summary>
internal static class WalkNights
{
    /// <summary>All that a night moves, one after the other.</summary>
    public static async Task NightAsync(this RunningApp app)
    {
        await app.OfAsync<LicenceNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<ObligationNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<RefundNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<IncomeNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<ApprovalNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<SigningNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<TrialNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<TriggerNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<PledgeNight>(night => night.RunAsync(CancellationToken.None));
        await app.OfAsync<DisputeNight>(night => night.RunAsync(CancellationToken.None));
    }

    /// <summary>The workers ask the providers, whenever they wake.</summary>
    public static async Task WorkAsync(this RunningApp app)
    {
        await app.Services.GetRequiredService<PaymentWorker>().RunAsync(CancellationToken.None);
        await app.Services.GetRequiredService<SignatureWorker>().RunAsync(CancellationToken.None);
    }

    private static async Task OfAsync<T>(this RunningApp app, Func<T, Task<int>> run) where T : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        await run(scope.ServiceProvider.GetRequiredService<T>());
    }
}
