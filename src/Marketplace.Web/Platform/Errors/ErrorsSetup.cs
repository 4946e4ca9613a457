using System.Text.Json;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.Telemetry;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Platform.Errors;

/// <summary>Whatever goes wrong: JSON for programs below /api, otherwise only a status, which the error page then explains to a person.</summary>
public static class ErrorsSetup
{
    public static bool IsForPrograms(this HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.Request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal);

    public static void UseErrors(this WebApplication app)
    {
        app.UseWhen(IsForPrograms, branch => branch.UseStatusCodePages(context => Problems.WriteAsync(
            context.HttpContext.Response.StatusCode == 413
                ? Failures.BodyTooLarge(BodyLimits.Of(context.HttpContext))
                : Failures.OfStatus(context.HttpContext.Response.StatusCode), context.HttpContext)));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            AllowStatusCode404Response = true,
            // The framework would log messages of exceptions and addresses of pages, which may hold what people wrote or the token of a link.
            SuppressDiagnosticsCallback = _ => true,
            ExceptionHandler = async http =>
            {
                var caught = http.Features.Get<IExceptionHandlerFeature>()!;
                var expected = FromException(caught.Error, http);
                var failure = expected ?? Failures.Internal();
                if (expected is null) app.Logger.LogError("A bug at {Route}: {Exception}", RouteOf(caught), caught.Error.WithoutWords());
                else if (failure.Status is 503 or 507) app.Logger.LogError("{Code} at {Route}: {Reason}", failure.Code, RouteOf(caught), caught.Error.GetBaseException().GetType().Name);
                if (failure.Status == 503) http.Response.Headers.RetryAfter = "10";
                if (http.IsForPrograms()) await Problems.WriteAsync(failure, http);
                else http.Response.StatusCode = failure.Status;
            },
        });
    }

    /// <summary>Which page or endpoint, without what the address held in its variable parts.</summary>
    private static string RouteOf(IExceptionHandlerFeature caught) => (caught.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "no route";

    /// <summary>The expected failure behind an exception of the framework or the database, or null: a bug.</summary>
    internal static Failure? FromException(Exception exception, HttpContext http) => exception switch
    {
        BadHttpRequestException { StatusCode: 413 } => Failures.BodyTooLarge(BodyLimits.Of(http)),
        BadHttpRequestException { InnerException: JsonException json } => Failures.MalformedJson(json.Path),
        BadHttpRequestException e => Failures.OfStatus(e.StatusCode),
        DbUpdateConcurrencyException => Failures.Conflict(),
        _ => FromDatabase(exception),
    };

    private static Failure? FromDatabase(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory }) return Failures.StorageFull();
            // Two that waited for each other: one of them was let go and may try again. The order of locks is such that it does not happen; where it does, nothing was done and nobody need see a bug.
            if (e is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure }) return Failures.Conflict();
            // 57P: the server is starting or stopping; 08: the line broke; 53300: no connection left; 42P01 while migrations have yet to run.
            if (e is PostgresException postgres)
            {
                return postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
                    || postgres.SqlState is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege
                    ? Failures.DatabaseUnavailable() : null;
            }
            // The driver's own; anybody else's timeout is no word about the database.
            if (e is NpgsqlException or TimeoutException { Source: nameof(Npgsql) }) return Failures.DatabaseUnavailable();
        }
        return null;
    }
}
