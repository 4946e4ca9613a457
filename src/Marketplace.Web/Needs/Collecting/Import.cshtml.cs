using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Needs.Collecting;

/// <summary>A bureau brings what it collected on paper in one table.</summary>
[Access(Act.CollectNeeds)]
public sealed class ImportCollectedModel(NeedSheet sheet, CollectDesk desk) : ImportPage(sheet, bureau: true)
{
    public override string Address => "/needs/collected/import";
    public override string After => "/needs/collected";

    protected override async Task<bool> MayAsync(CancellationToken ct) => await desk.BureauAsync(ct) is not null;
}
