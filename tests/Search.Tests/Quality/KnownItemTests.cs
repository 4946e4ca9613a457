using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Quality;

/// <summary>People remember a piece of a patent, or its title not quite in order: it must be the first hit.</summary>
public sealed class KnownItemTests
{
    private const int Asked = 1_500;
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Half_a_sentence_from_the_middle_of_an_abstract_finds_its_patent()
    {
        var share = await FoundAsync(document => HalfSentence(document.Texts["abstract"]), (document, half) => document.Texts["abstract"].Contains(half, StringComparison.Ordinal));
        share.ShouldBeGreaterThanOrEqualTo(0.97);
    }

    [Fact]
    public async Task Words_of_a_title_in_any_order_find_its_patent()
    {
        var random = new Random(3);
        var share = await FoundAsync(document => Shuffled(document.Texts["title"], random), sameTitle: true);
        share.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    private static async Task<double> FoundAsync(Func<SearchDocument, string?> ask, Func<SearchDocument, string, bool>? alsoRight = null, bool sameTitle = false)
    {
        Assert.SkipWhen(RealPatents.Documents is null, "The real patents are not beside the checkout.");
        using var engine = new EmbeddedEngine(RealPatents.Schema, SharedAnalyzer.Instance);
        await engine.RebuildAsync(RealPatents.Documents.ToAsyncEnumerable(), Token);
        var searcher = new Searcher(engine, SharedAnalyzer.Instance);
        var (asked, found) = (0, 0);
        var missed = new List<string>();
        foreach (var document in RealPatents.Documents.Where((_, i) => i % (RealPatents.Documents.Count / Asked) == 0))
        {
            if (ask(document) is not { } text) continue;
            asked++;
            var answer = (await searcher.SearchAsync(new() { Text = text, Size = 1 }, Token)).Value!;
            var first = answer.Hits is [var hit] ? hit.Hit.Document : null;
            if (first is not null && (first.Id == document.Id || alsoRight?.Invoke(first, text) == true || (sameTitle && first.Texts["title"] == document.Texts["title"]))) found++;
            else missed.Add($"{text} <- {document.Texts["title"]}, not {first?.Texts["title"]}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{found} of {asked}\n{string.Join('\n', missed)}");
        return found / (double)asked;
    }

    private static string? HalfSentence(string text)
    {
        var sentences = text.Split('。');
        var middle = sentences[sentences.Length / 2];
        return middle.Length < 30 ? null : middle.Substring(middle.Length / 4, middle.Length / 2);
    }

    private static string Shuffled(string title, Random random)
    {
        var words = new List<string>();
        for (var start = 0; start < title.Length;)
        {
            var end = start + 1;
            while (end < title.Length && IsHan(title[end]) == IsHan(title[start])) end++;
            var sink = new CutWords(words, title[start..end]);
            if (IsHan(title[start])) SharedAnalyzer.Instance.Segmenter.Cut(sink.Run, ref sink);
            else words.Add(sink.Run);
            start = end;
        }
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(words));
        return string.Join(' ', words);
    }

    private static bool IsHan(char character) => character is >= '\u4E00' and <= '\u9FFF';

    private readonly record struct CutWords(List<string> Words, string Run) : IWordSink
    {
        public void Add(int start, int length, bool inner)
        {
            if (!inner) Words.Add(Run.Substring(start, length));
        }
    }
}
