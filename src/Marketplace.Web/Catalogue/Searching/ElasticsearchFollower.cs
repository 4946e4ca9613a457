using Marketplace.Search;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>The index in Elasticsearch, shared by all programs of one database: how far it is stands in the database, and whoever gets on first takes it further.</summary>
internal sealed class ElasticsearchFollower : IndexFollower, IDisposable
{
    private readonly ElasticsearchEngine _engine;
    private readonly string _row;
    private bool _isLoaded;

    public ElasticsearchFollower(PatentDocuments documents, Func<AppDbContext> open, Analyzer analyzer, ElasticsearchOptions options, TimeProvider time, ILogger logger)
        : base(documents, open, logger)
    {
        _engine = new(PatentSchema.Schema, analyzer, options, time);
        _row = $"elasticsearch {options.IndexPrefix}{PatentSchema.Schema.Name} {PatentSchema.Schema.Version}";
    }

    public override string Name => "Elasticsearch index";

    public override ISearchEngine? Engine => _isLoaded ? _engine : null;

    public override async Task LoadAsync(CancellationToken ct)
    {
        var state = await _engine.StateAsync(ct);
        if (state is { Ready: false, Problem: not (ElasticsearchProblem.MissingIndex or ElasticsearchProblem.Mapping) }) throw new EngineAwayException(state.Problem ?? "elasticsearch_away");
        await using (var db = Open())
        {
            if (state.Ready && await db.Set<IndexFollowerRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == _row, ct) is { } row)
            {
                (Position, IndustryTable) = (row.Position, row.IndustryTable);
                _isLoaded = true;
                if (await CheckAsync(ct)) return;
            }
        }
        await RebuildAsync(ct);
        _isLoaded = true;
    }

    public void Dispose() => _engine.Dispose();

    protected override Task FillAsync(IAsyncEnumerable<SearchDocument> all, long industryTable, CancellationToken ct) => _engine.RebuildAsync(all, ct);

    protected override async Task AdvancedAsync(CancellationToken ct)
    {
        await using var db = Open();
        await IndexFollowers.SayAsync(db, _row, Position, IndustryTable, Filled, ct);
    }
}
