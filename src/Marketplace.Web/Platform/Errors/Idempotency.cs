using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.Errors;

/// <summary>An answer given once, kept so that the same request sent again gets it again and nothing is done twice.</summary>
public sealed class IdempotentAnswer
{
    public required string Key { get; init; }
    public required byte[] RequestSha256 { get; init; }
    public int? Status { get; set; }
    public string? Location { get; set; }
    public string? Body { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class IdempotentAnswerTable : IEntityTypeConfiguration<IdempotentAnswer>
{
    public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
    {
        builder.ToTable("idempotent_answers");
        builder.HasKey(a => a.Key);
        builder.Property(a => a.Key).HasMaxLength(300);
        builder.HasIndex(a => a.At);
    }
}

/// <summary>
/// For endpoints that write: with an <c>Idempotency-Key</c> the handler runs in one transaction with the key, and the answer leaves only after
/// the commit. Two requests with one key at once: the second waits for the first at the key's row, then repeats its answer.
/// </summary>
public sealed class IdempotencyFilter(AppDbContext db, TimeProvider time) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var values)) return await next(context);
        var given = values.ToString();
        if (given.Length is 0 or > 200 || given.Any(c => c is < '!' or > '~')) return new[] { Failures.IdempotencyKeyWrong() }.ToResult(http);

        // Somebody else's key is another key, whoever guessed it.
        var key = $"{http.User.Identity?.Name ?? "visitor"} {http.Request.Method} {http.Request.Path} {given}";
        var ct = http.RequestAborted;
        http.Request.Body.Position = 0;
        var request = await SHA256.HashDataAsync(http.Request.Body, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        var isNew = await db.Database.ExecuteSqlAsync(
            $"insert into idempotent_answers (key, request_sha256, at) values ({key}, {request}, {now}) on conflict (key) do nothing", ct) == 1;
        if (!isNew)
        {
            var earlier = await db.Set<IdempotentAnswer>().AsNoTracking().SingleAsync(a => a.Key == key, ct);
            if (!earlier.RequestSha256.AsSpan().SequenceEqual(request)) return new[] { Failures.IdempotencyKeyReused() }.ToResult(http);
            if (earlier.Location is not null) http.Response.Headers.Location = earlier.Location;
            http.Response.Headers["Idempotency-Replayed"] = "true";
            return Results.Content(earlier.Body, "application/json; charset=utf-8", Encoding.UTF8, earlier.Status);
        }

        var result = await next(context);
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        // A refusal is not kept: the same key may be tried again with the mistake put right.
        if (status >= 400) return result;
        var body = JsonSerializer.Serialize((result as IValueHttpResult)?.Value, JsonSerializerOptions.Web);
        // Set by the handler as a header, not by Results.Created: that writes it only when the answer leaves, too late to be kept.
        var location = http.Response.Headers.Location.ToString() is { Length: > 0 } set ? set : null;
        await db.Set<IdempotentAnswer>().Where(a => a.Key == key).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.Status, status).SetProperty(a => a.Body, body).SetProperty(a => a.Location, location), ct);
        await transaction.CommitAsync(ct);
        return result;
    }
}
