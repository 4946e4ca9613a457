using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>认领队列: what the organisation brought and the register gives to others, and what others claim of it.</summary>
[Access(Act.KeepPatents)]
public sealed class ClaimsModel(AppDbContext db, PatentImportDesk desk) : AnsweringPage
{
    public IReadOnlyList<ClaimGroup> Ours { get; private set; } = [];
    public IReadOnlyList<ClaimGroup> Asked { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var owner = await desk.OwnerAsync(Act.KeepPatents, ct);
        if (!owner.Succeeded) return Refused(owner.Failures);
        var id = owner.Value.Id;
        Ours = await ClaimList.OfAsync(db, db.Set<PatentClaim>().AsNoTracking().Where(c => c.ClaimantId == id), ct);
        Asked = await ClaimList.OfAsync(db, db.Set<PatentClaim>().AsNoTracking().Where(c => c.HolderId == id && c.State != ClaimState.Open && c.State != ClaimState.Dropped), ct);
        return Page();
    }
}
