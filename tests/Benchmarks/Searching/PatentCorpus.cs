using Marketplace.Search.Analysis;

namespace Marketplace.Benchmarks.Searching;

/// <summary>
/// As many documents as wanted, grown from the real patents by recombining titles and sentences, the same every time. One field: the title's terms three times,
/// then sentences until there are 160 terms.
/// </summary>
internal sealed class PatentCorpus
{
    private const int TermsWanted = 160;
    private readonly Analyzer analyzer;
    private readonly List<(string Text, int Terms)> titles = [], sentences = [];

    public PatentCorpus(Analyzer analyzer, string patents)
    {
        this.analyzer = analyzer;
        foreach (var line in File.ReadLines(patents).Skip(1))
        {
            var cells = line.Split('\t');
            titles.Add((cells[2], CountOf(cells[2])));
            foreach (var sentence in cells[6].Split('。', StringSplitOptions.RemoveEmptyEntries))
            {
                if (sentence.Length >= 12) sentences.Add((sentence, CountOf(sentence)));
            }
        }
    }

    public IReadOnlyList<(string Text, int Terms)> Titles => titles;

    public IReadOnlyList<(string Text, int Terms)> Sentences => sentences;

    /// <summary>Title, and the sentences after it.</summary>
    public IEnumerable<(string Title, string Body)> Documents(int count)
    {
        var random = new Random(20261121);
        for (var i = 0; i < count; i++)
        {
            var (title, terms) = titles[random.Next(titles.Count)];
            terms *= 3;
            var body = new List<string>();
            // Neighbours stay together as they do in an abstract: two or three sentences from one place, then from another.
            for (var at = random.Next(sentences.Count); terms < TermsWanted; at = random.Next(3) == 0 ? random.Next(sentences.Count) : (at + 1) % sentences.Count)
            {
                body.Add(sentences[at].Text);
                terms += sentences[at].Terms;
            }
            yield return (title, string.Join('。', body));
        }
    }

    private int CountOf(string text) => analyzer.Terms(text).Count;
}
