namespace Marketplace.Search.Analysis;

/// <summary>Takes the terms of a text one by one. A struct that implements it costs the analyzer no call through a table and no allocation.</summary>
public interface ITermSink
{
    /// <param name="term">Folded; the memory is the analyzer's and holds something else after the call.</param>
    /// <param name="position">Counts the words of the cut, dropped ones too. Never falls from one call to the next; inner words share their word's.</param>
    /// <param name="start">Where it begins in the text as it was given, in UTF-16 units.</param>
    /// <param name="end">Where it ends there, exclusive.</param>
    void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind);
}

/// <summary>How a term came out of the text. A query asks for all but <see cref="Inner"/>, which is there to be found.</summary>
public enum TermKind : byte
{
    /// <summary>A word of the cut; also a single character that stands alone between words.</summary>
    Word,

    /// <summary>A shorter dictionary word inside a longer one, a single character among several, the subclass of an IPC symbol.</summary>
    Inner,

    /// <summary>Two neighbours of a run of single characters, which the dictionary makes nothing of.</summary>
    Pair,

    /// <summary>A word of letters (Latin, Arabic, Cyrillic, Mongolian …), a formula, a standard.</summary>
    Latin,

    /// <summary>A number, with its unit if it has one; an application number; an IPC symbol.</summary>
    Number,
}
