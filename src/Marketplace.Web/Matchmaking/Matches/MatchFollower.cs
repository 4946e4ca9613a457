using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Weighing;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Matchmaking.Matches;

/// <summary>
/// Keeps <see cref="MatchIndex"/> in step with needs and offers in every program, some milliseconds behind each change; in the one that holds the lock it also writes what
/// matches. Events say only that something changed: the truth is read when it is applied.
/// </summary>
public sealed class MatchFollower : BackgroundService
{
    /// <summary>NOTIFY wakes in milliseconds; this is for one that got lost, and for a lock that fell free.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(2);

    /// <summary>So long nothing has come: what can wait may go on; and so long it waits at the most, or a market that never rests would never be read by the encoder.</summary>
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(1), s_patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MatchIndex _index;
    private readonly OfferCandidates _candidates;
    private readonly WeightsInForce _weights;
    private readonly OfferRows _offers;
    private readonly NeedSeal _seal;
    private readonly NeedVectorSeal _vectors;
    private readonly DatabaseSignals _signals;
    private readonly DatabaseReady _ready;
    private readonly TimeProvider _time;
    private readonly ILogger<MatchFollower> _logger;
    private readonly Func<AppDbContext> _open;
    private readonly MatchWriter _writer;
    private long _position;
    private DateOnly _readOn;
    private long _busyAt;

    public MatchFollower(
        MatchIndex index, OfferCandidates candidates, WeightsInForce weights, OfferRows offers, NeedSeal seal, NeedVectorSeal vectors, Industries industries, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready,
        TimeProvider time, ILogger<MatchFollower> logger)
    {
        (_index, _candidates, _weights, _offers, _seal, _vectors, _signals, _ready, _time, _logger) = (index, candidates, weights, offers, seal, vectors, signals, ready, time, logger);
        _open = () => AppDbContext.Over(source);
        _writer = new(index, candidates, industries, source, _open, time, logger);
    }

    /// <summary>All needs and offers of the database are in memory.</summary>
    public Task WhenLoadedAsync(CancellationToken ct) => _loaded.Task.WaitAsync(ct);

    /// <summary>No change and no full pass has been at work for a moment. Each offer that the encoder read is scored anew, as much work as a change: it must not stand in the way of one.</summary>
    public async Task WhenQuietAsync(CancellationToken ct)
    {
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(Volatile.Read(ref _busyAt)) < s_quiet && TimeProvider.System.GetElapsedTime(since) < s_patience;)
            await Task.Delay(s_quiet / 20, ct);
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _signals.Heard += Heard;
        try
        {
            await _ready.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryAsync(stoppingToken);
                await _wake.WaitAsync(s_idle, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* Told to stop. */ }
        finally
        {
            _signals.Heard -= Heard;
            await _writer.LeaveAsync();
        }
    }

    private void Heard(object? sender, NpgsqlNotificationEventArgs e)
    {
        if (e.Channel is not (OutboxDispatcher.Channel or WeightsInForce.Channel)) return;
        try { _wake.Release(); }
        catch (SemaphoreFullException) { /* It is awake already. */ }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            if (!_loaded.Task.IsCompleted) await LoadAsync(ct);
            await CatchUpAsync(ct);
            if (_readOn != Dates.Today(_time)) await ReadAgainAsync(ct);
            // A full pass goes need by need, and lets what happens meanwhile go first.
            while (await _writer.StepAsync(_position, ct))
            {
                Busy();
                await CatchUpAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { throw; }
        // Whatever it is: needs and offers are kept all the same, and what was not matched is tried again.
        catch (Exception e)
        {
            _writer.Doubt();
            _logger.LogWarning("Matching pauses: {Reason}", e.WithoutWords());
            await Task.Delay(s_idle, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        await using var db = _open();
        await _weights.RefreshAsync(db, ct);
        await using var moment = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        _position = await MatchEvents.NewestAsync(db, ct);
        _readOn = Dates.Today(_time);
        await foreach (var offers in _offers.AllAsync(db, ct)) Set(offers, ct);
        _candidates.Loaded(await IndexFollower.NewestAsync(db, ct));
        await SetAsync(db, await db.Set<Need>().AsNoTracking().Where(n => n.State == NeedState.Open).OrderBy(n => n.Id).ToListAsync(ct), ct);
        _logger.LogInformation("Matching knows {Needs} needs and {Offers} offers after {Seconds:0.0} s", _index.Full.Count, _index.Offers.Count, TimeProvider.System.GetElapsedTime(since).TotalSeconds);
        _loaded.TrySetResult();
    }

    /// <summary>Some of what counts changes without an event: how a holder answers, for one. So once a day all offers are read again, before the day's full pass; most are as they were.</summary>
    private async Task ReadAgainAsync(CancellationToken ct)
    {
        var today = Dates.Today(_time);
        await using var db = _open();
        await foreach (var offers in _offers.AllAsync(db, ct))
        {
            Set(offers, ct);
            // What changed between reading and here comes after it, and so does not stay as it was.
            await CatchUpAsync(ct);
        }
        _readOn = today;
    }

    private async Task CatchUpAsync(CancellationToken ct)
    {
        while (true)
        {
            await using var db = _open();
            await _weights.RefreshAsync(db, ct);
            if (await MatchEvents.SinceAsync(db, _position, ct) is not { } events) return;
            if (events.ByPeople) Busy();
            await ReadAsync(db, events, ct);
            _position = events.Position;
            await _writer.FollowAsync(events, ct);
        }
    }

    private void Busy() => Volatile.Write(ref _busyAt, TimeProvider.System.GetTimestamp());

    private async Task ReadAsync(AppDbContext db, MatchEvents events, CancellationToken ct)
    {
        if (events.Offers.Count > 0)
        {
            _candidates.Changed(events.Offers, events.Position);
            var there = await _offers.OfAsync(db, events.Offers, ct);
            foreach (var offer in there) _index.Set(offer);
            foreach (var gone in events.Offers.Except(there.Select(offer => offer.No), StringComparer.Ordinal)) _index.RemoveOffer(gone);
        }
        if (events.Needs.Count == 0) return;
        var wanted = events.Needs.ToArray();
        var open = await db.Set<Need>().AsNoTracking().Where(n => wanted.Contains(n.Id) && n.State == NeedState.Open).ToListAsync(ct);
        await SetAsync(db, open, ct);
        foreach (var gone in events.Needs.Except(open.Select(need => need.Id))) _index.RemoveNeed(gone);
    }

    private void Set(List<OfferRow> offers, CancellationToken ct) => Parallel.ForEach(offers, new ParallelOptions { CancellationToken = ct }, _index.Set);

    private async Task SetAsync(AppDbContext db, IReadOnlyList<Need> needs, CancellationToken ct)
    {
        var ids = needs.Select(need => need.Id).ToArray();
        var known = await db.Set<NeedVectors>().AsNoTracking().Where(v => ids.Contains(v.NeedId)).ToDictionaryAsync(v => v.NeedId, v => v.Sealed, ct);
        var read = needs.Select(need => (Need: need, Encoded: _vectors.Open(need.Id, known.GetValueOrDefault(need.Id)))).ToList();
        Parallel.ForEach(read, new ParallelOptions { CancellationToken = ct }, one => _index.Set(one.Need, SecretsOf(one.Need), one.Encoded));
        foreach (var (need, encoded) in read.Where(one => one.Encoded.IsNew))
        {
            // On a connection of its own: this one may stand in a moment that only reads. Of two programs that read the same text either may be the last.
            await using var own = _open();
            await own.Database.ExecuteSqlAsync($"""
                insert into need_vectors (need_id, sealed) select id, {_vectors.Close(need.Id, encoded)} from needs where id = {need.Id} on conflict (need_id) do update set sealed = excluded.sealed
                """, ct);
        }
    }

    private NeedSecrets SecretsOf(Need need)
    {
        try { return _seal.Open(need); }
        // Its keys are gone: it is matched by what is not sealed, and its owner has to write the rest anew.
        catch (System.Security.Cryptography.CryptographicException) { return new(); }
    }
}
