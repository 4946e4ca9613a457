using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>OAI-PMH 2.0 at <c>/oai</c>: how repositories of universities harvest one another.</summary>
internal static class OaiEndpoint
{
    /// <summary>A page of records is about 200 kB.</summary>
    public const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/oai", (HttpContext http, AppDbContext db, PublicAddress address, IOptions<SiteOptions> site, IpcTitles titles, CancellationToken ct) =>
            AnswerAsync(OaiRequest.Read(http.Request.Query), db, address, site.Value, titles, ct)).For(Act.ReadPublic).ExcludeFromDescription();
        // A question, in spite of its method: nothing is changed by it, so no token is asked for.
        routes.MapPost("/oai", async (HttpContext http, AppDbContext db, PublicAddress address, IOptions<SiteOptions> site, IpcTitles titles, CancellationToken ct) =>
        {
            var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(ct) : FormCollection.Empty;
            return await AnswerAsync(OaiRequest.Read(form.Concat(http.Request.Query)), db, address, site.Value, titles, ct);
        }).For(Act.ReadPublic).ExcludeFromDescription();
    }

    private static async Task<IResult> AnswerAsync(OaiRequest request, AppDbContext db, PublicAddress address, SiteOptions site, IpcTitles titles, CancellationToken ct)
    {
        var domain = new Uri(address.Of("/")).Host;
        // Asked for before the rows are read: what settles in between is told twice, not never.
        var told = await SettledPatents.ToldUntilAsync(db, ct);
        using var output = new MemoryStream();
        await using (var xml = new OaiWriter(output, domain, address.Of))
        {
            switch (request)
            {
                case { Fault: { } fault }:
                    Refuse(xml, told, request, fault);
                    break;
                case { Verb: "Identify" }:
                    var earliest = await db.Set<Patent>().MinAsync(p => (DateTimeOffset?)p.ChangedAt, ct);
                    xml.Begin(told, request);
                    xml.Identify(FaceTexts.SiteName, site.ContactMail ?? "postmaster@" + domain, earliest ?? told);
                    break;
                case { Verb: "ListSets" }:
                    xml.Begin(told, request);
                    xml.Sets(set => set.Kind is { } kind ? OaiNames.Of(kind) : $"{set.Section} {titles.Find(set.Section!)?.Title}");
                    break;
                case { List: { } list }:
                    await ListAsync(xml, told, request, list, db, ct);
                    break;
                default:
                    await OneAsync(xml, told, request, domain, db, ct);
                    break;
            }
        }
        return TypedResults.Bytes(output.ToArray(), "text/xml; charset=utf-8");
    }

    private static void Refuse(OaiWriter xml, DateTimeOffset told, OaiRequest request, OaiFault fault)
    {
        xml.Begin(told, request with { Fault = fault });
        xml.Error(fault);
    }

    private static async Task ListAsync(OaiWriter xml, DateTimeOffset told, OaiRequest request, OaiList list, AppDbContext db, CancellationToken ct)
    {
        var found = SettledPatents.After(db, list.Place);
        if (list.First is { } first) found = found.Where(p => p.ChangedAt >= first);
        if (list.End is { } end) found = found.Where(p => p.ChangedAt < end);
        if (list.Part?.Kind is { } kind) found = found.Where(p => p.Kind == kind);
        if (list.Part?.Section is { } section) found = found.Where(p => p.Ipc.Any(symbol => EF.Functions.Like(symbol, section + "%")));
        var rows = await found.OrderBy(p => p.ChangedIn).ThenBy(p => p.ApplicationNo).Take(PageSize + 1).ToListAsync(ct);
        var shown = rows.Take(PageSize).ToList();
        // The rest may have gone while it was harvested: then the list has an end, not an error.
        if (shown.Count == 0 && list.Told == 0)
        {
            Refuse(xml, told, request, new("noRecordsMatch", "Nothing answers to these arguments."));
            return;
        }
        var token = rows.Count > PageSize ? (list with { Place = new(shown[^1].ChangedIn, shown[^1].ApplicationNo), Told = list.Told + PageSize }).ToToken() : null;
        var patents = request.Verb == "ListIdentifiers" ? shown.Select(p => new OaiPatent(p, [])).ToList() : await WithHoldersAsync(db, shown, ct);
        xml.Begin(told, request);
        if (shown.Count == 0)
        {
            // The schema wants a record in every list; a harvester that comes to nothing more gets this error and keeps what it has.
            xml.Error(new("noRecordsMatch", "Nothing is left of this list."));
            return;
        }
        xml.List(request.Verb, patents, token, list.Told);
    }

    private static async Task OneAsync(OaiWriter xml, DateTimeOffset told, OaiRequest request, string domain, AppDbContext db, CancellationToken ct)
    {
        var number = request["identifier"] is { } identifier && identifier.StartsWith($"oai:{domain}:", StringComparison.Ordinal) ? identifier[$"oai:{domain}:".Length..] : null;
        var patent = number is null ? null : await db.Set<Patent>().AsNoTracking().SingleOrDefaultAsync(p => p.ApplicationNo == number, ct);
        if (patent is null && request["identifier"] is not null)
        {
            Refuse(xml, told, request, new("idDoesNotExist", "There is no such identifier here."));
            return;
        }
        xml.Begin(told, request);
        if (request.Verb == "GetRecord") xml.One((await WithHoldersAsync(db, [patent!], ct))[0]);
        else xml.Formats();
    }

    private static async Task<List<OaiPatent>> WithHoldersAsync(AppDbContext db, List<Patent> patents, CancellationToken ct)
    {
        var numbers = patents.Select(p => p.ApplicationNo).ToList();
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place)
            .Select(h => new { h.ApplicationNo, h.Name }).ToListAsync(ct)).ToLookup(h => h.ApplicationNo, h => h.Name, StringComparer.Ordinal);
        return [.. patents.Select(p => new OaiPatent(p, [.. holders[p.ApplicationNo]]))];
    }
}

/// <summary>Sets have one name for all harvesters, whatever their language.</summary>
internal static class OaiNames
{
    public static string Of(PatentKind kind) => kind switch { PatentKind.Invention => "发明", PatentKind.UtilityModel => "实用新型", _ => "外观设计" };
}
