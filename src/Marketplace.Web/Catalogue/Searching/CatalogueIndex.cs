using Marketplace.Search;
using Marketplace.Search.Analysis;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.IndustryTables;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Telemetry;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>An engine that can be asked: with corrections of spelling for people, without for programs and for what nobody reads.</summary>
public sealed class LoadedEngine(ISearchEngine engine, Analyzer analyzer)
{
    public ISearchEngine Engine { get; } = engine;
    public Searcher Plain { get; } = new(engine, analyzer);
    public Searcher Correcting { get; } = new(engine, analyzer);
}

/// <summary>
/// The index of the catalogue in this program: loaded at the start, then a few milliseconds behind every change, by whatever program it was made. With Elasticsearch
/// configured that one is asked first and the embedded one stands in.
/// </summary>
public sealed class CatalogueIndex : BackgroundService
{
    /// <summary>NOTIFY wakes in milliseconds; this is for one that got lost.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);

    /// <summary>A third of <see cref="IndexFollowers.Alive"/>.</summary>
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(5);

    /// <summary>Tells every program that serves to fill its index anew: the verb reindex.</summary>
    public const string RebuildChannel = "catalogue_reindex";

    private readonly string _program = IndexFollowers.Program + Guid.CreateVersion7();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseReady _ready;
    private readonly DatabaseSignals _signals;
    private readonly SearchOptions _options;
    private readonly CatalogueWords _words;
    private readonly Industries _industries;
    private readonly IndustryTableInForce _table;
    private readonly TimeProvider _time;
    private readonly ILogger<CatalogueIndex> _logger;
    private readonly Func<AppDbContext> _open;
    private readonly List<Followed> _followed = [];
    private volatile IReadOnlyList<LoadedEngine> _engines = [];
    private long _said;

    public CatalogueIndex(
        NpgsqlDataSource source, DatabaseReady ready, DatabaseSignals signals, PatentDocuments documents, CatalogueWords words, Industries industries, IndustryTableInForce table, Analyzer analyzer,
        IOptions<SearchOptions> options, IConfiguration configuration, TimeProvider time, ILogger<CatalogueIndex> logger)
    {
        (_ready, _signals, _words, _industries, _table, _time, _logger, _options) = (ready, signals, words, industries, table, time, logger, options.Value);
        signals.Subscribe(RebuildChannel);
        _open = () => AppDbContext.Over(source);
        // In the order in which they are asked.
        if (_options.HasElasticsearch) _followed.Add(new(new ElasticsearchFollower(documents, _open, analyzer, _options.Elasticsearch, time, logger), analyzer));
        if (_options.Embedded || !_options.HasElasticsearch)
        {
            _followed.Add(new(new EmbeddedFollower(documents, _open, analyzer, IndexFile.In(configuration["data"]), time, logger), analyzer));
        }
    }

    /// <summary>Those that are loaded, the one to ask first first.</summary>
    internal IReadOnlyList<LoadedEngine> Engines => _engines;

    /// <summary>Searches are answered.</summary>
    public bool IsLoaded => _loaded.Task.IsCompleted;

    /// <summary>The first index is there.</summary>
    public Task WhenLoadedAsync(CancellationToken ct) => _loaded.Task.WaitAsync(ct);

    /// <summary>Everything up to here is found by a search that begins now.</summary>
    public long Position => _followed.Find(one => one.Loaded is not null)?.Follower.Position ?? 0;

    /// <summary>Compares the indexes with the database now; for tests and for whoever doubts.</summary>
    internal void CheckNow()
    {
        foreach (var one in _followed)
        {
            one.NextCheck = default;
            one.Wake();
        }
    }

    internal void Missed(LoadedEngine engine, string code) => _logger.LogWarning("The {Engine} could not answer a search: {Code}", engine.Engine.GetType().Name, code);

    public override void Dispose()
    {
        foreach (var one in _followed) one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _signals.Heard += Heard;
        _industries.Replaced += Replaced;
        try
        {
            await _ready.WaitAsync(stoppingToken);
            await Task.WhenAll([.. _followed.Select(one => FollowAsync(one, stoppingToken)), HeartbeatAsync(stoppingToken), WordsAsync(stoppingToken)]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* Told to stop. */ }
        finally
        {
            _signals.Heard -= Heard;
            _industries.Replaced -= Replaced;
            await LeaveAsync();
        }
    }

    private void Heard(object? sender, NpgsqlNotificationEventArgs e)
    {
        if (e.Channel is not (OutboxDispatcher.Channel or RebuildChannel)) return;
        foreach (var one in _followed)
        {
            one.IsDoubted |= e.Channel == RebuildChannel;
            one.Wake();
        }
    }

    private void Replaced(object? sender, EventArgs e)
    {
        foreach (var one in _followed) one.Wake();
    }

    private async Task FollowAsync(Followed one, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (one.Follower.Engine is null)
                {
                    // Or it would be filled by one table, and at once by another.
                    await using (var db = _open()) await _table.RefreshAsync(db, ct);
                    await one.Follower.LoadAsync(ct);
                    one.NextCheck = _time.GetUtcNow() + _options.CheckEvery;
                }
                Offer(one);
                if (one.IsDoubted || one.Follower.IsOutdated)
                {
                    one.IsDoubted = false;
                    await one.Follower.RebuildAsync(ct);
                    Offer(one);
                    await SayAsync(ct, always: true);
                }
                if (await one.Follower.CatchUpAsync(ct)) await SayAsync(ct);
                if (_time.GetUtcNow() >= one.NextCheck)
                {
                    one.NextCheck = _time.GetUtcNow() + _options.CheckEvery;
                    await one.Follower.CheckAsync(ct);
                    Offer(one);
                }
                await SaveAsync(one);
                await one.WaitAsync(s_idle, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            // Whatever it is: the catalogue goes on, and what was not put in is tried again.
            catch (Exception e)
            {
                // Deleted or changed by somebody else's hand, it does not come back by itself.
                one.IsDoubted |= e is EngineAwayException { Code: ElasticsearchProblem.MissingIndex or ElasticsearchProblem.Mapping };
                _logger.LogWarning("The {Index} pauses: {Reason}", one.Follower.Name, e is EngineAwayException away ? away.Code : e.WithoutWords());
                await Task.Delay(s_retry, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A rebuild puts a new engine in the place of the old one.</summary>
    private void Offer(Followed one)
    {
        if (one.Follower.Engine is not { } engine || one.Loaded?.Engine == engine) return;
        one.Load(engine);
        one.Loaded!.Correcting.Spelling = _words.Spelling;
        _engines = [.. _followed.Select(each => each.Loaded).OfType<LoadedEngine>()];
        _loaded.TrySetResult();
    }

    /// <summary>The file is written beside the traffic; one at a time.</summary>
    private async Task SaveAsync(Followed one)
    {
        if (one.Follower is not EmbeddedFollower embedded || embedded.IsSaved || !one.Saving.IsCompleted || _time.GetUtcNow() < one.NextSave) return;
        await one.Saving;
        one.NextSave = _time.GetUtcNow() + _options.SaveEvery;
        one.Saving = Task.Run(() => TrySave(embedded), CancellationToken.None);
    }

    private void TrySave(EmbeddedFollower embedded)
    {
        try { embedded.Save(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { _logger.LogWarning("The index could not be saved ({Reason}); the next start reads the whole catalogue", e.GetType().Name); }
    }

    /// <summary>Tells verbs how far this program is: when it moved, but not at each of fifty changes a second, and every few seconds that it lives.</summary>
    private async Task HeartbeatAsync(CancellationToken ct)
    {
        await _loaded.Task.WaitAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await SayAsync(ct, always: true);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException && !ct.IsCancellationRequested) { /* Said again in a moment. */ }
            await Task.Delay(s_heartbeat, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SayAsync(CancellationToken ct, bool always = false)
    {
        var position = Position;
        if (!_loaded.Task.IsCompleted || (!always && Interlocked.Exchange(ref _said, position) == position)) return;
        await using var db = _open();
        var loaded = _followed.FindAll(one => one.Loaded is not null).ConvertAll(one => one.Follower);
        await IndexFollowers.SayAsync(db, _program, position, loaded.Min(follower => follower.IndustryTable), loaded.Find(follower => follower.Filled is not null)?.Filled, ct);
    }

    /// <summary>Suggestions and spelling, beside everything else: the program answers without them.</summary>
    private async Task WordsAsync(CancellationToken ct)
    {
        await _loaded.Task.WaitAsync(ct);
        var of = -1L;
        while (!ct.IsCancellationRequested)
        {
            var pause = s_idle;
            try
            {
                if (Position != of)
                {
                    of = Position;
                    var wait = await _words.RefreshAsync(_open, ct);
                    if (wait > pause) pause = wait;
                    foreach (var engine in _engines) engine.Correcting.Spelling = _words.Spelling;
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                _logger.LogWarning("Suggestions stay as they were: {Reason}", e.WithoutWords());
                of = -1;
            }
            await Task.Delay(pause, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeaveAsync()
    {
        foreach (var one in _followed)
        {
            await one.Saving;
            if (one.Follower is EmbeddedFollower embedded) TrySave(embedded);
        }
        if (!_loaded.Task.IsCompleted) return;
        try
        {
            await using var db = _open();
            await IndexFollowers.LeaveAsync(db, _program, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException) { /* Nobody waits for it longer than it takes to be silent. */ }
    }

    private sealed class Followed(IndexFollower follower, Analyzer analyzer) : IDisposable
    {
        private readonly SemaphoreSlim _awake = new(0, 1);

        public IndexFollower Follower { get; } = follower;
        public LoadedEngine? Loaded { get; private set; }

        /// <summary>To be filled anew.</summary>
        public bool IsDoubted { get; set; }
        public DateTimeOffset NextCheck { get; set; }
        public DateTimeOffset NextSave { get; set; }
        public Task Saving { get; set; } = Task.CompletedTask;

        public void Load(ISearchEngine engine) => Loaded = new(engine, analyzer);

        public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken ct) => _awake.WaitAsync(atMost, ct);

        public void Dispose()
        {
            (Follower as IDisposable)?.Dispose();
            _awake.Dispose();
        }

        public void Wake()
        {
            try { _awake.Release(); }
            catch (SemaphoreFullException) { /* It is awake already. */ }
        }
    }
}
