using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Privacy;

/// <summary>Everything held about one person, to take along (PIPL Art. 45): JSON for programs, a page for people.</summary>
public sealed class PersonalExport(AppDbContext db, IEnumerable<IPersonalData> sections, TimeProvider time)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public async Task<byte[]> ZipAsync(Guid personId, Language language, CancellationToken ct)
    {
        var read = new List<(IPersonalData Section, IReadOnlyList<IReadOnlyList<PersonalField>> Records)>();
        foreach (var section in sections) read.Add((section, await section.ReadAsync(db, personId, ct)));
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            await AddAsync(zip, "data.json", Json(read), ct);
            await AddAsync(zip, "data.html", Html(read, language), ct);
        }
        return stream.ToArray();
    }

    private byte[] Json(List<(IPersonalData Section, IReadOnlyList<IReadOnlyList<PersonalField>> Records)> read) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["exportedAt"] = time.GetUtcNow(),
        ["sections"] = read.ToDictionary(r => r.Section.Key, r => new
        {
            title = r.Section.Title,
            purpose = r.Section.Purpose,
            basis = r.Section.Basis,
            records = r.Records.Select(fields => fields.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal)),
        }, StringComparer.Ordinal),
    }, s_json);

    private byte[] Html(List<(IPersonalData Section, IReadOnlyList<IReadOnlyList<PersonalField>> Records)> read, Language language)
    {
        var html = new StringBuilder($"<!doctype html><html lang=\"{language.Tag}\" dir=\"{language.Direction}\"><head><meta charset=\"utf-8\"><title>")
            .Append(WebUtility.HtmlEncode(PrivacyTexts.DataTitle)).Append("</title></head><body><h1>").Append(WebUtility.HtmlEncode(PrivacyTexts.DataTitle))
            .Append("</h1><p>").Append(Dates.Minute(time.GetUtcNow())).Append("</p>");
        foreach (var (section, records) in read)
        {
            html.Append("<h2>").Append(WebUtility.HtmlEncode(section.Title)).Append("</h2><p>").Append(WebUtility.HtmlEncode(section.Purpose)).Append(' ').Append(WebUtility.HtmlEncode(section.Basis)).Append("</p>");
            foreach (var fields in records)
            {
                html.Append("<dl>");
                foreach (var field in fields) html.Append("<dt>").Append(WebUtility.HtmlEncode(field.Label)).Append("</dt><dd>").Append(WebUtility.HtmlEncode(field.Value ?? FaceTexts.NotRecorded)).Append("</dd>");
                html.Append("</dl>");
            }
        }
        return Encoding.UTF8.GetBytes(html.Append("</body></html>").ToString());
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] bytes, CancellationToken ct)
    {
        await using var entry = await zip.CreateEntry(name).OpenAsync(ct);
        await entry.WriteAsync(bytes, ct);
    }
}
