using System.Globalization;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;

namespace Marketplace.Web.Platform.Errors;

/// <summary>Failures that any feature may meet, in the language of the request. A feature's own stand in its folder.</summary>
public static class Failures
{
    public static Failure MalformedJson(string? where) => new("malformed_json", 400, Text(FailureTexts.MalformedJson, where ?? "$"));
    public static Failure BodyTooLarge(long limit) => new("body_too_large", 413, Text(FailureTexts.BodyTooLarge, Sizes.Shown(limit)));
    public static Failure RateLimited() => new("rate_limited", 429, FailureTexts.RateLimited);
    public static Failure DatabaseUnavailable() => new("database_unavailable", 503, FailureTexts.DatabaseUnavailable);
    public static Failure StorageFull() => new("storage_full", 507, FailureTexts.StorageFull);
    public static Failure Conflict() => new("conflict", 409, FailureTexts.Conflict);
    public static Failure IdempotencyKeyReused() => new("idempotency_key_reused", 422, FailureTexts.IdempotencyKeyReused);
    public static Failure IdempotencyKeyWrong() => new("idempotency_key_wrong", 400, FailureTexts.IdempotencyKeyWrong);
    public static Failure Internal() => new("internal_error", 500, FailureTexts.Internal);
    public static Failure FileTooLarge(string name, long limit) => new("file_too_large", 413, Text(FailureTexts.FileTooLarge, name, Sizes.Shown(limit)), "files");
    public static Failure FileEmpty(string name) => new("file_empty", 400, Text(FailureTexts.FileEmpty, name), "files");
    public static Failure FileKindRefused(string name, IEnumerable<FileKind> taken) =>
        new("file_kind_refused", 415, Text(FailureTexts.FileKindRefused, name, string.Join(' ', taken.SelectMany(kind => kind.Endings))), "files");
    public static Failure TooManyFiles(int limit) => new("too_many_files", 400, Text(FailureTexts.TooManyFiles, limit), "files");

    public static Failure LanguageUnknown() =>
        new("language_unknown", 400, Text(FailureTexts.LanguageUnknown, string.Join(' ', Language.All.Select(language => language.Tag))));

    /// <summary>For answers that have only a status; 413 goes with its limit (<see cref="BodyTooLarge"/>).</summary>
    public static Failure OfStatus(int status) => status switch
    {
        401 => new("unauthorized", status, FailureTexts.Unauthorized),
        403 => new("forbidden", status, FailureTexts.Forbidden),
        404 => new("not_found", status, FailureTexts.NotFound),
        405 => new("method_not_allowed", status, FailureTexts.MethodNotAllowed),
        409 => Conflict(),
        415 => new("unsupported_media_type", status, FailureTexts.UnsupportedMediaType),
        429 => RateLimited(),
        503 => DatabaseUnavailable(),
        507 => StorageFull(),
        >= 500 => Internal(),
        _ => new("bad_request", status, FailureTexts.BadRequest),
    };

    private static string Text(string format, params object[] values) => string.Format(CultureInfo.CurrentCulture, format, values);
}
