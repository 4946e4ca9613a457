using Marketplace.Search.Analysis;

namespace Marketplace.Search.Tests.Analysis;

/// <summary>A term with all that the analyzer said about it.</summary>
internal sealed record TermRecord(string Term, int Position, int Start, int End, TermKind Kind, string Original);

/// <summary>Keeps every term of a text.</summary>
internal sealed class Records(string text) : ITermSink
{
    private readonly List<TermRecord> seen = [];

    public static IReadOnlyList<TermRecord> Of(string text)
    {
        var records = new Records(text);
        SharedAnalyzer.Instance.Analyze(text, ref records);
        return records.seen;
    }

    public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind) =>
        seen.Add(new TermRecord(term.ToString(), position, start, end, kind, text[start..end]));
}
