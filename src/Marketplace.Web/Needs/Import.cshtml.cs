using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Needs;

/// <summary>An organisation brings its needs in one table.</summary>
[Access(Act.KeepNeeds)]
public sealed class ImportNeedsModel(NeedSheet sheet, NeedDesk desk, AccessCheck access) : ImportPage(sheet, bureau: false)
{
    public override string Address => "/needs/import";
    public override string After => "/needs";

    protected override async Task<bool> MayAsync(CancellationToken ct) => await desk.OwnerAsync(ct) is { } owner && access.May(Act.KeepNeeds, new(owner.Id));
}
