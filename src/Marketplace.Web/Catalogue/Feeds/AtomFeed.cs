using System.Globalization;
using System.Text;
using System.Xml;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>Results of a search as Atom (RFC 4287): of any question, and of a saved search by its private address.</summary>
internal static class AtomFeed
{
    private const string Names = "http://www.w3.org/2005/Atom";

    /// <summary>Readers come at least this often; what is older is no news.</summary>
    private static readonly TimeSpan s_news = TimeSpan.FromDays(90);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/patents.atom", (HttpContext http, Feed feed, CancellationToken ct) =>
            feed.OfAsync(PatentQuery.Read(http.Request.Query), "/patents.atom", http, ct)).For(Act.ReadPublic).ExcludeFromDescription();
        routes.MapGet("/feeds/{token:length(32)}.atom", async (string token, HttpContext http, Feed feed, AppDbContext db, CancellationToken ct) =>
            await db.Set<SavedSearch>().AsNoTracking().SingleOrDefaultAsync(s => s.FeedToken == token, ct) is { } saved
                ? await feed.OfAsync(PatentQuery.Read(saved.Query), $"/feeds/{token}.atom", http, ct, saved)
                : Results.NotFound()).For(Act.CallSigned).ExcludeFromDescription();
    }

    internal sealed class Feed(PatentSearch search, SavedSearchNames names, AppDbContext db, PublicAddress address, TimeProvider time)
    {
        public async Task<IResult> OfAsync(PatentQuery query, string self, HttpContext http, CancellationToken ct, SavedSearch? saved = null)
        {
            var found = await search.SearchAsync(query with { Sort = PatentSort.Newest, NewsSince = time.GetUtcNow() - s_news, Size = 50, After = null }, ct);
            if (!found.Succeeded) return found.Failures.ToResult(http);
            var numbers = found.Value.Hits.Select(hit => hit.ApplicationNo).ToList();
            var changed = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToDictionaryAsync(p => p.ApplicationNo, p => p.ChangedAt, StringComparer.Ordinal, ct);
            var asked = (query with { After = null, Size = PatentQuery.UsualSize }).ToQueryString();
            var output = new MemoryStream();
            using (var xml = XmlWriter.Create(output, new() { Encoding = new UTF8Encoding(false) }))
            {
                xml.WriteStartElement("feed", Names);
                xml.WriteElementString("id", Names, saved is null ? address.Of("/patents" + asked) : $"urn:uuid:{saved.Id}");
                xml.WriteElementString("title", Names, OaiWriter.Clean(KeptTexts.FeedTitle.Fill(saved?.Name ?? names.Of(query))));
                xml.WriteElementString("updated", Names, Moment(changed.Count > 0 ? changed.Values.Max() : time.GetUtcNow()));
                xml.WriteStartElement("author", Names);
                xml.WriteElementString("name", Names, Platform.Face.FaceTexts.SiteName);
                xml.WriteEndElement();
                Link(xml, "self", address.Of(saved is null ? self + asked : self));
                Link(xml, "alternate", address.Of("/patents" + asked));
                foreach (var hit in found.Value.Hits.Where(hit => changed.ContainsKey(hit.ApplicationNo))) Entry(xml, hit.Card, changed[hit.ApplicationNo]);
                xml.WriteEndElement();
            }
            // A private address must not lie in anybody's cache.
            http.Response.Headers.CacheControl = saved is null ? "public, max-age=300" : "private, no-store";
            return TypedResults.Bytes(output.ToArray(), "application/atom+xml; charset=utf-8");
        }

        private void Entry(XmlWriter xml, PatentCard card, DateTimeOffset changed)
        {
            xml.WriteStartElement("entry", Names);
            xml.WriteElementString("id", Names, "urn:patent:cn:" + card.ApplicationNo);
            xml.WriteElementString("title", Names, OaiWriter.Clean(card.Title));
            xml.WriteElementString("updated", Names, Moment(changed));
            Link(xml, "alternate", address.Of("/patents/" + card.ApplicationNo));
            xml.WriteElementString("summary", Names, OaiWriter.Clean(string.Join(' ', [string.Join('；', card.Holders.Select(holder => holder.Split('\t')[^1])), card.Abstract ?? ""])));
            xml.WriteEndElement();
        }

        private static void Link(XmlWriter xml, string relation, string to)
        {
            xml.WriteStartElement("link", Names);
            xml.WriteAttributeString("rel", relation);
            xml.WriteAttributeString("href", to);
            xml.WriteEndElement();
        }

        private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}
