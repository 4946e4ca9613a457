using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>A segment and what was taken out of it, as arrays. Levels, columns and lists of values are made anew on the way in: that is quicker than reading them.</summary>
internal static class SegmentFile
{
    public static void Write(CheckedWriter writer, SegmentView view)
    {
        writer.Write<ulong>(view.Deleted ?? []);
        writer.Write(view.LiveCount);
        writer.Write<TextSize>(view.Sizes);
        WriteStore(writer, view.Segment.Store);
        foreach (var text in view.Segment.Texts) WriteText(writer, text);
        foreach (var column in view.Segment.Values)
        {
            if (column is null) continue;
            writer.Write<int>([.. column.Values.Select(value => value.Length)]);
            writer.Write(string.Concat(column.Values));
            writer.Write<int>(column.Starts);
            writer.Write<int>(column.Held);
        }
        foreach (var column in view.Segment.Numbers) if (column is not null) writer.Write<long>(column.Numbers);
    }

    public static SegmentView Read(CheckedReader reader, IndexSchema schema)
    {
        var deleted = reader.Read<ulong>();
        var live = reader.ReadOne<int>();
        var sizes = reader.Read<TextSize>();
        var segment = new Segment
        {
            Store = ReadStore(reader),
            Texts = [.. schema.Texts.Select(_ => ReadText(reader, deleted))],
            Values = [.. schema.Columns.Select(column => column.Kind == ColumnKind.Values ? ReadValues(reader) : null)],
            Numbers = [.. schema.Columns.Select(column => column.Kind == ColumnKind.Number ? new NumberColumn(reader.Read<long>()) : null)],
        };
        return new(segment, deleted.Length == 0 ? null : deleted, segment.Count - live, sizes);
    }

    private static void WriteStore(CheckedWriter writer, DocumentStore store)
    {
        WriteTerms(writer, store.Ids);
        writer.Write<long>(store.Versions);
        writer.Write<long>(store.Starts);
        writer.Write(store.Pages.Length);
        foreach (var page in store.Pages) writer.Write<byte>(page);
    }

    private static DocumentStore ReadStore(CheckedReader reader)
    {
        var ids = ReadTerms(reader);
        var (versions, starts) = (reader.Read<long>(), reader.Read<long>());
        var pages = new byte[reader.ReadOne<int>()][];
        for (var page = 0; page < pages.Length; page++) pages[page] = reader.Read<byte>();
        return new(ids, versions, starts, pages);
    }

    private static void WriteText(CheckedWriter writer, TextIndex text)
    {
        WriteTerms(writer, text.Terms);
        writer.Write<int>(text.Starts);
        writer.Write<int>(text.Documents);
        writer.Write<byte>(text.Frequencies);
        writer.Write<int>([.. text.Frequent.Keys]);
        writer.Write<int>([.. text.Frequent.Values]);
        writer.Write<byte>(text.Lengths);
        writer.Write(text.Size);
    }

    private static TextIndex ReadText(CheckedReader reader, ulong[] deleted)
    {
        var terms = ReadTerms(reader);
        var (starts, documents, frequencies) = (reader.Read<int>(), reader.Read<int>(), reader.Read<byte>());
        var frequent = reader.Read<int>().Zip(reader.Read<int>()).ToDictionary(pair => pair.First, pair => pair.Second);
        return new TextIndex
        {
            Terms = terms,
            Starts = starts,
            Documents = documents,
            Levels = new byte[documents.Length],
            Frequencies = frequencies,
            Frequent = frequent,
            Lengths = reader.Read<byte>(),
            Size = reader.ReadOne<TextSize>(),
            LiveCounts = CountLive(starts, documents, deleted),
        }.Finished();
    }

    /// <summary>Not saved, because the counts of a running index change while the file is written, and what was taken out does not.</summary>
    private static int[] CountLive(int[] starts, int[] documents, ulong[] deleted)
    {
        var counts = new int[starts.Length - 1];
        for (var term = 0; term < counts.Length; term++)
        {
            counts[term] = starts[term + 1] - starts[term];
            if (deleted.Length == 0) continue;
            for (var posting = starts[term]; posting < starts[term + 1]; posting++) if (Bits.Has(deleted, documents[posting])) counts[term]--;
        }
        return counts;
    }

    private static ValueColumn ReadValues(CheckedReader reader)
    {
        var (lengths, letters) = (reader.Read<int>(), reader.ReadString());
        var values = new string[lengths.Length];
        for (int value = 0, start = 0; value < values.Length; start += lengths[value++]) values[value] = letters.Substring(start, lengths[value]);
        return new ValueColumn { Values = values, Starts = reader.Read<int>(), Held = reader.Read<int>() }.Finished();
    }

    private static void WriteTerms(CheckedWriter writer, TermTable terms)
    {
        writer.Write(terms.Letters);
        writer.Write(terms.Starts);
    }

    private static TermTable ReadTerms(CheckedReader reader) => new(reader.Read<char>(), reader.Read<int>());
}
