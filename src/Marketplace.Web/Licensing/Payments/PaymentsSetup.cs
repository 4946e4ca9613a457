using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Marketplace.Web.Licensing.Payments.Statements;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Payments;

/// <summary>Money: orders at a provider, statements of banks, refunds.</summary>
internal static class PaymentsSetup
{
    public static void AddPayments(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<PaymentDesk>();
        services.AddScoped<Receipts>();
        services.AddScoped<RefundBook>();
        services.AddScoped<RefundNotices>();
        services.AddScoped<RefundReach>();
        services.AddScoped<RefundDesk>();
        services.AddScoped<RefundNight>();
        services.AddScoped<StatementMatcher>();
        services.AddScoped<StatementDesk>();
        builder.AddFileGuard<RefundFiles>();
        builder.AddMessageTemplates(RefundNotices.Templates);
        builder.AddWorkKind(RefundNotices.Send, () => PaymentTexts.WorkSend, () => PaymentTexts.WorkSendWhy, Act.KeepLicences);
        builder.AddWorkKind(RefundNotices.Check, () => PaymentTexts.WorkCheck, () => PaymentTexts.WorkCheckWhy, Act.KeepLicences);
        AddOrders(builder);
    }

    public static void MapPayments(this WebApplication app)
    {
        PaymentHook.Map(app);
        StatementExport.Map(app);
        RefundsModel.MapExport(app);
        app.MapGet("/payments/orders/{id:guid}/scan.svg", async (Guid id, OrderDesk desk, CancellationToken ct) =>
            await desk.FindAsync(id, ct) is (var order, _) && order.Scan is { } scan ? Results.Bytes(Platform.Documents.QrCode.Svg(scan), Platform.Documents.QrCode.SvgType) : Results.StatusCode(StatusCodes.Status404NotFound))
            .ExcludeFromDescription().For(Act.KeepLicences);
        if (!app.Services.GetRequiredService<IOptions<ProviderOptions>>().Value.IsSandbox) return;
        app.MapPost("/sandbox/pay/{**path}", (string path, HttpRequest request, SandboxTill till, CancellationToken ct) => till.AnswerAsync(path, request, ct)).DisableAntiforgery().ExcludeFromDescription().For(Act.CallSigned);
    }

    private static void AddOrders(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<OrderBook>();
        services.AddScoped<OrderDesk>();
        services.AddSingleton<PaymentWorker>(provider =>
        {
            // In time for the listener: services are made before the first of them starts.
            provider.GetRequiredService<DatabaseSignals>().Subscribe(PaymentWorker.Channel);
            provider.GetRequiredService<DatabaseSignals>().Subscribe(PaymentWorker.Moved);
            return ActivatorUtilities.CreateInstance<PaymentWorker>(provider);
        });
        if (!builder.AddGateway<ProviderOptions, GatewayProvider, SandboxTill>(ProviderOptions.Section, "pay", "/Licensing/Payments/Sandbox/Till")) return;
        services.AddSingleton<IPaymentProvider, GatewayProvider>();
        services.AddHostedService(provider => provider.GetRequiredService<PaymentWorker>());
    }
}
