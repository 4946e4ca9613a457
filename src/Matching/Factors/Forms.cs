namespace Marketplace.Matching.Factors;

/// <summary>In which ways an offer may be taken.</summary>
[Flags]
public enum Forms
{
    None = 0,

    /// <summary>开放许可</summary>
    OpenLicence = 1,

    /// <summary>普通许可</summary>
    OrdinaryLicence = 2,

    /// <summary>排他许可</summary>
    SoleLicence = 4,

    /// <summary>独占许可</summary>
    ExclusiveLicence = 8,

    /// <summary>转让</summary>
    Assignment = 16,

    /// <summary>作价入股</summary>
    Equity = 32,

    /// <summary>合作开发</summary>
    JointDevelopment = 64,

    All = 127,
}
