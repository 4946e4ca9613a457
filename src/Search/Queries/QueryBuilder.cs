using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

/// <summary>Gathers what <see cref="QueryParser"/> finds, each once, up to limits that keep a query's cost bounded.</summary>
internal sealed class QueryBuilder(IndexSchema schema, Analyzer analyzer)
{
    // A need of 1,000 characters has about 250 terms.
    private const int MostWanted = 256;

    // More than anybody types by hand; each costs a pass over postings or over the text of the hits.
    private const int MostExcluded = 64, MostPhrases = 16, MostFilters = 16;

    // Nobody reads more.
    private const int MostNotes = 20;

    private readonly OnceList<WantedTerm> _wanted = new(MostWanted), _excluded = new(MostExcluded), _marks = new(2 * MostWanted);
    private readonly OnceList<Phrase> _phrases = new(MostPhrases);
    private readonly List<Filter> _filters = [];
    private readonly List<QueryNote> _notes = [];
    private int _filtersIgnored, _phrasesWithoutTerms;

    public void Note(string code, string argument)
    {
        var note = new QueryNote(code, argument);
        if (_notes.Count < MostNotes && !_notes.Contains(note)) _notes.Add(note);
    }

    public void AddWords(ReadOnlySpan<char> text, string? field = null)
    {
        foreach (var (term, start, end) in TermsOf(text)) Want(text, new(term, field), start, end);
    }

    /// <summary>A phrase of words too common to be terms (一种) would have to be looked for in every document, so it is passed over.</summary>
    public void AddPhrase(string text, string? field, bool isExcluded)
    {
        var folded = PhraseFolding.Fold(text);
        if (folded.Length == 0) return;
        var terms = TermsOf(text);
        if (terms.Count == 0)
        {
            _phrasesWithoutTerms++;
            return;
        }
        _phrases.Add(new(folded, field, isExcluded));
        if (isExcluded) return;
        foreach (var (term, start, end) in terms) Want(text, new(term, field), start, end);
    }

    /// <summary>Several terms that are not wanted are one phrase: who does not want 浙江大学数学 does not mean all of 浙江大学.</summary>
    public void Exclude(ReadOnlySpan<char> text, string? field)
    {
        var terms = TermsOf(text);
        if (terms.Count == 1) _excluded.Add(new(terms[0].Term, field));
        else if (terms.Count > 1) AddPhrase(text.ToString(), field, isExcluded: true);
    }

    public void AddPrefixed(string name, string target, string value, bool quoted, bool isExcluded)
    {
        if (string.IsNullOrWhiteSpace(value)) Note(QueryNote.PrefixWithoutValue, name);
        else if (schema.ColumnOf(target) is { } column) AddFilter(name, column, value, isExcluded);
        else if (quoted) AddPhrase(value, target, isExcluded);
        else if (isExcluded) Exclude(value, target);
        else AddWords(value, target);
    }

    public ParsedQuery Build(WordMode mode, bool hasText)
    {
        if (hasText && _wanted.Items.Count + _excluded.Items.Count + _phrases.Items.Count + _filters.Count == 0) Note(QueryNote.NoWords, "");
        NoteIgnored(QueryNote.WordsIgnored, _wanted.Ignored);
        NoteIgnored(QueryNote.ExclusionsIgnored, _excluded.Ignored);
        NoteIgnored(QueryNote.PhrasesIgnored, _phrases.Ignored + _phrasesWithoutTerms);
        NoteIgnored(QueryNote.FiltersIgnored, _filtersIgnored);
        return new()
        {
            Words = new() { Wanted = _wanted.Items, Excluded = _excluded.Items, Phrases = _phrases.Items, Mode = mode },
            Filters = _filters,
            Notes = _notes,
            Marks = _marks.Items,
        };
    }

    private void AddFilter(string name, Column column, string value, bool isExcluded)
    {
        if (isExcluded) Note(QueryNote.PrefixCannotExclude, name);
        else if (PrefixValue.Read(column, value) is not { } filter) Note(QueryNote.PrefixValueUnreadable, $"{name}:{value}");
        else if (_filters.Count == MostFilters) _filtersIgnored++;
        else _filters.Add(filter);
    }

    private void NoteIgnored(string code, int count)
    {
        if (count > 0) Note(code, count.ToString(CultureInfo.InvariantCulture));
    }

    private void Want(ReadOnlySpan<char> text, WantedTerm term, int start, int end)
    {
        if (!_wanted.Add(term)) return;
        _marks.Add(term);
        var typed = text[start..end];
        if (!typed.SequenceEqual(term.Term)) _marks.Add(new(typed.ToString(), term.Text));
    }

    private List<(string Term, int Start, int End)> TermsOf(ReadOnlySpan<char> text)
    {
        var sink = new WantedTerms([]);
        if (!text.IsWhiteSpace()) analyzer.Analyze(text, ref sink);
        return sink.Terms;
    }

    private readonly record struct WantedTerms(List<(string Term, int Start, int End)> Terms) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
        {
            if (kind != TermKind.Inner) Terms.Add((term.ToString(), start, end));
        }
    }

    /// <summary>Each item once, in order, up to a number; counts those beyond it.</summary>
    private sealed class OnceList<T>(int most)
    {
        private readonly HashSet<T> _known = [];

        public List<T> Items { get; } = [];
        public int Ignored { get; private set; }

        public bool Add(T item)
        {
            if (_known.Contains(item)) return false;
            if (Items.Count == most)
            {
                Ignored++;
                return false;
            }
            _known.Add(item);
            Items.Add(item);
            return true;
        }
    }
}
