namespace Marketplace.Web.Platform.Access;

/// <summary>One right of one person at this moment, whatever it comes from.</summary>
/// <param name="Role">As what.</param>
/// <param name="OrganisationId">For whom.</param>
/// <param name="RegionPath">Where that organisation sits; a bureau's rights reach everything below.</param>
/// <param name="DelegatedActs">Null: by membership, everything the role may. Otherwise by delegation, these acts only.</param>
/// <param name="DelegationId">The delegation it rests on, for the audit log.</param>
public sealed record Grant(Role Role, Guid OrganisationId, string OrganisationName, string RegionPath, IReadOnlySet<Act>? DelegatedActs = null, Guid? DelegationId = null)
{
    /// <summary>How addresses name that organisation: by it a refusal knows whether the page asked for is one's own.</summary>
    public string? OrganisationCode { get; init; }
}

/// <summary>Memberships are one source of rights, delegations another; asked anew at each request, so that an end takes effect at once.</summary>
public interface IGrantSource
{
    /// <param name="personId">A person, or an API client: ids are unique among both.</param>
    /// <param name="ct">The caller left.</param>
    Task<IReadOnlyList<Grant>> OfAsync(Guid personId, CancellationToken ct);
}
