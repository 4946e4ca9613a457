using System.Collections.Concurrent;
using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Signing.Sandbox;

/// <summary>What the signer at the sandbox makes happen; each is something a real provider does.</summary>
public enum SignAct
{
    Sign,

    /// <summary>Signed, and the call about it is lost.</summary>
    SignSilently,

    /// <summary>Signed, and the call comes twice.</summary>
    SignTwiceTold,

    /// <summary>Signed was another document than the one that was asked for.</summary>
    SignOther,
    Refuse,
    Close,

    /// <summary>The call comes now: late, or once more.</summary>
    Tell,
}

public sealed class SignerOrder(GatewaySignature asked, DateTimeOffset expiresAt)
{
    public GatewaySignature Asked { get; } = asked;
    public DateTimeOffset ExpiresAt { get; } = expiresAt;
    public string State { get; set; } = "pending";
    public string? Certificate { get; set; }
    public string Sha256 { get; set; } = asked.Sha256;
    public DateTimeOffset? SignedAt { get; set; }
}

/// <summary>Plays the provider: keeps orders, checks signatures of calls, knows idempotency, closes what nobody signed, and calls back over HTTP. It forgets with the program.</summary>
public sealed class SandboxSigner(IHttpClientFactory http, PublicAddress address, IOptions<SignatureOptions> options, TimeProvider time, ILogger<SandboxSigner> logger)
{
    private readonly ConcurrentDictionary<string, SignerOrder> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _calls = [];

    /// <summary>Until all calls so far have arrived.</summary>
    public Task CalledAsync() => Task.WhenAll(_calls);

    public SignerOrder? Find(string no)
    {
        if (_orders.GetValueOrDefault(no) is not { } order) return null;
        if (order.State == "pending" && order.ExpiresAt <= time.GetUtcNow()) order.State = "closed";
        return order;
    }

    public async Task<IResult> AnswerAsync(string path, HttpContext context, CancellationToken ct)
    {
        var (body, refused) = await SignedCalls.BodyAsync(context, ct);
        if (refused is { } status) return Results.StatusCode(status);
        if (!SignedCalls.IsSigned(context.Request.Headers, body, options.Value.Secret, time.GetUtcNow())) return Results.Json(new GatewaySignatureWord("SIGNATURE", null, null));
        return path switch
        {
            "orders" => Take(SignedCalls.Read<GatewaySignature>(body)!),
            "orders/query" => Results.Json(Find(SignedCalls.Read<GatewaySignatureQuestion>(body)!.No) is { } order ? Word(order) : new("UNKNOWN", null, null)),
            _ => Results.StatusCode(StatusCodes.Status404NotFound),
        };
    }

    /// <summary>False: it cannot happen to an order that stands where this one does.</summary>
    public bool Act(string no, SignAct act)
    {
        if (Find(no) is not { } order) return false;
        lock (order)
        {
            if (act != SignAct.Tell)
            {
                if (order.State != "pending") return false;
                order.State = act switch { SignAct.Refuse => "refused", SignAct.Close => "closed", _ => "signed" };
                if (order.State == "signed") (order.Certificate, order.SignedAt) = ("SBCA" + order.Asked.OrderNo[^16..].ToUpperInvariant(), time.GetUtcNow());
                if (act == SignAct.SignOther) order.Sha256 = new('0', 64);
            }
            for (var times = act switch { SignAct.SignSilently => 0, SignAct.SignTwiceTold => 2, _ => 1 }; times > 0; times--) _calls.Add(CallAsync(order.Asked.NotifyUrl, Word(order)));
        }
        return true;
    }

    private IResult Take(GatewaySignature asked)
    {
        switch (SandboxSteering.Of(asked.PartyCode))
        {
            case SandboxBehaviour.Refused: return Results.Json(new GatewaySignatureWord("PARTY_UNKNOWN", asked.OrderNo, null));
            case SandboxBehaviour.Broken: return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        _orders.TryAdd(asked.OrderNo, new(asked, time.GetUtcNow().AddSeconds(asked.ExpiresInSeconds)));
        return Results.Json(Word(Find(asked.OrderNo)!));
    }

    private GatewaySignatureWord Word(SignerOrder order) =>
        new("OK", order.Asked.OrderNo, order.State, address.Of("/sandbox/signer/" + order.Asked.OrderNo), order.Certificate, order.SignedAt is null ? null : order.Sha256, order.SignedAt, order.State == "refused" ? "SIGNER_DECLINED" : null);

    private async Task CallAsync(string url, GatewaySignatureWord word)
    {
        await Task.Yield();
        using var request = SignedCalls.Request(address.Local(new Uri(url).AbsolutePath), word, options.Value.Secret, time.GetUtcNow());
        try { using var response = await http.CreateClient(nameof(SandboxSigner)).SendAsync(request); }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning("The sandbox could not call about {No}: {Reason}", word.No, e.GetType().Name);
        }
    }
}
