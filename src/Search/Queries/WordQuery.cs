namespace Marketplace.Search.Queries;

/// <summary>What the words of a query ask for, cut into terms as the documents were. Both engines get the same terms.</summary>
public sealed record WordQuery
{
    /// <summary>In the order they were said, each once. Without any, every document fits.</summary>
    public IReadOnlyList<WantedTerm> Wanted { get; init; } = [];
    public IReadOnlyList<WantedTerm> Excluded { get; init; } = [];
    public IReadOnlyList<Phrase> Phrases { get; init; } = [];

    /// <summary>All wanted terms, or at least one of them. Phrases must fit in either case.</summary>
    public WordMode Mode { get; init; }
    public static WordQuery Everything { get; } = new();
}

public enum WordMode
{
    All,
    Any,
}

/// <summary>A term, in any text or in the one named. It counts towards the score in each text that has it.</summary>
public readonly record struct WantedTerm(string Term, string? Text = null);

/// <summary>Characters that must (or must not) follow each other in one text, folded by <see cref="Analysis.PhraseFolding"/>. The terms of a wanted phrase are among the wanted terms too.</summary>
public sealed record Phrase(string Folded, string? Text = null, bool Excluded = false);
