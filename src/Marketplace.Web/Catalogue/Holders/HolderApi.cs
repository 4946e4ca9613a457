using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Catalogue.Holders;

internal static class HolderApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/holders/{uscc}", async (string uscc, HolderDesk desk, HttpContext http, CancellationToken ct) =>
                await desk.FindAsync(uscc, ct) is { } found ? TypedResults.Ok(await desk.ReadAsync(found, ct)) : new[] { Failures.OfStatus(404) }.ToResult(http))
            .For(Act.ReadPublic)
            .WithName("getHolder").WithTags("Patents").WithSummary("A holder of patents: name, place, counts. Its patents: GET /patents?holder=.")
            .Produces<HolderView>().ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
}
