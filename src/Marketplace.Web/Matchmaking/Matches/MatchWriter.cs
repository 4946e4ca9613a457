using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>
/// Writes what matches, in one program only: that which holds the lock. Another that gets it goes on from the position the table stands at. A full pass (other weights,
/// another table of industries, a new day) goes in pieces, between which changes have their turn.
/// </summary>
internal sealed class MatchWriter(MatchIndex index, OfferCandidates candidates, Industries industries, NpgsqlDataSource source, Func<AppDbContext> open, TimeProvider time, ILogger logger)
{
    /// <summary>"matching" in ASCII.</summary>
    private const long MatchingLock = 0x6D61746368696E67;

    /// <summary>Needs of a full pass that are asked together: a few milliseconds each, so a change waits no longer than a tenth of a second.</summary>
    private const int Piece = 16;

    private readonly Matcher _matcher = new(index, candidates, time);
    private NpgsqlConnection? _lock;
    private bool _knows;
    private Queue<Guid>? _pass;

    /// <summary>Whether this program writes now.</summary>
    public bool Leads => _lock is not null && _knows;

    /// <summary>Something failed: what is in memory may no longer be what the table holds.</summary>
    public void Doubt() => _knows = false;

    /// <summary>What just happened, already in the index. Left alone by a program that does not lead.</summary>
    public async Task FollowAsync(MatchEvents events, CancellationToken ct)
    {
        if (!Leads) return;
        var changes = new MatchChanges();
        await _matcher.NeedsAgainstOffersAsync(events.Needs, changes, ct);
        await _matcher.OffersAgainstNeedsAsync(events.Offers, changes, ct);
        await WriteAsync(changes, state => state.Position = events.Position, ct);
    }

    /// <summary>Takes the lock where it is free, makes up for what nobody wrote, and goes on with a full pass; false when nothing is left to do.</summary>
    public async Task<bool> StepAsync(long position, CancellationToken ct)
    {
        if (!await LeadAsync(ct)) return false;
        if (!_knows)
        {
            await LearnAsync(position, ct);
            return true;
        }
        if (_pass is null && !await BeginAsync(ct)) return false;
        return await PassAsync(ct);
    }

    public async Task LeaveAsync()
    {
        if (_lock is { } held) await held.DisposeAsync();
        _lock = null;
    }

    /// <summary>The lock is that of a connection: it falls with the program.</summary>
    private async Task<bool> LeadAsync(CancellationToken ct)
    {
        if (_lock is { } held)
        {
            if (held.FullState.HasFlag(System.Data.ConnectionState.Open)) return true;
            await held.DisposeAsync();
            (_lock, _knows) = (null, false);
        }
        var connection = await source.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = MatchingLock } } };
        if (await command.ExecuteScalarAsync(ct) is true)
        {
            _lock = connection;
            return true;
        }
        await connection.DisposeAsync();
        return false;
    }

    /// <summary>Reads the table, and catches up from where it stands to where this program is. What is too long ago is matched anew in whole.</summary>
    private async Task LearnAsync(long position, CancellationToken ct)
    {
        await using var db = open();
        await _matcher.LoadAsync(db, ct);
        _pass = null;
        _knows = true;
        var state = await StateAsync(db, ct);
        List<MatchEvents> missed = [];
        for (var from = state.Position; from < position && await MatchEvents.SinceAsync(db, from, ct) is { } next; from = next.Position) missed.Add(next);
        // More offers than there are needs: it is less work to ask every need.
        var whole = missed.Sum(events => events.Offers.Count) > index.AllNeeds.Count;
        // What is beyond the position comes again by FollowAsync, in its turn.
        foreach (var events in missed) await FollowAsync(whole ? events with { Offers = [] } : events, ct);
        if (whole) await WriteAsync(new(), row => row.FinishedAt = null, ct);
    }

    /// <summary>Is a full pass due?</summary>
    private async Task<bool> BeginAsync(CancellationToken ct)
    {
        await using var db = open();
        var state = await StateAsync(db, ct);
        var (weights, table, today) = (index.Ranker.Weights.Version, industries.Table.Number, Dates.Day(time.GetUtcNow()));
        if (state.WeightsVersion == weights && state.IndustryTable == table && state.ScoredOn == today && state.FinishedAt is not null) return false;
        _pass = new(index.AllNeeds.Order());
        logger.LogInformation("All {Needs} needs are matched anew", _pass.Count);
        await WriteAsync(new(), row =>
        {
            (row.WeightsVersion, row.IndustryTable, row.ScoredOn) = (weights, table, today);
            (row.StartedAt, row.FinishedAt, row.Needs, row.Done) = (time.GetUtcNow(), null, _pass.Count, 0);
        }, ct);
        return true;
    }

    private async Task<bool> PassAsync(CancellationToken ct)
    {
        List<Guid> piece = [];
        while (piece.Count < Piece && _pass!.TryDequeue(out var need)) piece.Add(need);
        var changes = new MatchChanges();
        await _matcher.NeedsAgainstOffersAsync(piece, changes, ct);
        var finished = _pass!.Count == 0;
        await WriteAsync(changes, row =>
        {
            row.Done += piece.Count;
            if (finished) row.FinishedAt = time.GetUtcNow();
        }, ct);
        if (finished) _pass = null;
        return !finished;
    }

    private async Task WriteAsync(MatchChanges changes, Action<MatchState> move, CancellationToken ct)
    {
        await using var db = open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        move(await StateAsync(db, ct));
        await changes.WriteAsync(db, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<MatchState> StateAsync(AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<MatchState>().SingleOrDefaultAsync(ct) is { } there) return there;
        var fresh = new MatchState();
        db.Add(fresh);
        return fresh;
    }
}
