using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Codes;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>留下需求: words and a number, no account.</summary>
[Access(Act.ReadPublic)]
public sealed class LeaveModel(LeaveDesk desk, CodeDesk codes, ProgressCookie progress, DriveDesk drives, RegionTree regions) : LeavePage(desk, codes, progress, drives, regions)
{
    public override string Address => "/needs/leave";
}
