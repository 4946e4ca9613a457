using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class NarrowRegistersTests
{
    [Theory]
    [MemberData(nameof(OlderProcessor.Kinds), MemberType = typeof(OlderProcessor))]
    public Task Older_processors_find_the_same(string without) => OlderProcessor.PassesAsync(without, typeof(WordsTests), typeof(IntersectionTests), typeof(ColumnTests));
}
