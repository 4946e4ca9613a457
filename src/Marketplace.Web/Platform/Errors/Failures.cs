using System.Globalization;
using Marketplace.Web.Platform.Files;

namespace Marketplace.Web.Platform.Errors;

/// <summary>Failures that any feature may meet, in the language of the request. A feature's own stand in its folder.</summary>
public static class Failures
{
    public static Failure MalformedJson(string? where) => new("malformed_json", 400, Text(ErrorTexts.MalformedJson, where ?? "$"));
    public static Failure BodyTooLarge(long limit) => new("body_too_large", 413, Text(ErrorTexts.BodyTooLarge, $"{limit / 1024 / 1024} MB"));
    public static Failure RateLimited() => new("rate_limited", 429, ErrorTexts.RateLimited);
    public static Failure DatabaseUnavailable() => new("database_unavailable", 503, ErrorTexts.DatabaseUnavailable);
    public static Failure StorageFull() => new("storage_full", 507, ErrorTexts.StorageFull);
    public static Failure Conflict() => new("conflict", 409, ErrorTexts.Conflict);
    public static Failure IdempotencyKeyReused() => new("idempotency_key_reused", 422, ErrorTexts.IdempotencyKeyReused);
    public static Failure IdempotencyKeyWrong() => new("idempotency_key_wrong", 400, ErrorTexts.IdempotencyKeyWrong);
    public static Failure Internal() => new("internal_error", 500, ErrorTexts.Internal);
    public static Failure FileTooLarge(string name, long limit) => new("file_too_large", 413, Text(ErrorTexts.FileTooLarge, name, limit / 1024 / 1024), "files");
    public static Failure FileEmpty(string name) => new("file_empty", 400, Text(ErrorTexts.FileEmpty, name), "files");
    public static Failure FileKindRefused(string name) =>
        new("file_kind_refused", 415, Text(ErrorTexts.FileKindRefused, name, string.Join(' ', FileKind.AllEndings)), "files");
    public static Failure TooManyFiles(int limit) => new("too_many_files", 400, Text(ErrorTexts.TooManyFiles, limit), "files");

    /// <summary>For answers that have only a status.</summary>
    public static Failure OfStatus(int status) => status switch
    {
        401 => new("unauthorized", status, ErrorTexts.Unauthorized),
        403 => new("forbidden", status, ErrorTexts.Forbidden),
        404 => new("not_found", status, ErrorTexts.NotFound),
        405 => new("method_not_allowed", status, ErrorTexts.MethodNotAllowed),
        409 => Conflict(),
        413 => new("body_too_large", status, ErrorTexts.BodyTooLarge),
        415 => new("unsupported_media_type", status, ErrorTexts.UnsupportedMediaType),
        429 => RateLimited(),
        503 => DatabaseUnavailable(),
        507 => StorageFull(),
        >= 500 => Internal(),
        _ => new("bad_request", status, ErrorTexts.BadRequest),
    };

    private static string Text(string format, params object[] values) => string.Format(CultureInfo.CurrentCulture, format, values);
}
