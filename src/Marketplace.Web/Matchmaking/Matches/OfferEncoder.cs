using Marketplace.Matching.Encoder;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>
/// Has the encoder read offers it has not read yet, a few at a time and behind everything else: ten milliseconds each, an hour for two hundred thousand. What it made is kept
/// until the text changes; how far it is, is how many vectors there are.
/// </summary>
internal sealed class OfferEncoder(MatchIndex index, MatchFollower follower, IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, ILogger<OfferEncoder> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(5), signals, ready, logger)
{
    /// <summary>Nobody notifies it: new texts are found by looking.</summary>
    public const string Channel = "offer_texts";

    private const int Batch = 16;

    internal override async Task RunAsync(CancellationToken ct)
    {
        if (index.Texts.Encoder is not { } encoder) return;
        await follower.WhenLoadedAsync(ct);
        // What changes meanwhile waits for the next look: the event of the encoded ones needs a moment to come round.
        foreach (var numbers in index.Unread.Keys.Chunk(Batch))
        {
            await follower.WhenQuietAsync(ct);
            await EncodeAsync(numbers, encoder, ct);
        }
    }

    private async Task EncodeAsync(string[] numbers, SentenceEncoder encoder, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var texts = await db.Set<Catalogue.Patents.Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo)).Select(p => new { p.ApplicationNo, p.Title, p.Abstract }).ToListAsync(ct);
        var vectors = await QuietThread.RunAsync(() => encoder.Of([.. texts.Select(text => TextModel.Encoded(text.Title, text.Abstract))]), ct);
        string[] keys = [.. texts.Select(text => text.ApplicationNo)];
        byte[][] hashes = [.. texts.Select(text => OfferVector.HashOf(text.Title, text.Abstract))];
        var quantised = vectors.Select(vector => Quantised.Of(vector)).ToList();
        byte[][] bytes = [.. quantised.Select(vector => vector.Bytes.Select(number => unchecked((byte)number)).ToArray())];
        float[] scales = [.. quantised.Select(vector => vector.Scale)];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"""
            insert into offer_vectors (application_no, text_hash, numbers, scale) select * from unnest({keys}, {hashes}, {bytes}, {scales})
            on conflict (application_no) do update set text_hash = excluded.text_hash, numbers = excluded.numbers, scale = excluded.scale
            """, ct);
        db.Publish(OffersEncoded.Kind, keys[0], new OffersEncoded(keys));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
