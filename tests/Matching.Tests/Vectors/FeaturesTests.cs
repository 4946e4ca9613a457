using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Vectors;

public sealed class FeaturesTests
{
    private static readonly Segmenter Segmenter = Load();

    public static TheoryData<string, string> Golden()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "golden_features.tsv")).Skip(1))
        {
            if (line.Split('\t') is [var text, var features]) data.Add(text, features);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Features_are_those_the_vectors_were_made_with(string text, string features) =>
        string.Join(' ', Features.Of(text, Segmenter)).ShouldBe(features);

    [Theory]
    [InlineData("", "")]
    [InlineData("𠮷 ABC，1", "abc 1")]
    public void Odd_text_has_features_too(string text, string features) => string.Join(' ', Features.Of(text, Segmenter)).ShouldBe(features);

    [Fact]
    public void Broken_text_is_parted_where_it_is_broken() => Features.Of("a\uD800b\uDC00", Segmenter).ShouldBe(["a", "b"]);

    private static Segmenter Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) folder = folder.Parent!;
        return new Segmenter(Lexicon.Load(Path.Combine(folder.FullName, "data", "dictionary", "words.bin")));
    }
}
