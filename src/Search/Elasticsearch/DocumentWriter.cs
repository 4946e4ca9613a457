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
        var (terms, phrases) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var text in schema.Texts)
        {
            if (!document.Texts.TryGetValue(text.Name, out var said) || said.Length == 0) continue;
            terms[text.Name] = TermsOf(said);
            phrases[text.Name] = PhraseFolding.Fold(said);
        }
        var (values, numbers) = (new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var column in schema.Columns)
        {
            if (column.Kind == ColumnKind.Number)
            {
                if (document.Numbers.TryGetValue(column.Name, out var number)) numbers[column.Name] = number;
            }
            else if (document.Values.TryGetValue(column.Name, out var all) && all.Count > 0)
            {
                values[column.Name] = [.. all.Select(DocumentKey.Of)];
            }
        }
        var vectors = schema.Vectors.Where(vector => document.Vectors.TryGetValue(vector.Name, out var all) && all.AsSpan().ContainsAnyExcept((sbyte)0))
            .ToDictionary(vector => vector.Name, vector => document.Vectors[vector.Name], StringComparer.Ordinal);
        var (low, middle, high) = Fields.Pieces(DocumentMark.Of(change.Id, change.Version));
        return new()
        {
            Id = DocumentKey.Of(change.Id),
            Version = change.Version,
            MarkLow = low,
            MarkMiddle = middle,
            MarkHigh = high,
            // A schema without numbers has no such field, and a strict mapping takes not even an empty one.
            Terms = terms.Count == 0 ? null : terms,
            Phrases = phrases.Count == 0 ? null : phrases,
            Values = values.Count == 0 ? null : values,
            Numbers = numbers.Count == 0 ? null : numbers,
            Vectors = vectors.Count == 0 ? null : vectors,
            Document = document,
        };
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
