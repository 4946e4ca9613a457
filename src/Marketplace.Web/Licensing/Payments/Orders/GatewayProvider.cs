using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Platform.Messages;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Payments.Orders;

public sealed record GatewayOrder(string MerchantId, string OrderNo, long AmountFen, string Subject, string PayeeName, string PayeeCode, int ExpiresInSeconds, string ReturnUrl, string NotifyUrl);

public sealed record GatewayQuestion(string MerchantId, string No);

public sealed record GatewayRefund(string MerchantId, string RefundNo, string OrderNo, long AmountFen, string NotifyUrl);

/// <summary>Its answers and its calls: <c>kind</c> is order or refund, <c>state</c> pending, paid, failed, closed, or of a refund pending, succeeded, failed.</summary>
public sealed record GatewayWord(string? Code, string? Kind, string? No, string? State, string? PayUrl = null, string? ScanCode = null, string? Transaction = null, long? AmountFen = null, DateTimeOffset? PaidAt = null, string? Reason = null);

/// <summary>An aggregating gateway (聚合支付) over HTTP: JSON both ways, each request signed like ours to the SMS gateway, amounts in fen.</summary>
public sealed class GatewayProvider(IHttpClientFactory http, IOptions<ProviderOptions> options, PublicAddress address, TimeProvider time) : IPaymentProvider
{
    public string Name => options.Value.Name;

    public string Title => options.Value.IsSandbox ? PaymentTexts.SandboxTitle : options.Value.Title;

    public async Task<OrderReport> StartAsync(OrderToPay order, CancellationToken ct)
    {
        var o = options.Value;
        var asked = new GatewayOrder(o.MerchantId, order.Id.ToString("N"), Fen(order.Amount), order.Subject, order.PayeeName, order.PayeeCode, (int)o.OrderLife.TotalSeconds, order.ReturnTo, NotifyAt);
        return Order(order.Id, await CallAsync("orders", asked, ct));
    }

    public async Task<OrderReport> AskAsync(Guid order, CancellationToken ct) => Order(order, await CallAsync("orders/query", new GatewayQuestion(options.Value.MerchantId, order.ToString("N")), ct));

    public async Task<RefundReport> RefundAsync(Guid refund, Guid order, decimal amount, CancellationToken ct) =>
        Refund(refund, await CallAsync("refunds", new GatewayRefund(options.Value.MerchantId, refund.ToString("N"), order.ToString("N"), Fen(amount), NotifyAt), ct));

    public async Task<RefundReport> AskRefundAsync(Guid refund, CancellationToken ct) => Refund(refund, await CallAsync("refunds/query", new GatewayQuestion(options.Value.MerchantId, refund.ToString("N")), ct));

    public ProviderCall? Read(IHeaderDictionary headers, byte[] body) => !SignedCalls.IsSigned(headers, body, options.Value.Secret, time.GetUtcNow()) ? null
        : SignedCalls.Read<GatewayWord>(body) is { } word && Guid.TryParseExact(word.No, "N", out var id)
            ? word.Kind switch { "order" => new(Order(id, word), null), "refund" => new(null, Refund(id, word)), _ => new(null, null) }
            : new(null, null);

    private string NotifyAt => address.Of(PaymentHook.PathOf(Name));

    private Task<GatewayWord?> CallAsync<T>(string path, T asked, CancellationToken ct) =>
        SignedCalls.AskAsync<T, GatewayWord>(http.CreateClient(nameof(GatewayProvider)), options.Value, path, asked, time.GetUtcNow(), ct);

    private static OrderReport Order(Guid id, GatewayWord? word) => word switch
    {
        null => new(id, OrderWord.Silent),
        { Code: "UNKNOWN" } => new(id, OrderWord.Unknown),
        { Code: not (null or "OK") } => new(id, OrderWord.Refused, Reason: SignedCalls.Short(word.Code)),
        { State: "pending" } => new(id, OrderWord.Pending, SignedCalls.Address(word.PayUrl), word.ScanCode is { Length: <= 500 } scan ? scan : null),
        // Money without number, amount or day is no word one can act on.
        { State: "paid", Transaction: { Length: > 0 and <= 40 } number, AmountFen: > 0 and { } fen, PaidAt: { } at } => new(id, OrderWord.Paid, Transaction: number, Amount: fen / 100m, PaidAt: at),
        { State: "failed" } => new(id, OrderWord.Failed, Reason: SignedCalls.Short(word.Reason)),
        { State: "closed" } => new(id, OrderWord.Closed, Reason: SignedCalls.Short(word.Reason)),
        _ => new(id, OrderWord.Silent),
    };

    private static RefundReport Refund(Guid id, GatewayWord? word) => word switch
    {
        null => new(id, RefundWord.Silent),
        { Code: "UNKNOWN" } => new(id, RefundWord.Unknown),
        { Code: not (null or "OK") } => new(id, RefundWord.Failed, SignedCalls.Short(word.Code)),
        { State: "pending" } => new(id, RefundWord.Pending),
        { State: "succeeded" } => new(id, RefundWord.Succeeded),
        { State: "failed" } => new(id, RefundWord.Failed, SignedCalls.Short(word.Reason) ?? "FAILED"),
        _ => new(id, RefundWord.Silent),
    };

    private static long Fen(decimal yuan) => (long)(yuan * 100);
}
