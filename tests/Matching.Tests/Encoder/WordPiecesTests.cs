using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Encoder;

public sealed class WordPiecesTests
{
    public static TheoryData<string, string> Golden() => [.. Data.Golden("Encoder/golden_ids.tsv").Select(cells => (cells[0], cells[1]))];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Tokens_are_those_the_encoder_was_trained_on(string text, string ids) => string.Join(' ', Data.Pieces.Of(text)).ShouldBe(ids);

    [Fact]
    public void A_long_text_is_cut_after_what_the_encoder_has_places_for()
    {
        var ids = Data.Pieces.Of(new string('水', 1000));
        ids.Length.ShouldBe(256);
        (ids[0], ids[^1]).ShouldBe((101, 102));
    }

    [Theory]
    [InlineData("a\uD800b")]
    [InlineData("\u0000\u200B")]
    [InlineData("")]
    public void Odd_text_has_tokens_too(string text) => Data.Pieces.Of(text).Length.ShouldBeGreaterThanOrEqualTo(2);

    [Fact]
    public void A_word_longer_than_any_vocabulary_is_unknown() => Data.Pieces.Of(new string('x', 101)).ShouldBe([101, 100, 102]);
}
