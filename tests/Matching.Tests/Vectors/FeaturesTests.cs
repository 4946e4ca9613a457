using Marketplace.Matching.Vectors;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Vectors;

public sealed class FeaturesTests
{
    public static TheoryData<string, string> Golden()
    {
        var data = new TheoryData<string, string>();
        foreach (var cells in Data.Golden("Vectors/golden_features.tsv"))
        {
            if (cells is [var text, var features]) data.Add(text, features);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Features_are_those_the_vectors_were_made_with(string text, string features) =>
        string.Join(' ', Features.Of(text, Data.Segmenter)).ShouldBe(features);

    [Theory]
    [InlineData("", "")]
    [InlineData("𠮷 ABC，1", "abc 1")]
    public void Odd_text_has_features_too(string text, string features) => string.Join(' ', Features.Of(text, Data.Segmenter)).ShouldBe(features);

    [Fact]
    public void Broken_text_is_parted_where_it_is_broken() => Features.Of("a\uD800b\uDC00", Data.Segmenter).ShouldBe(["a", "b"]);
}
