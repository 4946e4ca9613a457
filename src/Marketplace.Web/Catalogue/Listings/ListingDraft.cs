using System.Text.Json;
using System.Text.Json.Serialization;

namespace Marketplace.Web.Catalogue.Listings;

/// <param name="ApplicationNo">Body of the number.</param>
/// <param name="SharePercent">Of the income; one patent alone has it all.</param>
/// <param name="ReportNo">Evaluation report of a utility model or design.</param>
public sealed record DraftMember(string ApplicationNo, decimal? SharePercent = null, string? ReportNo = null);

/// <summary>What people may write into a listing, from whatever side it comes: form, sheet, program.</summary>
public sealed record ListingDraft
{
    public string? Title { get; init; }
    public IReadOnlyList<DraftMember> Members { get; init; } = [];
    public IReadOnlyList<OfferForm> Forms { get; init; } = [];
    public FeeModel? FeeModel { get; init; }
    public FeeTerms Fee { get; init; } = new();
    public int? Maturity { get; init; }
    public string? Scenes { get; init; }
    public IReadOnlyList<string> Industries { get; init; } = [];
    public IReadOnlyList<string> Chains { get; init; } = [];
    public string? KnowHow { get; init; }
    public string? Support { get; init; }
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactMail { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Other holders by name, and the paper each agreed on.</summary>
    public IReadOnlyDictionary<string, string> Consents { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public static ListingDraft Of(Listing listing, IEnumerable<ListingPatent> members, IEnumerable<ListingConsent> consents) => new()
    {
        Title = listing.Title,
        Members = [.. members.OrderBy(m => m.Place).Select(m => new DraftMember(m.ApplicationNo, m.SharePercent, m.ReportNo))],
        Forms = [.. listing.Forms.Order()],
        FeeModel = listing.FeeModel,
        Fee = FeeTerms.Of(listing.FeeTerms),
        Maturity = listing.Maturity,
        Scenes = listing.Scenes,
        Industries = [.. listing.Industries.Order(StringComparer.Ordinal)],
        Chains = [.. listing.Chains.Order(StringComparer.Ordinal)],
        KnowHow = listing.KnowHow,
        Support = listing.Support,
        ContactName = listing.ContactName,
        ContactPhone = listing.ContactPhone,
        ContactMail = listing.ContactMail,
        ExpiresOn = listing.ExpiresOn,
        Consents = new SortedDictionary<string, string>(consents.ToDictionary(c => c.Name, c => c.Reference, StringComparer.Ordinal), StringComparer.Ordinal),
    };

    /// <summary>Blank is nothing, and the model takes only what it uses: two ways of saying one thing compare alike.</summary>
    public ListingDraft Tidy() => this with
    {
        Title = Clean(Title),
        Forms = [.. Forms.Distinct().Order()],
        Fee = Fee.For(FeeModel) with { Reason = Clean(Fee.Reason), Definition = Clean(Fee.For(FeeModel).Definition), Trigger = Clean(Fee.For(FeeModel).Trigger), Unit = Clean(Fee.For(FeeModel).Unit) },
        Scenes = Clean(Scenes),
        Industries = [.. Industries.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Chains = [.. Chains.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        KnowHow = Clean(KnowHow),
        Support = Clean(Support),
        ContactName = Clean(ContactName),
        ContactPhone = Clean(ContactPhone),
        ContactMail = Clean(ContactMail),
        Members = [.. Members.DistinctBy(m => m.ApplicationNo, StringComparer.Ordinal).Select(m => m with { ReportNo = Clean(m.ReportNo), SharePercent = Members.Count == 1 ? 100m : m.SharePercent })],
        Consents = new SortedDictionary<string, string>(Consents.Where(c => !string.IsNullOrWhiteSpace(c.Value)).ToDictionary(c => c.Key.Trim(), c => c.Value.Trim(), StringComparer.Ordinal), StringComparer.Ordinal),
    };

    /// <summary>What another person looked at before it was published; changed, it is looked at again. How to reach the holder and how it is found is not among it.</summary>
    public ListingDraft Reviewed() => this with { ContactName = null, ContactPhone = null, ContactMail = null, Industries = [], Chains = [], ExpiresOn = null };

    /// <summary>Whether a declaration made from it would say the same.</summary>
    public bool DeclaresAs(ListingDraft other) => Declared() == other.Declared();

    private string Declared() => ListingContent.Write(new() { FeeModel = FeeModel, Fee = Fee with { Reason = null }, ExpiresOn = ExpiresOn, Forms = [.. Forms.Where(form => form == OfferForm.OpenLicence)], Members = [.. Members.Select(m => new DraftMember(m.ApplicationNo))] });

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim().ReplaceLineEndings("\n");
}

/// <summary>All of a listing that a batch may change, to be put back: compared as text.</summary>
public sealed record ListingContent
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(), new PlainDecimal() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public required ListingDraft Draft { get; init; }
    public required ListingState State { get; init; }
    public Guid? PreparedBy { get; init; }
    public Guid? ReviewedBy { get; init; }
    public string? ReturnReason { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateOnly? ConfirmedOn { get; init; }
    public DateOnly? StaleSince { get; init; }

    public static ListingContent Of(Listing listing, ListingDraft draft) => new()
    {
        Draft = draft,
        State = listing.State,
        PreparedBy = listing.PreparedBy,
        ReviewedBy = listing.ReviewedBy,
        ReturnReason = listing.ReturnReason,
        PublishedAt = listing.PublishedAt,
        ConfirmedOn = listing.ConfirmedOn,
        StaleSince = listing.StaleSince,
    };

    public static ListingContent Read(string json) => JsonSerializer.Deserialize<ListingContent>(json, s_json)!;

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    public static string Write(ListingDraft draft) => JsonSerializer.Serialize(draft, s_json);

    /// <summary>100 and 100.00 are one number; which of the two the database gives back must not look like a change.</summary>
    private sealed class PlainDecimal : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture));
    }

    public static ListingDraft ReadDraft(string json) => JsonSerializer.Deserialize<ListingDraft>(json, s_json)!;
}
