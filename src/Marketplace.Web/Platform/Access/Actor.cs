using System.Security.Claims;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Web.Platform.Access;

/// <summary>Who makes this request, and on whose behalf. Filled by <see cref="AccessGate"/>.</summary>
public sealed class Actor(IEnumerable<IGrantSource> sources)
{
    public const string ClientClaim = "client";

    public Guid? PersonId { get; private set; }

    /// <summary>A program of an organisation, signed in with its own key; then there is no person.</summary>
    public Guid? ClientId { get; private set; }

    /// <summary>The organisation acted for; null: oneself.</summary>
    public Guid? ActingFor { get; private set; }

    /// <summary>Every right in every organisation, for the list to choose from.</summary>
    public IReadOnlyList<Grant> All { get; private set; } = [];

    /// <summary>The rights that count in this request: those in the organisation acted for.</summary>
    public IReadOnlyList<Grant> Grants { get; private set; } = [];

    /// <summary>The organisation this browser acted for until the right to it ended: a delegation that ran out, a membership that was ended.</summary>
    public Guid? Lost { get; private set; }

    /// <summary>Other organisations of this person for which the refused page would have opened; the error page offers to act for them instead.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Elsewhere { get; internal set; } = [];

    public bool IsSignedIn => PersonId is not null || ClientId is not null;

    public Guid Id => PersonId ?? throw new InvalidOperationException("Nobody is signed in; the route's act should have asked for it.");

    public string? OrganisationName => Grants.Count > 0 ? Grants[0].OrganisationName : null;

    public bool Is(params ReadOnlySpan<Role> roles)
    {
        foreach (var grant in Grants)
        {
            if (roles.Contains(grant.Role)) return true;
        }
        return false;
    }

    /// <summary>The largest region in which the reader may do this; null: in none.</summary>
    public string? WidestRegion(Act act)
    {
        var rules = AccessTable.For(act).Where(rule => rule.Reach == Reach.Region).ToList();
        return Grants.Where(grant => grant.RegionPath.Length > 0 && rules.Exists(rule => rule.Roles.Contains(grant.Role))).Select(grant => grant.RegionPath).MinBy(path => path.Length);
    }

    public async Task LoadAsync(ClaimsPrincipal user, SignInSession? session, CancellationToken ct)
    {
        if (Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var person)) PersonId = person;
        else if (Guid.TryParse(user.FindFirstValue(ClientClaim), out var client)) ClientId = client;
        else return;
        var all = new List<Grant>();
        foreach (var source in sources) all.AddRange(await source.OfAsync((PersonId ?? ClientId)!.Value, ct));
        All = all;
        // Whoever belongs to one organisation only need not say so; a delegation they were given beside it changes nothing in that. An organisation
        // they left is left at once.
        var own = all.Exists(g => g.DelegatedActs is null) ? all.Where(g => g.DelegatedActs is null) : all;
        ActingFor = session?.ActingFor is { } chosen && all.Exists(g => g.OrganisationId == chosen) ? chosen
            : own.Select(g => g.OrganisationId).Distinct().Take(2).ToList() is [var only] ? only : null;
        Lost = session?.ActingFor is { } before && before != ActingFor ? before : null;
        Grants = [.. all.Where(g => g.OrganisationId == ActingFor)];
    }

    /// <summary>The rights one would have acting for each of the other organisations one belongs to.</summary>
    internal IEnumerable<(Guid Id, string Name, IReadOnlyList<Grant> Grants)> Others() =>
        All.Where(g => g.OrganisationId != ActingFor).GroupBy(g => g.OrganisationId).Select(g => (g.Key, g.First().OrganisationName, (IReadOnlyList<Grant>)[.. g]));

    /// <summary>For work outside a request (jobs, demo data): acts as this person with these rights.</summary>
    public void Become(Guid person, IReadOnlyList<Grant> grants)
    {
        PersonId = person;
        All = Grants = grants;
        ActingFor = grants.Count > 0 ? grants[0].OrganisationId : null;
    }
}
