using System.Net;
using System.Text;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>What tests of online payment do over and over.</summary>
internal static class OrderStage
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<Guid> OrderAsync(LicensingWorld world, Licence licence)
    {
        var sent = await world.Taker.Http.PostFormAsync($"/licences/{licence.Id}/online", null);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        return Guid.Parse(sent.Headers.Location!.ToString().Split('/')[^1]);
    }

    /// <summary>What the payer does at the provider's till, until its calls have arrived.</summary>
    internal static async Task TillAsync(LicensingWorld world, Guid order, TillAct act, TillRefunds refunds = TillRefunds.Succeed)
    {
        var sent = await world.App.Http.PostFormAsync($"/sandbox/till/{order:N}", null, ("act", act.ToString()), ("refunds", refunds.ToString()));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        await world.App.Services.GetRequiredService<SandboxTill>().CalledAsync();
    }

    public static Task WorkAsync(LicensingWorld world) => world.App.Services.GetRequiredService<PaymentWorker>().RunAsync(Ct);

    public static GatewayWord Paid(Guid order, string transaction, decimal amount, DateTimeOffset at) => new("OK", "order", order.ToString("N"), "paid", Transaction: transaction, AmountFen: (long)(amount * 100), PaidAt: at);

    public static async Task<HttpStatusCode> CallAsync(LicensingWorld world, GatewayWord word, string? secret = null, string path = "/hooks/payments/sandbox", DateTimeOffset? at = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(word, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Encoding.UTF8.GetString(body), Encoding.UTF8, "application/json") };
        SmsSignature.Sign(request, secret ?? SandboxSecret.Value, body, at ?? world.Time.GetUtcNow());
        return (await world.App.Http.SendAsync(request, Ct)).StatusCode;
    }

    public static async Task PaidOnceAsync(LicensingWorld world, Licence licence, PaymentState state = PaymentState.Confirmed)
    {
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().ToListAsync(Ct))).ShouldHaveSingleItem().State.ShouldBe(state);
        (await world.App.WithDatabaseAsync(db => db.Set<Web.Licensing.Cases.CaseStep>().CountAsync(s => s.CaseId == licence.Id && s.Cause == "TakeEffect", Ct))).ShouldBe(1);
    }

    public static Task<PaymentOrder> ReadAsync(LicensingWorld world, Guid id) => world.App.WithDatabaseAsync(db => db.Set<PaymentOrder>().AsNoTracking().SingleAsync(o => o.Id == id, Ct));

    public static Task<Refund> RefundAsync(LicensingWorld world) => world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().SingleAsync(Ct));

    public static Task<Outcome<Refund>> Desk(LicensingWorld world, Web.Platform.SignIn.Person person, Func<RefundDesk, Task<Outcome<Refund>>> act) => world.AsAsync(person, act);
}
