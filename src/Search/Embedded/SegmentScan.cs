using System.Numerics;

namespace Marketplace.Search.Embedded;

/// <summary>What one query looks at in one segment, and what it has found there so far.</summary>
internal sealed class SegmentScan
{
    public required Snapshot Snapshot { get; init; }
    public required int Number { get; init; }

    /// <summary>Documents that may be hits at all: not taken out, without any excluded word. Null: all.</summary>
    public required ulong[]? Eligible { get; init; }

    /// <summary>What must also stand in a hit's texts. Null: nothing, or <see cref="Eligible"/> knows already.</summary>
    public PhraseCheck? Phrases { get; init; }

    /// <summary>Documents that fulfil all filters. Null: there is none.</summary>
    public required ulong[]? Filtered { get; init; }

    /// <summary>Receives what fits the words, filters not considered; null where nobody needs it.</summary>
    public required ulong[]? Matched { get; init; }

    /// <summary>Receives hits by score; null where order is by something else.</summary>
    public required TopHits? Hits { get; init; }

    public required Effort Effort { get; init; }

    /// <summary>Hits that fulfil everything.</summary>
    public long Total { get; private set; }

    public Segment Segment => Snapshot.Segments[Number].Segment;

    public int DocumentCount => Segment.Count;

    public ulong EligibleWord(int word) => Eligible is null ? ulong.MaxValue : Eligible[word];

    public ulong FilteredWord(int word) => Filtered is null ? ulong.MaxValue : Filtered[word];

    public int TextOf(TextIndex index) => Array.IndexOf(Segment.Texts, index);

    /// <summary>These of 64 documents fit the words.</summary>
    public void Found(int word, ulong found)
    {
        if (Matched is not null) Matched[word] = found;
        Total += BitOperations.PopCount(found & FilteredWord(word));
    }

    /// <summary>This document fits the words; returns whether it fulfils the filters too.</summary>
    public bool Found(int document)
    {
        if (Matched is not null) Bits.Set(Matched, document);
        if (Filtered is not null && !Bits.Has(Filtered, document)) return false;
        Total++;
        return true;
    }

    /// <summary>Scores these documents, in ascending order, exactly, and offers them.</summary>
    public void Offer(ReadOnlySpan<int> documents, PostingList[][] words)
    {
        var scores = new double[documents.Length];
        foreach (var word in words)
        {
            foreach (ref readonly var list in word.AsSpan()) AddScores(documents, list, scores);
        }
        for (var i = 0; i < documents.Length; i++) Hits!.Offer(TopHits.KeyOf((float)scores[i]), Number, documents[i]);
    }

    private static void AddScores(ReadOnlySpan<int> documents, in PostingList list, Span<double> scores)
    {
        var posting = list.Start;
        for (var i = 0; i < documents.Length && posting < list.End; i++)
        {
            var document = documents[i];
            if (list.Column is { } column && column[document] == 0) continue;
            posting = list.Seek(document, posting);
            if (posting < list.End && list.Index.Documents[posting] == document) scores[i] += list.ScoreOf(posting);
        }
    }
}
