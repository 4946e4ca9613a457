using System.Collections.Concurrent;
using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Payments.Sandbox;

/// <summary>What the payer at the sandbox's till makes happen; each is something a real provider does.</summary>
public enum TillAct
{
    Pay,

    /// <summary>Paid, and the call about it is lost.</summary>
    PaySilently,

    /// <summary>Paid, and the call comes twice.</summary>
    PayTwiceTold,
    PayLess,
    PayMore,
    Fail,
    Close,

    /// <summary>The call comes now: late, or once more.</summary>
    Tell,
    RefundSucceeds,
    RefundFails,
}

/// <summary>How the sandbox answers when it is asked for a refund of an order.</summary>
public enum TillRefunds { Succeed, Wait, Fail }

public sealed record TillRefund(string No, long Fen, string NotifyUrl)
{
    public string State { get; set; } = "pending";
}

/// <summary>An order as the provider keeps it.</summary>
public sealed record TillOrder(GatewayOrder Asked, DateTimeOffset ExpiresAt)
{
    public string State { get; set; } = "pending";
    public string? Transaction { get; set; }
    public long PaidFen { get; set; }
    public DateTimeOffset? PaidAt { get; set; }
    public TillRefunds Refunds { get; set; }
    public List<TillRefund> Refunded { get; } = [];
}

/// <summary>Plays the provider: keeps orders, checks signatures, knows idempotency, closes what nobody paid, and calls back over HTTP. It forgets with the program, as an account that was closed.</summary>
public sealed class SandboxTill(IHttpClientFactory http, PublicAddress address, IOptions<ProviderOptions> options, TimeProvider time, ILogger<SandboxTill> logger)
{
    private readonly ConcurrentDictionary<string, TillOrder> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TillRefund> _refunds = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _calls = [];

    /// <summary>Until all calls so far have arrived.</summary>
    public Task CalledAsync() => Task.WhenAll(_calls);

    public TillOrder? Find(string no)
    {
        if (_orders.GetValueOrDefault(no) is not { } order) return null;
        if (order.State == "pending" && order.ExpiresAt <= time.GetUtcNow()) order.State = "closed";
        return order;
    }

    public async Task<IResult> AnswerAsync(string path, HttpRequest request, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, ct);
        var body = copy.ToArray();
        if (!SignedCalls.IsSigned(request.Headers, body, options.Value.Secret, time.GetUtcNow())) return Say(new("SIGNATURE", null, null, null));
        return path switch
        {
            "orders" => Take(SignedCalls.Read<GatewayOrder>(body)!),
            "orders/query" => Find(SignedCalls.Read<GatewayQuestion>(body)!.No) is { } order ? Say(Word(order)) : Unknown(),
            "refunds" => Refund(SignedCalls.Read<GatewayRefund>(body)!),
            "refunds/query" => _refunds.GetValueOrDefault(SignedCalls.Read<GatewayQuestion>(body)!.No) is { } refund ? Say(Word(refund)) : Unknown(),
            _ => Results.StatusCode(StatusCodes.Status404NotFound),
        };
    }

    /// <summary>False: it cannot happen to an order that stands where this one does.</summary>
    public bool Act(string no, TillAct act, TillRefunds refunds)
    {
        if (Find(no) is not { } order) return false;
        lock (order)
        {
            if (act == TillAct.Tell) Call(order.Asked.NotifyUrl, Word(order));
            else if (act is TillAct.RefundSucceeds or TillAct.RefundFails)
            {
                if (order.Refunded.Find(r => r.State == "pending") is not { } refund) return false;
                refund.State = act == TillAct.RefundSucceeds ? "succeeded" : "failed";
                Call(refund.NotifyUrl, Word(refund));
            }
            else
            {
                if (order.State != "pending") return false;
                order.State = act switch { TillAct.Fail => "failed", TillAct.Close => "closed", _ => "paid" };
                if (order.State == "paid")
                {
                    (order.Transaction, order.PaidAt, order.Refunds) = ("SB" + order.Asked.OrderNo[^16..].ToUpperInvariant(), time.GetUtcNow(), refunds);
                    order.PaidFen = order.Asked.AmountFen + act switch { TillAct.PayLess => -100, TillAct.PayMore => 100, _ => 0 };
                }
                for (var times = act switch { TillAct.PaySilently => 0, TillAct.PayTwiceTold => 2, _ => 1 }; times > 0; times--) Call(order.Asked.NotifyUrl, Word(order));
            }
        }
        return true;
    }

    private IResult Take(GatewayOrder asked)
    {
        switch (SandboxSteering.Of(asked.PayeeCode))
        {
            case SandboxBehaviour.Refused: return Say(new("PAYEE_UNKNOWN", null, asked.OrderNo, null));
            case SandboxBehaviour.Broken: return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        _orders.TryAdd(asked.OrderNo, new(asked, time.GetUtcNow().AddSeconds(asked.ExpiresInSeconds)));
        return Say(Word(Find(asked.OrderNo)!));
    }

    private IResult Refund(GatewayRefund asked)
    {
        if (Find(asked.OrderNo) is not { State: "paid" } order) return Unknown();
        lock (order)
        {
            if (!_refunds.ContainsKey(asked.RefundNo))
            {
                if (order.Refunded.Where(r => r.State != "failed").Sum(r => r.Fen) + asked.AmountFen > order.PaidFen) return Say(new("TOO_MUCH", "refund", asked.RefundNo, null));
                var refund = new TillRefund(asked.RefundNo, asked.AmountFen, asked.NotifyUrl) { State = order.Refunds switch { TillRefunds.Succeed => "succeeded", TillRefunds.Fail => "failed", _ => "pending" } };
                order.Refunded.Add(refund);
                _refunds[asked.RefundNo] = refund;
            }
        }
        return Say(Word(_refunds[asked.RefundNo]));
    }

    private GatewayWord Word(TillOrder order)
    {
        var at = address.Of("/sandbox/till/" + order.Asked.OrderNo);
        return new("OK", "order", order.Asked.OrderNo, order.State, at, at, order.Transaction, order.PaidFen > 0 ? order.PaidFen : null, order.PaidAt, order.State == "failed" ? "INSUFFICIENT_FUNDS" : null);
    }

    private static GatewayWord Word(TillRefund refund) => new("OK", "refund", refund.No, refund.State, AmountFen: refund.Fen, Reason: refund.State == "failed" ? "ACCOUNT_CLOSED" : null);

    private void Call(string url, GatewayWord word) => _calls.Add(CallAsync(url, word));

    private async Task CallAsync(string url, GatewayWord word)
    {
        await Task.Yield();
        using var request = SignedCalls.Request(address.Local(new Uri(url).AbsolutePath), word, options.Value.Secret, time.GetUtcNow());
        try { using var response = await http.CreateClient(nameof(SandboxTill)).SendAsync(request); }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning("The sandbox could not call about {No}: {Reason}", word.No, e.GetType().Name);
        }
    }

    private static IResult Say(GatewayWord word) => Results.Json(word);

    private static IResult Unknown() => Say(new("UNKNOWN", null, null, null));
}
