namespace Marketplace.Web.Organisations;

/// <summary>Where an organisation stands on the platform. The names in lower case are the states of the policy table.</summary>
public enum OrganisationState
{
    /// <summary>Known from a directory; nobody of it has come yet.</summary>
    Listed,

    /// <summary>Being filled in by who registers it.</summary>
    Draft,

    /// <summary>With the bureau of its region for review.</summary>
    Submitted,

    /// <summary>Sent back with a reason.</summary>
    Returned,
    Active,

    /// <summary>Refused for good, with a reason.</summary>
    Refused,

    /// <summary>Stopped by the bureau for a time.</summary>
    Suspended,

    /// <summary>Absorbed by another: <see cref="Organisation.MergedInto"/>.</summary>
    Merged,

    /// <summary>注销</summary>
    Dissolved,
}

public static class OrganisationStates
{
    public static string Word(this OrganisationState state) => state.ToString().ToLowerInvariant();
}
