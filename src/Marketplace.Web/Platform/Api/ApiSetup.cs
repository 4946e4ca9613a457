using System.Text.Json.Serialization;
using System.Text.Json;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.OpenApi;

namespace Marketplace.Web.Platform.Api;

/// <summary>What all endpoints below /api/v1 have in common.</summary>
public static class ApiSetup
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new() { Title = "专利转化供需对接平台 API", Version = "v1", Description = "Errors are application/problem+json with a stable `code`. Lists page by `after`. Writes take `Idempotency-Key`." };
                // The address depends on who asks; a description that names none fits every installation.
                document.Servers = [];
                return Task.CompletedTask;
            });
            options.AddOperationTransformer<IdempotencyKeyInDescription>();
        });
        builder.Services.AddValidation();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false)));
        // Without this a malformed body is answered with 400 and nothing that says why.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    public static void UseApi(this WebApplication app) =>
        // The idempotency filter reads the body again after it was bound.
        app.Use((http, next) =>
        {
            if (http.Request.Headers.ContainsKey(IdempotencyFilter.Header)) http.Request.EnableBuffering();
            return next(http);
        });

    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        app.MapOpenApi().For(Act.ReadPublic);
        return app.MapGroup("/api/v1");
    }

    /// <summary>For endpoints that write.</summary>
    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter<IdempotencyFilter>().WithMetadata(new IdempotentWrite()).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}

internal sealed class IdempotentWrite;
