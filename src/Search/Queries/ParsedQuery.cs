namespace Marketplace.Search.Queries;

/// <summary>What somebody typed, understood as far as it could be.</summary>
public sealed record ParsedQuery
{
    public required WordQuery Words { get; init; }

    /// <summary>From prefixes that mean a column: <c>ipc:A01G*</c>.</summary>
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    /// <summary>What was passed over, for people to read about.</summary>
    public IReadOnlyList<QueryNote> Notes { get; init; } = [];

    /// <summary>The wanted terms and, where they were typed in another way (<c>GB/T 4754</c>), that way too: what to highlight, in any text or one.</summary>
    public IReadOnlyList<WantedTerm> Marks { get; init; } = [];
}

/// <summary>A part of a query that was ignored: a stable code, and the part itself or how many of them.</summary>
public sealed record QueryNote(string Code, string Argument)
{
    /// <summary>There is text, but no word in it that could be searched for (an emoji, 一种): everything is found.</summary>
    public const string NoWords = "no_words";
    public const string WordsIgnored = "words_ignored";
    public const string ExclusionsIgnored = "exclusions_ignored";
    public const string PhrasesIgnored = "phrases_ignored";
    public const string FiltersIgnored = "filters_ignored";
    public const string QuoteNotClosed = "quote_not_closed";
    public const string PrefixWithoutValue = "prefix_without_value";
    public const string PrefixCannotExclude = "prefix_cannot_exclude";
    public const string PrefixValueUnreadable = "prefix_value_unreadable";
}
