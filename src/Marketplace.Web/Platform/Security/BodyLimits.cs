using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using FileOptions = Marketplace.Web.Platform.Files.FileOptions;

namespace Marketplace.Web.Platform.Security;

/// <summary>How much a request may bring: a form with attachments as much as its files may have together, everything else little.</summary>
public static class BodyLimits
{
    /// <summary>The longest text we take has 2,000 characters, which JSON may write with six bytes each; this leaves room for twenty such.</summary>
    public const long WithoutFiles = 256 * 1024;

    public static long Of(HttpContext http) =>
        IsUpload(http) || http.GetEndpoint()?.Metadata.GetMetadata<TakesUpload>() is not null ? http.RequestServices.GetRequiredService<IOptions<FileOptions>>().Value.MaxRequestBytes : WithoutFiles;

    /// <summary>
    /// Refuses what is too large before anybody reads it. Forms are read here, so that one that turns out too large on the way is told as such:
    /// the check of its token would call it a form without one.
    /// </summary>
    public static void UseBodyLimits(this WebApplication app) => app.Use(async (http, next) =>
    {
        // An error page in place of the form's own must not read that form again.
        if (ErrorPages.IsReplacement(http))
        {
            await next(http);
            return;
        }
        var limit = Of(http);
        var feature = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (feature is { IsReadOnly: false }) feature.MaxRequestBodySize = limit;
        if (http.Request.ContentLength > limit)
        {
            // The server reads on for a few seconds after the answer; if it hung up at once, browsers would show a broken line and no answer.
            if (feature is { IsReadOnly: false }) feature.MaxRequestBodySize = null;
            await RefuseAsync(http, limit);
            return;
        }
        if (http.Request.HasFormContentType && http.GetEndpoint() is not null && !http.IsForPrograms()) await ReadFormAsync(http);
        await next(http);
    });

    private static async Task RefuseAsync(HttpContext http, long limit)
    {
        Forget(http.Request);
        if (http.IsForPrograms()) await Problems.WriteAsync(Failures.BodyTooLarge(limit), http);
        else http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    }

    private static async Task ReadFormAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException e)
        {
            Forget(http.Request);
            // The framework tells its limits of parts, keys and values apart only by its words.
            throw new BadHttpRequestException("The form cannot be read.", e.Message.Contains("length limit", StringComparison.Ordinal) ? 413 : 400, e);
        }
        catch (BadHttpRequestException)
        {
            Forget(http.Request);
            throw;
        }
    }

    /// <summary>For the error page: there is nothing to read any more.</summary>
    private static void Forget(HttpRequest request)
    {
        request.Body = Stream.Null;
        request.ContentType = null;
        request.ContentLength = 0;
    }

    private static bool IsUpload(HttpContext http) =>
        !http.IsForPrograms() && http.Request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>An endpoint for programs that takes a file: as much as a form with attachments.</summary>
public sealed class TakesUpload;
