using Marketplace.Search.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Queries;

public sealed class QueryCheckTests
{
    public static TheoryData<string, EngineQuery> Faults => new()
    {
        { "size_out_of_range -1", new() { Size = -1 } },
        { "size_out_of_range 101", new() { Size = 101 } },
        { "unknown_filter nowhere", new() { Filters = [new AnyValue("nowhere", [])] } },
        { "unknown_filter year", new() { Filters = [new AnyValue("ipc", []), new Beginning("year", "2")] } },
        { "unknown_filter ipc", new() { Filters = [new Between("ipc", 1, 2)] } },
        { "unknown_filter title", new() { Filters = [new AnyValue("title", [])] } },
        { "unknown_facet nowhere", new() { Facets = [new("nowhere")] } },
        { "unknown_facet year", new() { Facets = [new("ipc"), new("year")] } },
        { "unknown_facet ipc", new() { Facets = [new("ipc", 0)] } },
        { "unknown_facet status", new() { Facets = [new("status", 1_001)] } },
        { "unknown_order ipc", new() { Order = new("ipc", false) } },
        { "unknown_order nowhere", new() { Order = new("nowhere", true) } },
        { "wrong_page CN1", new() { After = new(null, 5, "CN1") } },
        { "wrong_page CN2", new() { After = new(1f, null, "CN2"), Order = new("year", false) } },
        { "unknown_text x", new() { Words = new() { Wanted = [new("a"), new("b", "x")] } } },
        { "unknown_text y", new() { Words = new() { Excluded = [new("b", "y")] } } },
        { "unknown_text ipc", new() { Words = new() { Phrases = [new("b", "ipc")] } } },
    };

    public static TheoryData<EngineQuery> Sound => new(
        new EngineQuery(),
        new EngineQuery { Size = 0 },
        new EngineQuery
        {
            Size = 100,
            Filters = [new AnyValue("status", ["a"]), new Beginning("ipc", "H"), new Between("year", null, null)],
            Facets = [new("ipc", 1), new("status", 1_000)],
            Order = new("year", true),
            After = new(null, null, "CN1"),
            Words = new() { Wanted = [new("a", "holder")], Excluded = [new("b")], Phrases = [new("c", "title")] },
        },
        new EngineQuery { After = new(1f, null, "CN1") });

    [Theory, MemberData(nameof(Faults))]
    public void What_cannot_be_asked_is_named(string fault, EngineQuery query)
    {
        var found = QueryCheck.Find(query, QuerySchema.Instance).ShouldNotBeNull();
        $"{found.Code} {found.Argument}".ShouldBe(fault);
    }

    [Theory, MemberData(nameof(Sound))]
    public void What_can_be_asked_has_no_fault(EngineQuery query) => QueryCheck.Find(query, QuerySchema.Instance).ShouldBeNull();
}
