using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

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
/// Callers that have not signed in share one space of keys. A stored answer is given only for the very request that made it, so whoever
/// guesses a key without knowing the request reads nothing: they learn that the key is taken.
/// </summary>
public sealed class IdempotencyFilter(AppDbContext db, TimeProvider time, IOptions<JsonOptions> json) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var values)) return await next(context);
        var given = values.ToString();
        if (given.Length is 0 or > 200 || given.Any(c => c is < '!' or > '~')) return new[] { Failures.IdempotencyKeyWrong() }.ToResult(http);

        var ct = http.RequestAborted;
        // Somebody else's key is another key, whoever guessed it. Hashed: names and paths may be longer than any column.
        var key = Hash($"{http.User.Identity?.Name}\n{http.Request.Method}\n{http.Request.Path}\n{given}");
        http.Request.Body.Position = 0;
        var request = await HashOfRequestAsync(http.Request, ct);
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
        var body = JsonSerializer.Serialize((result as IValueHttpResult)?.Value, json.Value.SerializerOptions);
        // Set by the handler as a header, not by Results.Created: that writes it only when the answer leaves, too late to be kept.
        var location = http.Response.Headers.Location.ToString() is { Length: > 0 } set ? set : null;
        await db.Set<IdempotentAnswer>().Where(a => a.Key == key).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.Status, status).SetProperty(a => a.Body, body).SetProperty(a => a.Location, location), ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Query and body: with method and path, which are part of the key, all that decides what is done.</summary>
    private static async Task<byte[]> HashOfRequestAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(request.QueryString.Value + "\n"));
        hash.AppendData(await SHA256.HashDataAsync(request.Body, ct));
        return hash.GetHashAndReset();
    }
}
