using System.Globalization;
using System.Text;
using System.Xml;
using Marketplace.Web.Catalogue.Patents;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>A patent as harvesters get it.</summary>
internal sealed record OaiPatent(Patent Patent, IReadOnlyList<string> Holders);

/// <summary>The XML of OAI-PMH 2.0 and of unqualified Dublin Core.</summary>
internal sealed class OaiWriter : IAsyncDisposable
{
    private const string Oai = "http://www.openarchives.org/OAI/2.0/";
    private const string OaiDc = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    private const string OaiDcSchema = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd";
    private const string Dc = "http://purl.org/dc/elements/1.1/";
    private const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    private readonly XmlWriter _xml;
    private readonly string _domain;
    private readonly Func<string, string> _address;

    public OaiWriter(Stream output, string domain, Func<string, string> address)
    {
        // Written at once at the end: nothing is sent before it is known to be well formed.
        _xml = XmlWriter.Create(output, new() { Async = true, Encoding = new UTF8Encoding(false) });
        (_domain, _address) = (domain, address);
    }

    public static string Moment(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Identifier(string domain, string number) => $"oai:{domain}:{number}";

    public void Begin(DateTimeOffset responseDate, OaiRequest request)
    {
        _xml.WriteStartDocument();
        _xml.WriteStartElement("OAI-PMH", Oai);
        _xml.WriteAttributeString("xmlns", "xsi", null, Xsi);
        _xml.WriteAttributeString("schemaLocation", Xsi, $"{Oai} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd");
        Element("responseDate", Moment(responseDate));
        _xml.WriteStartElement("request", Oai);
        // With these two errors the request is told bare: its arguments are what is wrong.
        if (request.Fault?.Code is not ("badVerb" or "badArgument"))
        {
            _xml.WriteAttributeString("verb", request.Verb);
            foreach (var (name, value) in request.Arguments) _xml.WriteAttributeString(name, Clean(value));
        }
        _xml.WriteString(_address("/oai"));
        _xml.WriteEndElement();
    }

    public void Error(OaiFault fault)
    {
        _xml.WriteStartElement("error", Oai);
        _xml.WriteAttributeString("code", fault.Code);
        _xml.WriteString(fault.Message);
        _xml.WriteEndElement();
    }

    public void Identify(string name, string mail, DateTimeOffset earliest)
    {
        _xml.WriteStartElement("Identify", Oai);
        Element("repositoryName", name);
        Element("baseURL", _address("/oai"));
        Element("protocolVersion", "2.0");
        Element("adminEmail", mail);
        Element("earliestDatestamp", Moment(earliest));
        Element("deletedRecord", "persistent");
        Element("granularity", "YYYY-MM-DDThh:mm:ssZ");
        _xml.WriteStartElement("description", Oai);
        _xml.WriteStartElement("oai-identifier", "http://www.openarchives.org/OAI/2.0/oai-identifier");
        _xml.WriteAttributeString("schemaLocation", Xsi, "http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd");
        foreach (var (part, value) in new[] { ("scheme", "oai"), ("repositoryIdentifier", _domain), ("delimiter", ":"), ("sampleIdentifier", Identifier(_domain, "201710601862")) })
            _xml.WriteElementString(part, "http://www.openarchives.org/OAI/2.0/oai-identifier", value);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    public void Formats()
    {
        _xml.WriteStartElement("ListMetadataFormats", Oai);
        _xml.WriteStartElement("metadataFormat", Oai);
        Element("metadataPrefix", OaiRequest.Format);
        Element("schema", OaiDcSchema);
        Element("metadataNamespace", OaiDc);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    public void Sets(Func<OaiSet, string> name)
    {
        _xml.WriteStartElement("ListSets", Oai);
        foreach (var set in OaiSet.All)
        {
            _xml.WriteStartElement("set", Oai);
            Element("setSpec", set.Spec);
            Element("setName", name(set));
            _xml.WriteEndElement();
        }
        _xml.WriteEndElement();
    }

    public void List(string verb, IEnumerable<OaiPatent> patents, string? token, int told)
    {
        _xml.WriteStartElement(verb, Oai);
        foreach (var patent in patents)
        {
            if (verb == "ListIdentifiers") Header(patent.Patent);
            else Record(patent);
        }
        // The last page of a list that had several says so with an empty token; a list of one page has none.
        if (token is not null || told > 0)
        {
            _xml.WriteStartElement("resumptionToken", Oai);
            _xml.WriteAttributeString("cursor", told.ToString(CultureInfo.InvariantCulture));
            if (token is not null) _xml.WriteString(token);
            _xml.WriteEndElement();
        }
        _xml.WriteEndElement();
    }

    public void One(OaiPatent patent)
    {
        _xml.WriteStartElement("GetRecord", Oai);
        Record(patent);
        _xml.WriteEndElement();
    }

    public async ValueTask DisposeAsync()
    {
        _xml.WriteEndDocument();
        await _xml.FlushAsync();
        await _xml.DisposeAsync();
    }

    private void Record(OaiPatent patent)
    {
        _xml.WriteStartElement("record", Oai);
        Header(patent.Patent);
        if (patent.Patent.RemovedAt is null) DublinCore(patent);
        _xml.WriteEndElement();
    }

    private void Header(Patent patent)
    {
        _xml.WriteStartElement("header", Oai);
        if (patent.RemovedAt is not null) _xml.WriteAttributeString("status", "deleted");
        Element("identifier", Identifier(_domain, patent.ApplicationNo));
        Element("datestamp", Moment(patent.ChangedAt));
        Element("setSpec", OaiSet.Of(patent.Kind).Spec);
        foreach (var section in patent.Ipc.Select(symbol => symbol[..1]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) Element("setSpec", OaiSet.Of(section).Spec);
        _xml.WriteEndElement();
    }

    private void DublinCore(OaiPatent record)
    {
        var patent = record.Patent;
        _xml.WriteStartElement("metadata", Oai);
        _xml.WriteStartElement("oai_dc", "dc", OaiDc);
        _xml.WriteAttributeString("xmlns", "dc", null, Dc);
        _xml.WriteAttributeString("schemaLocation", Xsi, $"{OaiDc} {OaiDcSchema}");
        Core("title", patent.Title, "zh-CN");
        foreach (var inventor in patent.Inventors) Core("creator", inventor);
        foreach (var holder in record.Holders) Core("contributor", holder);
        foreach (var symbol in patent.Ipc) Core("subject", "IPC " + PatentClass.Show(symbol));
        foreach (var symbol in patent.Locarno) Core("subject", "LOC " + symbol);
        if (patent.Abstract is not null) Core("description", patent.Abstract, "zh-CN");
        Core("date", (patent.GrantDate ?? patent.PublicationDate ?? patent.FilingDate).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Core("type", "Patent");
        Core("type", patent.Kind switch { PatentKind.Invention => "发明专利", PatentKind.UtilityModel => "实用新型专利", _ => "外观设计专利" });
        Core("identifier", _address("/patents/" + patent.ApplicationNo));
        Core("identifier", patent.Number);
        foreach (var number in new[] { patent.PublicationNo, patent.GrantNo }.OfType<string>()) Core("identifier", number);
        Core("language", "zh-CN");
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    private void Core(string name, string value, string? language = null)
    {
        _xml.WriteStartElement("dc", name, Dc);
        if (language is not null) _xml.WriteAttributeString("xml", "lang", null, language);
        _xml.WriteString(Clean(value));
        _xml.WriteEndElement();
    }

    private void Element(string name, string value) => _xml.WriteElementString(name, Oai, value);

    /// <summary>Exports of search systems bring control characters along, which no XML may hold.</summary>
    public static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) clean.Append(text[i]);
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) clean.Append(text, i++, 2);
        }
        return clean.ToString();
    }
}
