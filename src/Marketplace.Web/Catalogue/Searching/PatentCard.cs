using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Search.Documents;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What is shown of a patent in a list, read back from the index: pages of results ask the database nothing.</summary>
public sealed record PatentCard
{
    public required string ApplicationNo { get; init; }
    public required string Title { get; init; }
    public string? Abstract { get; init; }
    public required PatentKind Kind { get; init; }
    public required PatentState State { get; init; }
    public required IReadOnlyList<string> Holders { get; init; }

    /// <summary>The main one first.</summary>
    public required IReadOnlyList<string> Ipc { get; init; }
    public required DateOnly Filed { get; init; }
    public DateOnly? Granted { get; init; }
    public required DateOnly LastDay { get; init; }
    public DateOnly? StatusOn { get; init; }
    public PatentOffer? Offer { get; init; }

    /// <summary>As people write it, with ZL where the right is in force.</summary>
    public string Number => PatentNumber.Show(ApplicationNo, State.InForce());

    internal static PatentCard Of(SearchDocument document)
    {
        var stored = JsonSerializer.Deserialize(document.Stored, StoredJson.Default.StoredPatent)!;
        return new()
        {
            ApplicationNo = document.Id,
            Title = document.Texts.GetValueOrDefault(PatentSchema.Title, ""),
            Abstract = document.Texts.GetValueOrDefault(PatentSchema.Abstract),
            Kind = PatentNumber.KindOf(document.Id),
            State = stored.S,
            Holders = document.Texts.GetValueOrDefault(PatentSchema.Holders, "") is { Length: > 0 } holders ? holders.Split('\n') : [],
            Ipc = stored.I,
            Filed = stored.F,
            Granted = stored.G,
            LastDay = stored.E,
            StatusOn = stored.C,
            Offer = stored.O,
        };
    }
}

/// <summary>The public listing a patent stands in; of several the one confirmed last.</summary>
/// <param name="Id">Of the listing.</param>
/// <param name="Forms">In which ways it is offered.</param>
/// <param name="Model">How it is paid.</param>
/// <param name="FeeYuan">What is to be paid first or in all; null: running or negotiable.</param>
/// <param name="Maturity">TRL.</param>
/// <param name="ConfirmedOn">When the holder last said that it still holds.</param>
/// <param name="FromGazette">Announced, but the holder is not here.</param>
/// <param name="Stale">The holder has not answered for long: <see cref="Listing.StaleSince"/>, which the night writes.</param>
public sealed record PatentOffer(Guid Id, IReadOnlyList<OfferForm> Forms, FeeModel? Model, decimal? FeeYuan, int? Maturity, DateOnly? ConfirmedOn, bool FromGazette, bool Stale);

/// <summary>What a card needs beyond the texts, in few letters: it lies in memory once for each patent.</summary>
internal sealed record StoredPatent(PatentState S, string[] I, DateOnly F, DateOnly? G, DateOnly E, DateOnly? C, PatentOffer? O);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPatent))]
internal sealed partial class StoredJson : JsonSerializerContext;
