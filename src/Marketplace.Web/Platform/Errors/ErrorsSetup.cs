using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using FileOptions = Marketplace.Web.Platform.Files.FileOptions;

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
                ? Failures.BodyTooLarge(context.HttpContext.RequestServices.GetRequiredService<IOptions<FileOptions>>().Value.MaxBytes)
                : Failures.OfStatus(context.HttpContext.Response.StatusCode), context.HttpContext)));
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            AllowStatusCode404Response = true,
            // A bug is logged in full; what the outside world does to us is one line.
            SuppressDiagnosticsCallback = context => FromException(context.Exception, app.Services) is not null,
            ExceptionHandler = async http =>
            {
                var exception = http.Features.Get<IExceptionHandlerFeature>()!.Error;
                var failure = FromException(exception, app.Services) ?? Failures.Internal();
                if (failure.Status is 503 or 507) app.Logger.LogError("{Code} at {Path}: {Reason}", failure.Code, http.Request.Path, exception.GetBaseException().GetType().Name);
                if (failure.Status == 503) http.Response.Headers.RetryAfter = "10";
                if (http.IsForPrograms()) await Problems.WriteAsync(failure, http);
                else http.Response.StatusCode = failure.Status;
            },
        });
    }

    /// <summary>The expected failure behind an exception of the framework or the database, or null: a bug.</summary>
    internal static Failure? FromException(Exception exception, IServiceProvider services) => exception switch
    {
        BadHttpRequestException { StatusCode: 413 } => Failures.BodyTooLarge(services.GetRequiredService<IOptions<FileOptions>>().Value.MaxBytes),
        BadHttpRequestException { InnerException: JsonException json } => Failures.MalformedJson(json.Path),
        BadHttpRequestException e => Failures.OfStatus(e.StatusCode),
        InvalidDataException when exception.Message.Contains("length limit", StringComparison.Ordinal) =>
            Failures.BodyTooLarge(services.GetRequiredService<IOptions<FileOptions>>().Value.MaxBytes),
        DbUpdateConcurrencyException => Failures.Conflict(),
        _ => FromDatabase(exception),
    };

    private static Failure? FromDatabase(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory }) return Failures.StorageFull();
            // 57P: the server is starting or stopping; 08: the line broke; 53300: no connection left; 42P01 while migrations have yet to run.
            if (e is PostgresException postgres)
            {
                return postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) || postgres.SqlState.StartsWith("08", StringComparison.Ordinal)
                    || postgres.SqlState is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege
                    ? Failures.DatabaseUnavailable() : null;
            }
            if (e is NpgsqlException or TimeoutException) return Failures.DatabaseUnavailable();
        }
        return null;
    }
}
