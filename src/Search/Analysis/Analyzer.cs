namespace Marketplace.Search.Analysis;

/// <summary>
/// Text to terms, the same way for documents and queries and for both search engines. Chinese, Latin, Arabic, Cyrillic and Mongolian text in any mixture;
/// nothing throws, and the time grows with the length of the text only. One instance serves all threads and allocates nothing per text.
/// </summary>
public sealed class Analyzer
{
    private readonly CharacterTable _table;
    private readonly HanTerms _han;
    private readonly LetterTerms _letters;

    private Analyzer(CharacterTable table, Lexicon lexicon, Boilerplate boilerplate)
    {
        _table = table;
        Segmenter = new Segmenter(lexicon);
        _han = new HanTerms(lexicon, Segmenter, boilerplate);
        _letters = new LetterTerms(table);
    }

    /// <summary>Grows with every change of the terms a text gives: saved indexes of another version are of no use.</summary>
    public const int Version = 1;

    /// <summary>The cut that term vectors share.</summary>
    public Segmenter Segmenter { get; }

    /// <summary>How characters are folded before the cut, for all who compare with terms.</summary>
    internal CharacterTable Characters => _table;

    /// <param name="dataFolder">The folder <c>data</c> of the checkout or the installation.</param>
    public static Analyzer Load(string dataFolder)
    {
        var simplified = new Dictionary<char, string>();
        foreach (var line in File.ReadLines(Path.Combine(dataFolder, "characters", "traditional.tsv")).Skip(1))
        {
            if (line.Split('\t') is [[var traditional], var plain]) simplified.TryAdd(traditional, plain);
        }
        var folder = Path.Combine(dataFolder, "dictionary");
        return new Analyzer(new CharacterTable(simplified), Lexicon.Load(Path.Combine(folder, "words.bin")), Boilerplate.Load(Path.Combine(folder, "boilerplate.txt")));
    }

    public void Analyze<TSink>(ReadOnlySpan<char> text, ref TSink sink) where TSink : ITermSink, allows ref struct
    {
        var folded = new FoldedText(text, _table);
        try
        {
            var characters = folded.Characters;
            var position = 0;
            for (var start = 0; start < characters.Length;)
            {
                var end = start + 1;
                switch (_table.ClassOf(characters[start]))
                {
                    case CharacterClass.Han:
                        while (end < characters.Length && _table.ClassOf(characters[end]) == CharacterClass.Han) end++;
                        _han.Add(folded, start, end, ref position, ref sink);
                        break;
                    case CharacterClass.Lone:
                        if (char.IsHighSurrogate(characters[start])) end++;
                        sink.Add(characters[start..end], position++, folded.StartOf(start), folded.EndOf(end), TermKind.Word);
                        break;
                    case CharacterClass.Letter or CharacterClass.Digit:
                        end = _letters.Add(folded, start, ref position, ref sink);
                        break;
                }
                start = end;
            }
        }
        finally
        {
            folded.Dispose();
        }
    }

    /// <summary>All terms in order, for tests and tools.</summary>
    public List<string> Terms(string text)
    {
        var terms = new TermList([]);
        Analyze(text, ref terms);
        return terms.Terms;
    }

    private readonly record struct TermList(List<string> Terms) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind) => Terms.Add(term.ToString());
    }
}
