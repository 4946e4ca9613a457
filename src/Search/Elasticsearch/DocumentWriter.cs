using System.Buffers;
using System.Text;
using System.Text.Json;
using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch.Messages;

namespace Marketplace.Search.Elasticsearch;

/// <summary>A change as the two lines of a bulk request; where it cannot be one, <paramref name="Fault"/> says why.</summary>
internal readonly record struct DocumentLine(string Id, byte[] Bytes, string? Fault);

internal sealed class DocumentWriter(IndexSchema schema, Analyzer analyzer)
{
    // Far beyond any document of ours; Elasticsearch takes requests of up to 100 MB.
    private const int LargestLine = 50 << 20;

    private static readonly JsonWriterOptions s_relaxed = new() { Encoder = ElasticsearchJson.Wire.Options.Encoder };

    public DocumentLine Write(IndexChange change)
    {
        if (DocumentCheck.Find(change) is { } fault) return new(change.Id, [], fault);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, s_relaxed);
        JsonSerializer.Serialize(json, new BulkAction(new() { Id = DocumentKey.IdOf(change.Id), Version = change.Version }), ElasticsearchJson.Wire.BulkAction);
        EndLine(json, buffer);
        JsonSerializer.Serialize(json, change.Document is { } document ? Indexed(change, document) : Tombstone(change), ElasticsearchJson.Wire.IndexedDocument);
        EndLine(json, buffer);
        return buffer.WrittenCount > LargestLine ? new(change.Id, [], "document_too_large") : new(change.Id, buffer.WrittenSpan.ToArray(), null);
    }

    private static IndexedDocument Tombstone(IndexChange change) => new() { Id = DocumentKey.Of(change.Id), Version = change.Version, Gone = true };

    private IndexedDocument Indexed(IndexChange change, SearchDocument document)
    {
        var (low, middle, high) = Fields.Pieces(DocumentMark.Of(change.Id, change.Version));
        var indexed = new IndexedDocument
        {
            Id = DocumentKey.Of(change.Id),
            Version = change.Version,
            MarkLow = low,
            MarkMiddle = middle,
            MarkHigh = high,
            Terms = new(StringComparer.Ordinal),
            Phrases = new(StringComparer.Ordinal),
            Values = new(StringComparer.Ordinal),
            Numbers = new(StringComparer.Ordinal),
            Document = document,
        };
        foreach (var text in schema.Texts)
        {
            if (!document.Texts.TryGetValue(text.Name, out var said) || said.Length == 0) continue;
            indexed.Terms[text.Name] = TermsOf(said);
            indexed.Phrases[text.Name] = PhraseFolding.Fold(said);
        }
        foreach (var column in schema.Columns)
        {
            if (column.Kind == ColumnKind.Number)
            {
                if (document.Numbers.TryGetValue(column.Name, out var number)) indexed.Numbers[column.Name] = number;
            }
            else if (document.Values.TryGetValue(column.Name, out var values) && values.Count > 0)
            {
                indexed.Values[column.Name] = [.. values.Select(DocumentKey.Of)];
            }
        }
        return indexed;
    }

    private string TermsOf(string text)
    {
        var sink = new JoinedTerms(new(text.Length * 2));
        analyzer.Analyze(text, ref sink);
        return sink.Text.ToString();
    }

    private static void EndLine(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
    }

    private readonly struct JoinedTerms(StringBuilder text) : ITermSink
    {
        public StringBuilder Text { get; } = text;

        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind) => Text.Append(term).Append(' ');
    }
}
