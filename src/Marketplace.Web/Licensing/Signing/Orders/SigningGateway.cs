using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Platform.Messages;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Signing.Orders;

/// <summary>Section <c>Signatures</c>. Without a URL documents are signed on paper only.</summary>
public sealed class SignatureOptions : GatewayOptions
{
    public const string Section = "Signatures";

    /// <summary>Who signs for an organisation is often another person than who asks: a day.</summary>
    public SignatureOptions() : base(Section) => OrderLife = TimeSpan.FromDays(1);
}

public sealed record GatewaySignature(string MerchantId, string OrderNo, string Title, string Sha256, string Signer, string Party, string PartyCode, long ExpiresInSeconds, string ReturnUrl, string NotifyUrl);

public sealed record GatewaySignatureQuestion(string MerchantId, string No);

/// <summary>Its answers and its calls; <c>state</c> is pending, signed, refused, failed or closed.</summary>
public sealed record GatewaySignatureWord(string? Code, string? No, string? State, string? SignUrl = null, string? Certificate = null, string? Sha256 = null, DateTimeOffset? SignedAt = null, string? Reason = null);

/// <summary>A provider of electronic signatures over HTTP: JSON both ways, each request signed.</summary>
public sealed class SigningGateway(IHttpClientFactory http, IOptions<SignatureOptions> options, PublicAddress address, TimeProvider time) : ISignatureProvider
{
    public string Name => options.Value.Name;

    public string Title => options.Value.IsSandbox ? SigningTexts.SandboxTitle : options.Value.Title;

    public async Task<SignatureReport> StartAsync(SignatureToGive order, CancellationToken ct)
    {
        var o = options.Value;
        return Report(order.Id, await CallAsync("orders", new GatewaySignature(o.MerchantId, order.Id.ToString("N"), order.Title, order.Sha256, order.Signer, order.Party, order.PartyCode, (long)o.OrderLife.TotalSeconds, order.ReturnTo, address.Of(SignatureHook.PathOf(Name))), ct));
    }

    public async Task<SignatureReport> AskAsync(Guid order, CancellationToken ct) => Report(order, await CallAsync("orders/query", new GatewaySignatureQuestion(options.Value.MerchantId, order.ToString("N")), ct));

    public SignatureCall? Read(IHeaderDictionary headers, byte[] body) => !SignedCalls.IsSigned(headers, body, options.Value.Secret, time.GetUtcNow()) ? null
        : new(SignedCalls.Read<GatewaySignatureWord>(body) is { } word && Guid.TryParseExact(word.No, "N", out var id) ? Report(id, word) : null);

    private Task<GatewaySignatureWord?> CallAsync<T>(string path, T asked, CancellationToken ct) =>
        SignedCalls.AskAsync<T, GatewaySignatureWord>(http.CreateClient(nameof(SigningGateway)), options.Value, path, asked, time.GetUtcNow(), ct);

    private static SignatureReport Report(Guid id, GatewaySignatureWord? word) => word switch
    {
        null => new(id, SignatureWord.Silent),
        { Code: "UNKNOWN" } => new(id, SignatureWord.Unknown),
        { Code: not (null or "OK") } => new(id, SignatureWord.Failed, Reason: SignedCalls.Short(word.Code)),
        { State: "pending" } => new(id, SignatureWord.Pending, SignedCalls.Address(word.SignUrl)),
        // A signature without certificate, document or time is no word one can act on.
        { State: "signed", Certificate: { Length: > 0 and <= SignatureTable.CertificateMax } certificate, Sha256: { } hash, SignedAt: { } at } => new(id, SignatureWord.Given, Certificate: certificate, Sha256: hash, SignedAt: at),
        { State: "refused" } => new(id, SignatureWord.Refused, Reason: SignedCalls.Short(word.Reason)),
        { State: "failed" } => new(id, SignatureWord.Failed, Reason: SignedCalls.Short(word.Reason)),
        { State: "closed" } => new(id, SignatureWord.Closed),
        _ => new(id, SignatureWord.Silent),
    };
}
