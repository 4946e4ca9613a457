using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>Where a provider calls. It proves itself by its signature; what it says once more changes nothing, and what we could not keep it is told to say again.</summary>
public static class PaymentHook
{
    public static string PathOf(string provider) => "/hooks/payments/" + provider;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(PathOf("{provider}"), ReceiveAsync)
        // One address calls about everybody's payments.
        .DisableRateLimiting().For(Act.CallSigned).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string provider, HttpContext context, OrderBook orders, IEnumerable<IPaymentProvider> providers, ILogger<GatewayProvider> logger, CancellationToken ct)
    {
        if (providers.FirstOrDefault(p => p.Name == provider) is not { } known) return Results.StatusCode(StatusCodes.Status404NotFound);
        var (body, refused) = await SignedCalls.BodyAsync(context, ct);
        if (refused is { } status) return Results.StatusCode(status);
        if (known.Read(context.Request.Headers, body) is not { } call) return Results.Unauthorized();
        var heard = call switch
        {
            { Order: { } order } => await orders.HearAsync(known.Name, order, ct),
            { Refund: { } refund } => await orders.HearAsync(refund, ct),
            _ => (bool?)null,
        };
        if (heard is null) return Results.BadRequest();
        logger.LogInformation("Provider {Provider} said {Word} of {Id}: {Effect}", known.Name, call.Order?.Word.ToString() ?? call.Refund!.Word.ToString(), call.Order?.Id ?? call.Refund!.Id, heard.Value ? "heard" : "unknown");
        return heard.Value ? Results.NoContent() : Results.StatusCode(StatusCodes.Status404NotFound);
    }
}
