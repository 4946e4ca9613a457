using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Web.Licensing.Payments.Orders;

/// <summary>Where a provider calls. It proves itself by its signature; what it says once more changes nothing, and what we could not keep it is told to say again.</summary>
public static class PaymentHook
{
    /// <summary>A call has some three hundred bytes.</summary>
    private const int LargestBody = 8192;

    public static string PathOf(string provider) => "/hooks/payments/" + provider;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(PathOf("{provider}"), ReceiveAsync)
        // One address calls about everybody's payments.
        .DisableRateLimiting().For(Act.CallSigned).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(string provider, HttpContext context, OrderBook orders, IEnumerable<IPaymentProvider> providers, ILogger<GatewayProvider> logger, CancellationToken ct)
    {
        if (providers.FirstOrDefault(p => p.Name == provider) is not { } known) return Results.StatusCode(StatusCodes.Status404NotFound);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        using var body = new MemoryStream();
        try { await context.Request.Body.CopyToAsync(body, ct); }
        catch (BadHttpRequestException e) { return Results.StatusCode(e.StatusCode); }
        if (known.Read(context.Request.Headers, body.ToArray()) is not { } call) return Results.Unauthorized();
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
