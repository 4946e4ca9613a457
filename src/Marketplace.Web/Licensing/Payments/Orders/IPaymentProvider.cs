namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>What a provider is told of an order.</summary>
/// <param name="Id">Ours; to the provider it is the idempotency key.</param>
/// <param name="Amount">In yuan.</param>
/// <param name="Subject">What the payer reads at the till.</param>
/// <param name="PayeeName">Whose money it is: it goes to the patentee's own account with the provider, never through the platform's.</param>
/// <param name="PayeeCode">The patentee's unified social credit code.</param>
/// <param name="ReturnTo">Where the payer comes back to.</param>
public sealed record OrderToPay(Guid Id, decimal Amount, string Subject, string PayeeName, string PayeeCode, string ReturnTo);

public enum OrderWord
{
    /// <summary>No answer, or none that can be read: nothing is known.</summary>
    Silent,

    /// <summary>The provider has no such order.</summary>
    Unknown,

    /// <summary>It will not take the order.</summary>
    Refused,
    Pending,
    Paid,
    Failed,

    /// <summary>Nobody paid in time.</summary>
    Closed,
}

/// <summary>What a provider says about an order.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Word">Where it stands.</param>
/// <param name="PayAt">Where the payer is sent.</param>
/// <param name="Scan">What a payer's telephone scans instead.</param>
/// <param name="Transaction">The provider's number of the money.</param>
/// <param name="Amount">In yuan, as it was really paid.</param>
/// <param name="PaidAt">When.</param>
/// <param name="Reason">The provider's code of what is wrong.</param>
public sealed record OrderReport(Guid Id, OrderWord Word, string? PayAt = null, string? Scan = null, string? Transaction = null, decimal? Amount = null, DateTimeOffset? PaidAt = null, string? Reason = null);

public enum RefundWord { Silent, Unknown, Pending, Succeeded, Failed }

/// <summary>What a provider says about money that goes back.</summary>
public sealed record RefundReport(Guid Id, RefundWord Word, string? Reason = null);

/// <summary>What a provider called us to say: one of the two.</summary>
public sealed record ProviderCall(OrderReport? Order, RefundReport? Refund);

/// <summary>A payment provider. It is asked outside of transactions, answers nothing by exceptions, and may be asked anything twice.</summary>
public interface IPaymentProvider
{
    /// <summary>Part of the address it calls, and of the number of each transaction.</summary>
    string Name { get; }

    /// <summary>What people know it by.</summary>
    string Title { get; }

    Task<OrderReport> StartAsync(OrderToPay order, CancellationToken ct);

    Task<OrderReport> AskAsync(Guid order, CancellationToken ct);

    Task<RefundReport> RefundAsync(Guid refund, Guid order, decimal amount, CancellationToken ct);

    Task<RefundReport> AskRefundAsync(Guid refund, CancellationToken ct);

    /// <summary>Null where the signature is not the provider's; an empty call where it is, but nothing can be read.</summary>
    ProviderCall? Read(IHeaderDictionary headers, byte[] body);
}
