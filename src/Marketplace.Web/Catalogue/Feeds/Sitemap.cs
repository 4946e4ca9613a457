using System.Globalization;
using System.Text;
using System.Xml;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>What search engines may read, and all there is to read (sitemaps.org).</summary>
internal static class Sitemap
{
    private const string Names = "http://www.sitemaps.org/schemas/sitemap/0.9";

    /// <summary>The most a sitemap may hold.</summary>
    public const int Most = 50_000;

    private static readonly string[] s_pages = ["/", "/patents", "/browse/ipc", "/browse/industries", "/browse/chains", "/browse/regions", "/statistics", "/help", "/contact", "/policies/privacy", "/policies/terms"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/robots.txt", (PublicAddress address) => TypedResults.Text(Robots(address.Of), "text/plain; charset=utf-8")).For(Act.ReadPublic).ExcludeFromDescription();
        routes.MapGet("/sitemap.xml", IndexAsync).For(Act.ReadPublic).ExcludeFromDescription();
        routes.MapGet("/sitemaps/pages.xml", (PublicAddress address, HttpContext http) =>
            Xml(http, xml => Urls(xml, s_pages.Select(page => (address.Of(page), (DateTimeOffset?)null))))).For(Act.ReadPublic).ExcludeFromDescription();
        routes.MapGet("/sitemaps/listings.xml", ListingsAsync).For(Act.ReadPublic).ExcludeFromDescription();
        routes.MapGet("/sitemaps/patents-{first:long}.xml", PatentsAsync).For(Act.ReadPublic).ExcludeFromDescription();
    }

    /// <summary>Everything public may be read; questions may be asked in endless ways, and what is behind a sign-in is nobody's business.</summary>
    private static string Robots(Func<string, string> address) => string.Join('\n',
        ["User-agent: *", "Disallow: /api/", "Disallow: /oai", "Disallow: /account", "Disallow: /sign-in", "Disallow: /patents?", "Disallow: /patents/compare", "Disallow: /patents.atom",
         "Disallow: /favourites", "Disallow: /saved-searches", "Disallow: /feeds/", "", $"Sitemap: {address("/sitemap.xml")}", ""]);

    private static async Task<IResult> IndexAsync(PublicAddress address, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var firsts = await db.Database.SqlQuery<string>($"""
            select application_no as "Value" from (select application_no, row_number() over (order by application_no) as place from patents where removed_at is null) numbered
            where (place - 1) % {Most} = 0 order by 1
            """).ToListAsync(ct);
        return Xml(http, xml =>
        {
            xml.WriteStartElement("sitemapindex", Names);
            foreach (var path in (string[])["pages", "listings", .. firsts.Select(first => "patents-" + first)])
            {
                xml.WriteStartElement("sitemap", Names);
                xml.WriteElementString("loc", Names, address.Of($"/sitemaps/{path}.xml"));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        });
    }

    private static async Task<IResult> PatentsAsync(string first, PublicAddress address, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var rows = await db.Set<Patent>().FromSql($"select *, xmin from patents where application_no >= {first}").Where(p => p.RemovedAt == null).OrderBy(p => p.ApplicationNo).Take(Most)
            .Select(p => new { p.ApplicationNo, p.ChangedAt }).ToListAsync(ct);
        return Xml(http, xml => Urls(xml, rows.Select(p => (address.Of("/patents/" + p.ApplicationNo), (DateTimeOffset?)p.ChangedAt))));
    }

    private static async Task<IResult> ListingsAsync(PublicAddress address, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var rows = await db.Set<Listing>().Where(l => l.State == ListingState.Public).OrderByDescending(l => l.Id).Take(Most).Select(l => new { l.Id, l.ChangedAt }).ToListAsync(ct);
        return Xml(http, xml => Urls(xml, rows.Select(l => (address.Of($"/listings/{l.Id}"), (DateTimeOffset?)l.ChangedAt))));
    }

    private static void Urls(XmlWriter xml, IEnumerable<(string Address, DateTimeOffset? Changed)> pages)
    {
        xml.WriteStartElement("urlset", Names);
        foreach (var (address, changed) in pages)
        {
            xml.WriteStartElement("url", Names);
            xml.WriteElementString("loc", Names, address);
            if (changed is { } at) xml.WriteElementString("lastmod", Names, at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static FileContentHttpResult Xml(HttpContext http, Action<XmlWriter> write)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new() { Encoding = new UTF8Encoding(false) })) write(xml);
        // Crawlers come often and look at all of it; an hour old is new enough.
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(output.ToArray(), "application/xml; charset=utf-8");
    }
}
