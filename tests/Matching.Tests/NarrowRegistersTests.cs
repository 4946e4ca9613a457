using Marketplace.Matching.Tests.Encoder;
using Marketplace.Search.Tests;
using Xunit;

namespace Marketplace.Matching.Tests;

public sealed class NarrowRegistersTests
{
    [Theory]
    [MemberData(nameof(OlderProcessor.Kinds), MemberType = typeof(OlderProcessor))]
    public Task Older_processors_come_to_the_same(string without) => OlderProcessor.PassesAsync(without, typeof(LinearTests));
}
