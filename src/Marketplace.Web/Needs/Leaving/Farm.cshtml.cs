using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>农业需求: for a phone in the field. A photograph, as many words as one speaks, the crop, the place, a number.</summary>
[Access(Act.ReadPublic)]
public sealed class FarmModel(LeaveDesk desk, CodeDesk codes, ProgressCookie progress, DriveDesk drives, RegionTree regions, Crops crops) : LeavePage(desk, codes, progress, drives, regions)
{
    public override string Address => "/needs/farm";

    /// <summary>By kind of crop, so that a list of fifty is read quickly.</summary>
    public IEnumerable<SelectListItem> CropOptions
    {
        get
        {
            yield return new(CollectTexts.ChooseCrop, "");
            var groups = crops.All.Select(crop => crop.Group).Distinct(StringComparer.Ordinal).ToDictionary(name => name, name => new SelectListGroup { Name = name }, StringComparer.Ordinal);
            foreach (var crop in crops.All.OrderBy(crop => groups.Keys.ToList().IndexOf(crop.Group))) yield return new(crop.Name, crop.Name) { Group = groups[crop.Group] };
        }
    }
}
