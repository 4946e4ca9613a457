using System.Globalization;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Embedded;

/// <summary>
/// An index in a file, so that a start need not cut all texts again. A file that is torn, foreign, of another schema or another cut of words is refused; the
/// truth is elsewhere, so the index is then filled from it.
/// </summary>
internal static class EngineFile
{
    /// <summary>Grows with the layout of the file.</summary>
    private const string Layout = "marketplace-index-2";

    /// <param name="position">Up to where in the stream of changes the index is; comes back with it.</param>
    public static void Save(string path, IndexWriter index, IndexSchema schema, string position)
    {
        var (snapshot, removed) = index.Freeze();
        using var file = new Unfinished(path, schema, position, removed);
        foreach (var view in snapshot.Segments) file.Add(view);
        file.Finish();
    }

    public static string? PositionIn(string path, IndexSchema schema)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var reader = new CheckedReader(stream);
            return reader.ReadString() == Heading(schema) ? reader.ReadString() : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="InvalidDataException">The file is not, or not wholly, what <see cref="Save"/> wrote for this schema.</exception>
    public static (IndexWriter Index, string Position) Load(string path, IndexSchema schema, Analyzer analyzer)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        var reader = new CheckedReader(stream);
        if (reader.ReadString() != Heading(schema)) throw new InvalidDataException("The file is of another schema or version.");
        var position = reader.ReadString();
        var removed = new Removals();
        var ids = reader.ReadString();
        foreach (var (id, version) in (ids.Length == 0 ? [] : ids.Split('\n')).Zip(reader.Read<long>())) removed.Note(IndexChange.Remove(id, version));
        var views = new List<SegmentView>();
        while (reader.ReadOne<bool>()) views.Add(SegmentFile.Read(reader, schema));
        if (reader.ReadString() != Layout || stream.Position != stream.Length) throw new InvalidDataException("The file does not end where it should.");
        return (new IndexWriter(schema, analyzer, new Snapshot(schema, [.. views]), removed), position);
    }

    /// <summary>All that must be the same for a saved index to be of use.</summary>
    private static string Heading(IndexSchema schema) => string.Join('\n', [
        Layout,
        string.Create(CultureInfo.InvariantCulture, $"{schema.Name} {schema.Version}, terms {Analyzer.Version}"),
        .. schema.Texts.Select(text => text.Name),
        .. schema.Columns.Select(column => $"{column.Name}:{column.Kind}")]);

    /// <summary>A file that is being written. Whoever reads finds the old one or, once it is finished, the new one; never half of one.</summary>
    public sealed class Unfinished : IDisposable
    {
        private readonly string _path;
        private readonly FileStream _stream;
        private readonly CheckedWriter _writer;

        public Unfinished(string path, IndexSchema schema, string position, IReadOnlyCollection<KeyValuePair<string, long>> removed)
        {
            _path = path;
            _stream = new(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
            _writer = new(_stream);
            _writer.Write(Heading(schema));
            _writer.Write(position);
            _writer.Write(string.Join('\n', removed.Select(removal => removal.Key)));
            _writer.Write<long>([.. removed.Select(removal => removal.Value)]);
        }

        public void Add(SegmentView view)
        {
            _writer.Write(true);
            SegmentFile.Write(_writer, view);
        }

        public void Finish()
        {
            _writer.Write(false);
            _writer.Write(Layout);
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_path + ".new", _path, overwrite: true);
        }

        public void Dispose() => _stream.Dispose();
    }
}
