using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Plans.Forms;

/// <summary>The parts of an office file, in their order. What is not filled keeps every byte it had.</summary>
internal sealed class FormPackage
{
    /// <summary>A form of a few pages has some hundred kilobytes; what unpacks to more than this is no form.</summary>
    private const long MaxUnpacked = 64L << 20;
    private const int MaxParts = 2000;

    private readonly List<string> _names = [];
    private readonly Dictionary<string, byte[]> _parts = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Names => _names;

    /// <summary>Null: it cannot be unpacked, unpacks to too much, or brings macros of the old kind.</summary>
    public static FormPackage? Open(byte[] file)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file));
            if (zip.Entries.Count > MaxParts) return null;
            var package = new FormPackage();
            var left = MaxUnpacked;
            foreach (var entry in zip.Entries)
            {
                if (entry.FullName.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase)) return null;
                // What an entry says of its length may be a lie.
                using var content = entry.Open();
                using var bytes = new MemoryStream();
                var buffer = new byte[81920];
                for (int read; (read = content.Read(buffer)) > 0;)
                {
                    if ((left -= read) < 0) return null;
                    bytes.Write(buffer, 0, read);
                }
                if (!package._parts.TryAdd(entry.FullName, bytes.ToArray())) return null;
                package._names.Add(entry.FullName);
            }
            return package;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    public bool Has(string part) => _parts.ContainsKey(part);

    public byte[] Bytes(string part) => _parts[part];

    public XDocument Xml(string part)
    {
        using var stream = new MemoryStream(_parts[part]);
        using var reader = XmlReader.Create(stream, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    public void Put(string part, XDocument xml)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), Indent = false, NewLineHandling = NewLineHandling.None })) xml.Save(writer);
        _parts[part] = bytes.ToArray();
    }

    public byte[] ToArray() => FixedZip.Of(_names.Select(name => (name, _parts[name])));
}
