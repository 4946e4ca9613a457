using Marketplace.Web.Catalogue.Patents;

namespace Marketplace.Web.Catalogue.LegalStatus;

public sealed class StatusOptions
{
    /// <summary>A quarter: exports of a portfolio are made about that often, and a fee can lapse in half a year.</summary>
    public int StaleAfterDays { get; set; } = 90;

    /// <summary>状态待核: nobody has said for long where it stands. What has ended does not come back by itself and needs no fresh word.</summary>
    public bool IsStale(Patent patent, DateOnly today) => IsStale(patent.State, patent.StatusOn, today);

    public bool IsStale(PatentState state, DateOnly? statusOn, DateOnly today) => !state.Ended() && (statusOn is not { } said || said.AddDays(StaleAfterDays) < today);
}
