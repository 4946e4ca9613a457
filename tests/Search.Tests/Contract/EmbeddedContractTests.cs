using Marketplace.Search.Embedded;
using Marketplace.Search.Tests.Analysis;

namespace Marketplace.Search.Tests.Contract;

public sealed class EmbeddedContractTests : EngineContract
{
    protected override Task<ISearchEngine> NewEngineAsync() => Task.FromResult<ISearchEngine>(new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance));
}
