using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Microsoft.Extensions.Primitives;

namespace Marketplace.Web.Catalogue.Feeds;

/// <summary>An error of the protocol (OAI-PMH 2.0, 3.6). Its words are for programmers, in English as the protocol itself.</summary>
internal sealed record OaiFault(string Code, string Message);

/// <summary>A part of the repository: a kind of right, or an IPC section.</summary>
internal sealed record OaiSet(string Spec, PatentKind? Kind, string? Section)
{
    public static OaiSet Of(PatentKind kind) => new("kind:" + kind.ToString().ToLowerInvariant(), kind, null);

    public static OaiSet Of(string section) => new("ipc:" + section, null, section);

    public static readonly IReadOnlyList<OaiSet> All = [.. Enum.GetValues<PatentKind>().Select(Of), .. "ABCDEFGH".Select(section => Of(section.ToString()))];
}

/// <summary>Which records a list is of, and how far it has come. All of it stands in the resumption token, so that nothing is kept for a harvester that never comes back.</summary>
/// <param name="From">Inclusive, seconds or a day.</param>
/// <param name="Until">Inclusive.</param>
/// <param name="Told">How many were told before.</param>
internal sealed record OaiList(string Verb, string? From, string? Until, string? Set, FeedPlace Place, int Told)
{
    public OaiSet? Part => OaiSet.All.FirstOrDefault(set => set.Spec == Set);

    public DateTimeOffset? First => Instant(From)?.First;

    /// <summary>Not included.</summary>
    public DateTimeOffset? End => Instant(Until)?.End;

    public string ToToken() => FeedPlace.Write(string.Join('|', "1", Verb, From, Until, Set, Place.ChangedIn.ToString(CultureInfo.InvariantCulture), Place.ApplicationNo, Told.ToString(CultureInfo.InvariantCulture)));

    public static OaiList? FromToken(string token) =>
        FeedPlace.Read(token)?.Split('|') is ["1", var verb, var from, var until, var set, var transaction, var number, var told] && FeedPlace.Parse(transaction, number) is { } place
        && int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && IsMoment(from) && IsMoment(until) && (set.Length == 0 || OaiSet.All.Any(known => known.Spec == set))
            ? new(verb, Filled(from), Filled(until), Filled(set), place, count) : null;

    /// <summary>A day is from its first second to its last; both ends are included.</summary>
    public static (DateTimeOffset First, DateTimeOffset End)? Instant(string? text)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)) return (day, day.AddDays(1));
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var second)
            ? (second, second.AddSeconds(1)) : null;
    }

    private static bool IsMoment(string text) => text.Length == 0 || Instant(text) is not null;

    private static string? Filled(string text) => text.Length > 0 ? text : null;
}

/// <summary>What was asked, or what is wrong with it.</summary>
internal sealed record OaiRequest(string Verb, IReadOnlyDictionary<string, string> Arguments, OaiFault? Fault)
{
    public const string Format = "oai_dc";

    private static readonly Dictionary<string, (string[] Needed, string[] Allowed)> s_verbs = new(StringComparer.Ordinal)
    {
        ["Identify"] = ([], []),
        ["ListMetadataFormats"] = ([], ["identifier"]),
        ["ListSets"] = ([], ["resumptionToken"]),
        ["GetRecord"] = (["identifier", "metadataPrefix"], []),
        ["ListIdentifiers"] = (["metadataPrefix"], ["from", "until", "set", "resumptionToken"]),
        ["ListRecords"] = (["metadataPrefix"], ["from", "until", "set", "resumptionToken"]),
    };

    public OaiList? List { get; private init; }

    public string? this[string argument] => Arguments.GetValueOrDefault(argument);

    public static OaiRequest Read(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var all = parameters.ToList();
        var verbs = all.Where(p => p.Key == "verb").SelectMany(p => p.Value.ToArray()).ToList();
        if (verbs is not [{ } verb] || !s_verbs.TryGetValue(verb, out var rule))
            return new("", new Dictionary<string, string>(StringComparer.Ordinal), new("badVerb", verbs.Count > 1 ? "The verb is repeated." : "The verb is missing or not one of the protocol."));
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in all.Where(p => p.Key != "verb"))
        {
            if (!rule.Needed.Contains(name, StringComparer.Ordinal) && !rule.Allowed.Contains(name, StringComparer.Ordinal)) return Bad(verb, $"The argument {Safe(name)} does not belong to {verb}.");
            if (values is not [{ Length: > 0 } value]) return Bad(verb, $"The argument {name} is repeated or empty.");
            arguments[name] = value;
        }
        return verb is "ListIdentifiers" or "ListRecords" ? ReadList(verb, rule.Needed, arguments) : ReadOne(verb, rule.Needed, arguments);
    }

    private static OaiRequest ReadOne(string verb, string[] needed, Dictionary<string, string> arguments)
    {
        var missing = needed.FirstOrDefault(name => !arguments.ContainsKey(name));
        if (missing is not null) return Bad(verb, $"The argument {missing} is missing.");
        // The list of sets fits on one page, so no token for it was ever given out.
        var fault = arguments.ContainsKey("resumptionToken") ? BadToken : null;
        return new(verb, arguments, fault ?? Unknown(arguments));
    }

    private static OaiRequest ReadList(string verb, string[] needed, Dictionary<string, string> arguments)
    {
        if (arguments.TryGetValue("resumptionToken", out var token))
        {
            if (arguments.Count > 1) return Bad(verb, "A resumptionToken stands alone.");
            var going = OaiList.FromToken(token);
            return going?.Verb == verb ? new(verb, arguments, null) { List = going } : new(verb, arguments, BadToken);
        }
        if (needed.FirstOrDefault(name => !arguments.ContainsKey(name)) is { } missing) return Bad(verb, $"The argument {missing} is missing.");
        var (from, until) = (arguments.GetValueOrDefault("from"), arguments.GetValueOrDefault("until"));
        if ((from is not null && OaiList.Instant(from) is null) || (until is not null && OaiList.Instant(until) is null)) return Bad(verb, "from and until are written YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.");
        if (from is not null && until is not null && from.Length != until.Length) return Bad(verb, "from and until are of different granularity.");
        if (from is not null && until is not null && string.CompareOrdinal(from, until) > 0) return Bad(verb, "from is later than until.");
        if (Unknown(arguments) is { } fault) return new(verb, arguments, fault);
        var set = arguments.GetValueOrDefault("set");
        if (set is not null && OaiSet.All.All(known => known.Spec != set)) return new(verb, arguments, new("noRecordsMatch", "There is no such set."));
        return new(verb, arguments, null) { List = new(verb, from, until, set, FeedPlace.Start, 0) };
    }

    private static OaiFault BadToken => new("badResumptionToken", "This resumptionToken was not given out for this verb.");

    private static OaiFault? Unknown(Dictionary<string, string> arguments) =>
        arguments.TryGetValue("metadataPrefix", out var prefix) && prefix != Format ? new("cannotDisseminateFormat", "The only metadataPrefix is oai_dc.") : null;

    private static OaiRequest Bad(string verb, string message) => new(verb, new Dictionary<string, string>(StringComparer.Ordinal), new("badArgument", message));

    /// <summary>What somebody sent comes back in XML, where not every character may stand.</summary>
    private static string Safe(string name) => name.Length <= 50 && name.All(char.IsAsciiLetterOrDigit) ? name : "given";
}
