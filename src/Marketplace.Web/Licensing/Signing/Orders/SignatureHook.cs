using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Licensing.Signing.Orders;

/// <summary>Where a provider of signatures calls. It proves itself by the signature of the call; what it says once more changes nothing.</summary>
public static class SignatureHook
{
    public static string PathOf(string provider) => "/hooks/signatures/" + provider;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(PathOf("{provider}"), ReceiveAsync)
        // One address calls about everybody's signatures.
        .DisableRateLimiting().For(Act.CallSigned).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string provider, HttpContext context, SignatureOrderBook orders, IEnumerable<ISignatureProvider> providers, ILogger<SigningGateway> logger, CancellationToken ct)
    {
        if (providers.FirstOrDefault(p => p.Name == provider) is not { } known) return Results.StatusCode(StatusCodes.Status404NotFound);
        var (body, refused) = await SignedCalls.BodyAsync(context, ct);
        if (refused is { } status) return Results.StatusCode(status);
        if (known.Read(context.Request.Headers, body) is not { } call) return Results.Unauthorized();
        if (call.Report is not { } report) return Results.BadRequest();
        var heard = await orders.HearAsync(known.Name, report, ct);
        logger.LogInformation("Provider {Provider} said {Word} of {Id}: {Effect}", known.Name, report.Word, report.Id, heard ? "heard" : "unknown");
        return heard ? Results.NoContent() : Results.StatusCode(StatusCodes.Status404NotFound);
    }
}
