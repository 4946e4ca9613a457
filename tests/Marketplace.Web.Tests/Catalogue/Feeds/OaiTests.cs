using System.Globalization;
using System.Xml.Linq;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Catalogue.Feeds;

/// <summary>The checks of a validator of OAI-PMH 2.0: what the protocol says of each verb, each error, lists in parts, selective harvests and deleted records.</summary>
public sealed class OaiTests(PostgresServer server)
{
    private static readonly XNamespace s_oai = "http://www.openarchives.org/OAI/2.0/";
    private static readonly XNamespace s_oaiDc = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    private static readonly XNamespace s_dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace s_xsi = "http://www.w3.org/2001/XMLSchema-instance";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Identify_sets_and_formats_say_what_the_protocol_wants_by_get_and_by_post()
    {
        await using var app = await WithPatentsAsync(3);

        var identify = (await AskAsync(app, "verb=Identify")).Element(s_oai + "Identify")!;
        identify.Elements().Select(e => e.Name.LocalName).ShouldBe(["repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord", "granularity", "description"]);
        identify.Element(s_oai + "protocolVersion")!.Value.ShouldBe("2.0");
        identify.Element(s_oai + "deletedRecord")!.Value.ShouldBe("persistent");
        identify.Element(s_oai + "granularity")!.Value.ShouldBe("YYYY-MM-DDThh:mm:ssZ");
        identify.Element(s_oai + "baseURL")!.Value.ShouldEndWith("/oai");
        identify.Element(s_oai + "adminEmail")!.Value.ShouldContain("@");
        Moment(identify.Element(s_oai + "earliestDatestamp")!.Value).ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());

        var format = (await AskAsync(app, "verb=ListMetadataFormats")).Element(s_oai + "ListMetadataFormats")!.Element(s_oai + "metadataFormat")!;
        format.Elements().Select(e => e.Value).ShouldBe(["oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", s_oaiDc.NamespaceName]);
        var sets = (await AskAsync(app, "verb=ListSets")).Element(s_oai + "ListSets")!.Elements(s_oai + "set").Select(s => s.Element(s_oai + "setSpec")!.Value).ToList();
        sets.ShouldBe(["kind:invention", "kind:utilitymodel", "kind:design", "ipc:A", "ipc:B", "ipc:C", "ipc:D", "ipc:E", "ipc:F", "ipc:G", "ipc:H"]);

        using var form = new FormUrlEncodedContent([new("verb", "Identify")]);
        using var posted = await app.Http.PostAsync("/oai", form, Ct);
        posted.IsSuccessStatusCode.ShouldBeTrue();
        posted.Content.Headers.ContentType!.ToString().ShouldBe("text/xml; charset=utf-8");
        XDocument.Parse(await posted.Content.ReadAsStringAsync(Ct)).Root!.Element(s_oai + "Identify").ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_error_of_the_protocol_is_told_and_bad_requests_are_not_repeated()
    {
        await using var app = await WithPatentsAsync(2);
        var identifier = Identifier(app, TestPatents.Number(1));
        (string Query, string Code)[] wrong =
        [
            ("", "badVerb"), ("verb=Nothing", "badVerb"), ("verb=Identify&verb=Identify", "badVerb"), ("metadataPrefix=oai_dc", "badVerb"),
            ("verb=Identify&from=2024-01-01", "badArgument"), ("verb=ListRecords", "badArgument"), ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&identifier=" + identifier, "badArgument"), ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=20240101", "badArgument"), ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-13-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-01&until=2024-01-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-01&until=2024-03-01T00:00:00Z", "badArgument"),
            ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"), ("verb=ListSets&size=3", "badArgument"),
            ("verb=ListRecords&resumptionToken=x", "badResumptionToken"), ("verb=ListIdentifiers&resumptionToken=%E4%B8%AD", "badResumptionToken"), ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
            ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"), ("verb=GetRecord&metadataPrefix=marc21&identifier=" + identifier, "cannotDisseminateFormat"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:nowhere:1", "idDoesNotExist"), ("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + Identifier(app, "201719999999"), "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=%3Cx%3E", "idDoesNotExist"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"), ("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2999-01-01", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=kind:design", "noRecordsMatch"), ("verb=ListRecords&metadataPrefix=oai_dc&set=nosuch", "noRecordsMatch"),
        ];
        foreach (var (query, code) in wrong)
        {
            var root = await AskAsync(app, query);
            root.Element(s_oai + "error").ShouldNotBeNull(query).Attribute("code")!.Value.ShouldBe(code, query);
            root.Elements().Select(e => e.Name.LocalName).ShouldBe(["responseDate", "request", "error"], query);
            if (code is "badVerb" or "badArgument") root.Element(s_oai + "request")!.Attributes().ShouldBeEmpty(query);
            else root.Element(s_oai + "request")!.Attribute("verb").ShouldNotBeNull(query);
        }
    }

    [Fact]
    public async Task A_harvest_by_tokens_tells_every_record_once_and_as_dublin_core()
    {
        await using var app = await WithPatentsAsync(230);
        await app.ChangeAsync(TestPatents.Number(5), p => p.Title = "含控制符\u0001与<尖括号>的名称");
        await app.SettleAsync();

        var records = await HarvestAsync(app, "verb=ListRecords&metadataPrefix=oai_dc");
        var identifiers = await HarvestAsync(app, "verb=ListIdentifiers&metadataPrefix=oai_dc");

        var truth = await app.WithDatabaseAsync(db => db.Set<Patent>().AsNoTracking().ToListAsync(Ct));
        var told = records.Select(r => r.Element(s_oai + "header")!.Element(s_oai + "identifier")!.Value).ToList();
        told.Order(StringComparer.Ordinal).ShouldBe(truth.Select(p => Identifier(app, p.ApplicationNo)).Order(StringComparer.Ordinal));
        identifiers.Select(h => h.Element(s_oai + "identifier")!.Value).ShouldBe(told);
        var dc = records.Single(r => r.Value.Contains("尖括号", StringComparison.Ordinal)).Element(s_oai + "metadata")!.Element(s_oaiDc + "dc")!;
        dc.Attribute(s_xsi + "schemaLocation")!.Value.ShouldBe("http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        dc.Element(s_dc + "title")!.Value.ShouldBe("含控制符与<尖括号>的名称");
        dc.Elements(s_dc + "creator").Select(e => e.Value).ShouldBe(["林测", "周试"]);
        dc.Elements(s_dc + "contributor").Single().Value.ShouldBe("测试单位");
        dc.Elements().Select(e => e.Name.NamespaceName).Distinct().ShouldBe([s_dc.NamespaceName]);
        var one = await AskAsync(app, $"verb=GetRecord&metadataPrefix=oai_dc&identifier={told[0]}");
        XNode.DeepEquals(one.Element(s_oai + "GetRecord")!.Element(s_oai + "record"), records[0]).ShouldBeTrue();
    }

    [Fact]
    public async Task While_a_harvest_runs_what_changes_is_not_missed()
    {
        await using var app = await WithPatentsAsync(150);
        var first = await AskAsync(app, "verb=ListIdentifiers&metadataPrefix=oai_dc");
        var told = Headers(first).ToList();
        var waiting = (await app.WithDatabaseAsync(db => db.Set<Patent>().Select(p => p.ApplicationNo).ToListAsync(Ct))).First(no => !told.Contains(Identifier(app, no)));

        await app.ChangeAsync(waiting, p => p.Title = "收割途中改动");
        await app.SettleAsync();
        told.AddRange((await HarvestAsync(app, "verb=ListIdentifiers&resumptionToken=" + Token(first))).Select(h => h.Element(s_oai + "identifier")!.Value));

        told.Count.ShouldBe(150);
        told.Distinct(StringComparer.Ordinal).Count().ShouldBe(150);
        told[^1].ShouldBe(Identifier(app, waiting));
    }

    [Fact]
    public async Task Later_harvests_see_changes_and_deletions_and_sets_choose()
    {
        await using var app = await WithPatentsAsync(4);
        await app.AddAsync([TestPatents.Make(TestPatents.Number(50, '2'), "一种实用新型", ipc: "C07C29/151"), TestPatents.Make(TestPatents.Number(51, '3'))]);
        await app.SettleAsync();
        // Datestamps are the database's and have seconds, and both "from" and "until" include theirs: "before" must be a second of its own.
        await Task.Delay(1100, Ct);
        var before = (await AskAsync(app, "verb=Identify")).Element(s_oai + "responseDate")!.Value;
        await Task.Delay(1100, Ct);
        await app.ChangeAsync(TestPatents.Number(2), p => p.Title = "改名");
        await app.ChangeAsync(TestPatents.Number(3), p => p.RemovedAt = TimeProvider.System.GetUtcNow());
        await app.SettleAsync();

        var news = await HarvestAsync(app, "verb=ListRecords&metadataPrefix=oai_dc&from=" + before);

        news.Select(r => r.Element(s_oai + "header")!.Element(s_oai + "identifier")!.Value).ShouldBe([Identifier(app, TestPatents.Number(2)), Identifier(app, TestPatents.Number(3))]);
        var deleted = news[1];
        deleted.Element(s_oai + "header")!.Attribute("status")!.Value.ShouldBe("deleted");
        deleted.Element(s_oai + "metadata").ShouldBeNull();
        news[0].Element(s_oai + "header")!.Attribute("status").ShouldBeNull();
        (await HarvestAsync(app, "verb=ListIdentifiers&metadataPrefix=oai_dc&until=" + before)).Count.ShouldBe(4);
        (await HarvestAsync(app, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=kind:utilitymodel")).Single().Element(s_oai + "identifier")!.Value.ShouldBe(Identifier(app, TestPatents.Number(50, '2')));
        (await HarvestAsync(app, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=ipc:C")).Count.ShouldBe(1);
        (await HarvestAsync(app, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=ipc:A")).Count.ShouldBe(5);
        (await AskAsync(app, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + Identifier(app, TestPatents.Number(3)))).Descendants(s_oai + "header").Single().Attribute("status")!.Value.ShouldBe("deleted");
    }

    private async Task<RunningApp> WithPatentsAsync(int count)
    {
        var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync(Enumerable.Range(1, count).Select(n => TestPatents.Make(TestPatents.Number(n))));
        await app.SettleAsync();
        return app;
    }

    private static string Identifier(RunningApp app, string number) => $"oai:{new Uri(app.Url).Host}:{number}";

    private static DateTimeOffset Moment(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static IEnumerable<string> Headers(XElement root) => root.Descendants(s_oai + "header").Select(h => h.Element(s_oai + "identifier")!.Value);

    private static string? Token(XElement root) => root.Descendants(s_oai + "resumptionToken").SingleOrDefault()?.Value is { Length: > 0 } token ? token : null;

    private static async Task<XElement> AskAsync(RunningApp app, string query)
    {
        using var answer = await app.Http.GetAsync("/oai?" + query, Ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(query);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/xml; charset=utf-8");
        var root = XDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).Root!;
        // What every answer has, and in this order.
        root.Name.ShouldBe(s_oai + "OAI-PMH");
        root.Attribute(s_xsi + "schemaLocation")!.Value.ShouldBe("http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd");
        root.Elements().Take(2).Select(e => e.Name.LocalName).ShouldBe(["responseDate", "request"], query);
        Moment(root.Element(s_oai + "responseDate")!.Value).ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());
        root.Element(s_oai + "request")!.Value.ShouldEndWith("/oai");
        return root;
    }

    private static async Task<List<XElement>> HarvestAsync(RunningApp app, string query)
    {
        var verb = query["verb=".Length..query.IndexOf('&', StringComparison.Ordinal)];
        var found = new List<XElement>();
        for (string? next = query; next is not null;)
        {
            var root = await AskAsync(app, next);
            var list = root.Element(s_oai + verb).ShouldNotBeNull(root.ToString());
            found.AddRange(list.Elements().Where(e => e.Name.LocalName is "record" or "header"));
            next = Token(root) is { } token ? $"verb={verb}&resumptionToken={token}" : null;
        }
        return found;
    }
}
