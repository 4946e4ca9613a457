using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.Needs;

/// <summary>Everything of a need that its owner writes, open and secret, as one; what pages, programs and sheets hand to <see cref="NeedDesk"/>.</summary>
public sealed record NeedDraft
{
    public string Title { get; init; } = "";
    public string Summary { get; init; } = "";
    public string? Detail { get; init; }
    public string? Industry { get; init; }
    public IReadOnlyList<string> Ipc { get; init; } = [];
    public IReadOnlyList<string> Chains { get; init; } = [];
    public IReadOnlyList<OfferForm> Forms { get; init; } = [];
    public IReadOnlyList<Cooperation> Cooperation { get; init; } = [];
    public int? MaturityLeast { get; init; }
    public decimal? BudgetFrom { get; init; }
    public decimal? BudgetTo { get; init; }
    public DateOnly? Deadline { get; init; }
    public string? Crop { get; init; }

    /// <summary>Code of a place.</summary>
    public string? Region { get; init; }
    public string? Contact { get; init; }
    public string? Phone { get; init; }
    public NeedVisibility Visibility { get; init; } = NeedVisibility.Anonymous;

    public NeedSecrets Secrets => new(Detail, BudgetFrom, BudgetTo, Phone, Contact);

    public NeedDraft Tidy() => this with
    {
        Title = Clean(Title) ?? "",
        Summary = Clean(Summary) ?? "",
        Detail = Clean(Detail),
        Industry = Clean(Industry)?.ToUpperInvariant(),
        Ipc = [.. Ipc.Select(Clean).OfType<string>().Select(symbol => symbol.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)],
        Chains = [.. Chains.Select(Clean).OfType<string>().Distinct(StringComparer.Ordinal)],
        Forms = [.. Forms.Distinct().Order()],
        Cooperation = [.. Cooperation.Distinct().Order()],
        Crop = Clean(Crop),
        Region = Clean(Region),
        Contact = Clean(Contact),
        Phone = LoginName.Parse(Phone) is { Channel: MessageChannel.Sms } login ? login.Address : Clean(Phone),
    };

    public static NeedDraft Of(Need need, NeedSecrets secrets) => new()
    {
        Title = need.Title,
        Summary = need.Summary,
        Detail = secrets.Detail,
        Industry = need.Industry,
        Ipc = need.Ipc,
        Chains = need.Chains,
        Forms = need.Forms,
        Cooperation = need.Cooperation,
        MaturityLeast = need.MaturityLeast,
        BudgetFrom = secrets.BudgetFrom,
        BudgetTo = secrets.BudgetTo,
        Deadline = need.Deadline,
        Crop = need.Crop,
        Region = need.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(),
        Contact = secrets.Contact,
        Phone = secrets.Phone,
        Visibility = need.Visibility,
    };

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");
}
