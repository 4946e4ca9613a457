using System.Diagnostics;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace Marketplace.Web.Platform.Face.Errors;

/// <summary>Pages for what went wrong, in the reader's language.</summary>
public static class ErrorPages
{
    public const string Path = "/error";

    /// <summary>Every status that has words of its own; any other is told in the words of 400 or 500.</summary>
    public static readonly IReadOnlyList<int> Statuses = [400, 403, 404, 405, 413, 429, 500, 503, 507];

    /// <summary>Exceptions have become a bare status by then (Platform/Errors).</summary>
    public static void UseErrorPages(this WebApplication app) => app.UseWhen(
        context => !context.IsForPrograms() && WantsPage(context), html => html.UseStatusCodePagesWithReExecute(Path + "/{0}"));

    /// <summary>
    /// A code short enough to read out on the phone, and the beginning of the trace id under which the logs have this request.
    /// </summary>
    public static string Code(HttpContext context, int status)
    {
        var trace = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier.Replace(":", "", StringComparison.Ordinal).PadLeft(8, '0');
        return $"E{status}-{trace[..4]}-{trace[4..8]}".ToUpperInvariant();
    }

    // Probes, scripts and images get the bare status: a page would only cost them bytes.
    private static bool WantsPage(HttpContext context)
    {
        var accept = context.Request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);
    }

    /// <summary>True while an error page is shown in place of the page that was asked for.</summary>
    public static bool IsReplacement(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
}
