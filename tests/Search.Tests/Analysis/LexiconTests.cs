using Marketplace.Dictionary;
using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class LexiconTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-").FullName;

    private string PackedFile => Path.Combine(folder, "words.bin");

    [Fact]
    public void Packed_words_are_found_with_their_frequency_and_nothing_else_is()
    {
        var words = new Dictionary<string, int> { ["电"] = 9, ["电机"] = 50, ["发电机"] = 3, ["发电"] = 20, ["机器人"] = 1 };
        DictionaryPacker.Pack(words).Save(PackedFile);

        var lexicon = Lexicon.Load(PackedFile);

        lexicon.Total.ShouldBe(83);
        words.ShouldAllBe(word => lexicon.Frequency(word.Key) == word.Value);
        "|发|机器|器|电电|电机机|abc|ꀀ".Split('|').ShouldAllBe(word => lexicon.Frequency(word) == 0);
    }

    [Fact]
    public void A_word_less_probable_than_its_parts_is_marked()
    {
        var lexicon = DictionaryPacker.Pack(new Dictionary<string, int> { ["的"] = 1000, ["士"] = 500, ["的士"] = 1, ["士兵"] = 300 });

        lexicon.FallsApart("的士").ShouldBeTrue();
        lexicon.FallsApart("士兵").ShouldBeFalse();
    }

    /// <summary>Step 3 of the vectors' README: 0.25 × 0.25 for the two, 1/16 for the one.</summary>
    [Fact]
    public void Of_equally_probable_cuts_the_longer_word_is_taken()
    {
        var segmenter = new Segmenter(DictionaryPacker.Pack(new Dictionary<string, int> { ["水"] = 4, ["泵"] = 4, ["水泵"] = 1, ["阀"] = 7 }));
        var words = new Words([]);

        segmenter.Cut("水泵a泵", ref words);

        words.Found.ShouldBe([(0, 2), (2, 1), (3, 1)]);
    }

    [Fact]
    public void A_torn_or_foreign_file_is_refused()
    {
        DictionaryPacker.Pack(new Dictionary<string, int> { ["水泵"] = 1 }).Save(PackedFile);
        var whole = File.ReadAllBytes(PackedFile);
        byte[] changed = [.. whole];
        changed[^20] ^= 1;

        foreach (var bytes in new[] { [], whole[..20], whole[..^1], [.. whole, 0], [.. "x"u8, .. whole[1..]], changed })
        {
            File.WriteAllBytes(PackedFile, bytes);
            Should.Throw<InvalidDataException>(() => Lexicon.Load(PackedFile));
        }
    }

    [Fact]
    public void A_word_too_long_for_the_cut_is_refused() =>
        Should.Throw<InvalidDataException>(() => DictionaryPacker.Pack(new Dictionary<string, int> { [new string('水', Segmenter.LongestWord + 1)] = 1 }));

    [Fact]
    public void Only_entries_of_han_characters_count_and_the_first_list_goes_before_the_others()
    {
        File.WriteAllText(Path.Combine(folder, "words.txt"), "AT&T 3 nz\nB超 3 n\n水泵 0 n\n电机 7 n\n");
        foreach (var domain in "animal car food it law medical".Split(' ')) File.WriteAllText(Path.Combine(folder, $"thuocl_{domain}.txt"), "电机\t99\n轿车 \t 5\nX光\t2\n");

        WordLists.Read(folder).ShouldBe(new Dictionary<string, int> { ["水泵"] = 1, ["电机"] = 7, ["轿车"] = 3 }, ignoreOrder: true);
    }

    /// <summary>Only beside a copy of the lists, which are not part of the repository.</summary>
    [Fact]
    public void The_dictionary_that_ships_is_what_the_lists_give()
    {
        var lists = ListsAbove(SharedAnalyzer.Root);
        Assert.SkipUnless(lists is not null, "The word lists are not beside the checkout.");

        DictionaryPacker.Pack(WordLists.Read(lists)).Save(PackedFile);

        File.ReadAllBytes(PackedFile).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(SharedAnalyzer.DataFolder, "dictionary", "words.bin"))).ShouldBeTrue();
    }

    private static string? ListsAbove(string checkout)
    {
        for (var above = Directory.GetParent(checkout); above is not null; above = above.Parent)
        {
            var lists = Path.Combine(above.FullName, "shared", "data", "dict");
            if (Directory.Exists(lists)) return lists;
        }
        return null;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private readonly record struct Words(List<(int, int)> Found) : IWordSink
    {
        public void Add(int start, int length, bool inner) => Found.Add((start, length));
    }
}
