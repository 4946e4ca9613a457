using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>In which way a patent is used by, or goes to, somebody else (domain.md §3.1).</summary>
public enum DealKind
{
    /// <summary>开放许可: by notice and payment, never negotiated.</summary>
    Open,

    /// <summary>普通许可</summary>
    Ordinary,

    /// <summary>排他许可</summary>
    Sole,

    /// <summary>独占许可</summary>
    Exclusive,

    /// <summary>分许可</summary>
    Sub,

    /// <summary>交叉许可: two directions in one contract.</summary>
    Cross,

    /// <summary>专利权转让</summary>
    Assignment,

    /// <summary>专利申请权转让</summary>
    ApplicationAssignment,

    /// <summary>作价入股</summary>
    Equity,
}

public static class DealKinds
{
    public static readonly IReadOnlyList<DealKind> Negotiable = [.. Enum.GetValues<DealKind>().Where(kind => kind != DealKind.Open)];

    /// <summary>The right itself changes hands, on its registration and not before (Art. 10(3)).</summary>
    public static bool IsTransfer(this DealKind kind) => kind is DealKind.Assignment or DealKind.ApplicationAssignment or DealKind.Equity;

    /// <summary>Shuts others out.</summary>
    public static bool IsExclusive(this DealKind kind) => kind is DealKind.Exclusive or DealKind.Sole;

    /// <summary>Each patentee may grant it alone (Art. 14(1)); everything else needs all of them.</summary>
    public static bool IsGrantedAlone(this DealKind kind) => kind is DealKind.Ordinary;

    /// <summary>The kind that an offer of this form leads to; null: no negotiated contract does.</summary>
    public static DealKind? Of(OfferForm form) => form switch
    {
        OfferForm.OrdinaryLicence => DealKind.Ordinary,
        OfferForm.SoleLicence => DealKind.Sole,
        OfferForm.ExclusiveLicence => DealKind.Exclusive,
        OfferForm.Assignment => DealKind.Assignment,
        OfferForm.Equity => DealKind.Equity,
        _ => null,
    };
}
