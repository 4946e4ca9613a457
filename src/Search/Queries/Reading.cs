namespace Marketplace.Search.Queries;

/// <summary>How the words of a question were taken, in the order they are tried. The pages of one question are all read alike.</summary>
public enum Reading
{
    /// <summary>A piece of text long enough to be somebody's own words: it must stand there as it was typed.</summary>
    Verbatim,
    AllWords,

    /// <summary>Nothing had all of the words, so these have some of them.</summary>
    SomeWords,
}
