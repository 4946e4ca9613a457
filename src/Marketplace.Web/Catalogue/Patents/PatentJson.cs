using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>The patent for search engines (schema.org has no patent; a creative work with BIBO's type is what they read).</summary>
public static class PatentJson
{
    /// <summary>Safe inside a script element: the serializer escapes what could end it.</summary>
    public static string Ld(PatentView view, string address)
    {
        var patent = view.Patent;
        var ld = new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "CreativeWork",
            ["additionalType"] = "http://purl.org/ontology/bibo/Patent",
            ["@id"] = address,
            ["url"] = address,
            ["name"] = patent.Title,
            ["inLanguage"] = "zh-CN",
            ["identifier"] = new JsonArray([new JsonObject { ["@type"] = "PropertyValue", ["propertyID"] = "applicationNumber", ["value"] = PatentNumber.Show(patent.ApplicationNo) }]),
            ["dateCreated"] = Day(patent.FilingDate),
            ["isAccessibleForFree"] = true,
        };
        if ((patent.GrantDate ?? patent.PublicationDate) is { } published) ld["datePublished"] = Day(published);
        if (patent.Abstract is { } text) ld["abstract"] = text;
        if (patent.Inventors.Length > 0) ld["creator"] = new JsonArray([.. patent.Inventors.Select(name => new JsonObject { ["@type"] = "Person", ["name"] = name })]);
        if (view.Holders.Count > 0) ld["copyrightHolder"] = new JsonArray([.. view.Holders.Select(h => new JsonObject { ["@type"] = h.Uscc is null ? "Thing" : "Organization", ["name"] = h.Name })]);
        if (patent.Ipc.Length + patent.Locarno.Length > 0) ld["about"] = new JsonArray([.. patent.Ipc.Concat(patent.Locarno).Select(symbol => (JsonNode)symbol)]);
        return ld.ToJsonString(JsonSerializerOptions.Web);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
