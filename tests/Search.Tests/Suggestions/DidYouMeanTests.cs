using Marketplace.Search.Suggestions;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Search.Tests.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Suggestions;

public sealed class DidYouMeanTests
{
    private static readonly Readings Readings = Readings.Load(SharedAnalyzer.DataFolder, SharedAnalyzer.Instance);

    private static readonly DidYouMean Spelling = With(
        ("锂电池", 500), ("电池", 900), ("正极", 300), ("材料", 800), ("新能源", 200), ("汽车", 400), ("光伏", 250), ("光复", 3), ("发电", 300), ("电磁", 100), ("电子", 600),
        ("播种机", 80), ("插秧机", 90), ("lithium", 50), ("battery", 60), ("graphene", 20), ("石墨烯", 90), ("石墨", 50), ("浙江", 70), ("大学", 600));

    [Theory]
    [InlineData("锂电迟", "锂电池")]
    [InlineData("高效锂电迟正极材料", "高效锂电池正极材料")]
    [InlineData("新能原汽车", "新能源汽车")]
    [InlineData("新能员 汽车", "新能源 汽车")]
    [InlineData("光付发电", "光伏发电")]
    [InlineData("播钟机", "播种机")]
    [InlineData("石墨西", "石墨烯")]
    [InlineData("石墨錫", "石墨烯")]
    [InlineData("holder:折江大学", "holder:浙江大学")]
    [InlineData("lithum", "lithium")]
    [InlineData("Lithiumm Battery", "lithium Battery")]
    [InlineData("batteri", "battery")]
    [InlineData("grahpene", "graphene")]
    [InlineData("lithium 锂电迟", "lithium 锂电池")]
    public void One_wrong_character_is_put_right(string text, string expected) => Spelling.Correct(text).ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("锂电池正极材料")]
    [InlineData("lithium battery")]
    [InlineData("电灯")]              // One right character of two, and another sound.
    [InlineData("龘龘龘")]
    [InlineData("lit")]
    [InlineData("lixxium")]
    [InlineData("battery5")]
    [InlineData("graphenes:x")]
    [InlineData("-锂电迟")]
    [InlineData("锂 -batteri")]
    [InlineData("\uD800锂😀")]
    public void What_is_known_or_near_nothing_stays(string text) => Spelling.Correct(text).ShouldBeNull();

    [Fact]
    public void Without_words_or_in_long_texts_nothing_is_corrected()
    {
        With().Correct("锂电迟").ShouldBeNull();
        Spelling.Correct(string.Concat(Enumerable.Repeat("锂电迟 ", 30))).ShouldBeNull();
    }

    [Fact]
    public void What_sounds_alike_goes_before_what_is_more_frequent() =>
        With(("电子书", 1000), ("电子秤", 10)).Correct("电子成").ShouldBe("电子秤");

    [Fact]
    public void A_known_word_is_not_torn_apart_for_another() =>
        With(("北方", 9000), ("方法", 100), ("制备", 100)).Correct("治备方法").ShouldBe("制备方法");

    [Fact]
    public void Another_letter_goes_before_one_missing() =>
        With(("cathode", 10), ("cathodes", 12)).Correct("cathodu").ShouldBe("cathode");

    [Fact]
    public void Every_known_word_with_one_character_wrong_is_corrected()
    {
        var random = new Random(4);
        var words = new[] { "锂电池", "新能源", "播种机", "石墨烯", "graphene", "lithium" };
        for (var i = 0; i < 2000; i++)
        {
            var word = words[random.Next(words.Length)].ToCharArray();
            word[random.Next(word.Length)] = word[0] < 128 ? (char)('a' + random.Next(26)) : (char)(0x4E00 + random.Next(5000));
            var text = new string(word);
            var corrected = Spelling.Correct(text);
            // Mostly the same word; of 锂电字 it makes 锂电子, for that sounds alike.
            if (words.Contains(text)) corrected.ShouldBeNull();
            else corrected.ShouldNotBeNull(text);
        }
        for (var i = 0; i < 20_000; i++) Spelling.Correct(RandomText.Of(random, 20));
    }

    [Fact]
    public void Its_size_is_known()
    {
        Spelling.Count.ShouldBe(20);
        Spelling.Bytes.ShouldBeGreaterThan(0);
    }

    private static DidYouMean With(params (string Word, long Frequency)[] words) =>
        new(words.Select(word => KeyValuePair.Create(word.Word, word.Frequency)), SharedAnalyzer.Instance, Readings);
}
