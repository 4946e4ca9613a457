using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Payments.Orders;

public enum OrderState
{
    /// <summary>已建单: the provider may not know of it yet.</summary>
    Started,

    /// <summary>待支付</summary>
    Pending,

    /// <summary>已支付</summary>
    Paid,

    /// <summary>支付失败</summary>
    Failed,

    /// <summary>已关闭: nobody paid in time.</summary>
    Closed,
}

public enum OrderCause
{
    Start,
    Offer,
    Pay,
    Fail,
    Close,
}

/// <summary>One attempt to pay online. Only the provider's word moves it; money that it reports late is money all the same.</summary>
public static class OrderMachine
{
    private static readonly OrderState[] s_live = [OrderState.Started, OrderState.Pending];

    public static readonly StateMachine<OrderState, OrderCause> Machine = new("order",
    [
        new(null, OrderCause.Start, OrderState.Started) { By = Platform.Access.Act.KeepLicences, Move = Side.Taker, Law = "Art. 51(1): payment as announced" },
        Told(OrderState.Started, OrderCause.Offer, OrderState.Pending, "own: the provider took the order"),
        .. s_live.Select(from => Told(from, OrderCause.Pay, OrderState.Paid, "own: the provider's word is the receipt") with { Effects = ["payment"] }),
        .. s_live.Select(from => Told(from, OrderCause.Fail, OrderState.Failed, "own: the provider refused, or the payer's bank did")),
        .. s_live.Select(from => Told(from, OrderCause.Close, OrderState.Closed, "own: not paid within the order's life")),
        Told(OrderState.Failed, OrderCause.Pay, OrderState.Paid, "own: the word came late, the money is there") with { Effects = ["payment"] },
        Told(OrderState.Closed, OrderCause.Pay, OrderState.Paid, "own: the word came late, the money is there") with { Effects = ["payment"] },
    ]);

    public static bool IsLive(this OrderState state) => state is OrderState.Started or OrderState.Pending;

    private static Transition<OrderState, OrderCause> Told(OrderState from, OrderCause cause, OrderState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}

/// <summary>An order at a payment provider. Its id is the form's own number and the provider's idempotency key: a click that comes twice is one order everywhere.</summary>
public sealed class PaymentOrder : Case<OrderState>
{
    public required Guid LicenceId { get; init; }
    public required decimal Amount { get; init; }
    public required string Provider { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? PayAt { get; set; }
    public string? Scan { get; set; }

    /// <summary>The provider's number of the money.</summary>
    public string? Transaction { get; set; }

    /// <summary>As it was really paid.</summary>
    public decimal? PaidAmount { get; set; }

    /// <summary>The provider's code of what went wrong.</summary>
    public string? Fault { get; set; }

    /// <summary>When the provider is asked next, and how often it was.</summary>
    public required DateTimeOffset AskAt { get; set; }
    public int Asked { get; set; }
}

internal sealed class PaymentOrderTable : IEntityTypeConfiguration<PaymentOrder>
{
    public void Configure(EntityTypeBuilder<PaymentOrder> builder)
    {
        builder.ToTable("payment_orders", table => table.HasCheckConstraint("ck_payment_orders_amount", "amount > 0"));
        builder.IsCase(o => o.State, o => o.Before);
        builder.Property(o => o.Amount).HasPrecision(18, 2);
        builder.Property(o => o.PaidAmount).HasPrecision(18, 2);
        builder.Property(o => o.Provider).HasMaxLength(20);
        builder.Property(o => o.PayAt).HasMaxLength(1000);
        builder.Property(o => o.Scan).HasMaxLength(500);
        builder.Property(o => o.Transaction).HasMaxLength(40).UseCollation("C");
        builder.Property(o => o.Fault).HasMaxLength(60);
        // Two tabs of one payer pay one order.
        builder.HasIndex(o => o.LicenceId).IsUnique().HasFilter("state in ('Started', 'Pending')").HasDatabaseName("ix_payment_orders_live");
        builder.HasIndex(o => new { o.LicenceId, o.Id });
        builder.HasIndex(o => new { o.Provider, o.Transaction }).IsUnique().HasDatabaseName("ix_payment_orders_transaction");
        builder.HasIndex(o => o.AskAt).HasFilter("state in ('Started', 'Pending')").HasDatabaseName("ix_payment_orders_asked");
        builder.HasOne<Licence>().WithMany().HasForeignKey(o => o.LicenceId).OnDelete(DeleteBehavior.Restrict);
    }
}
