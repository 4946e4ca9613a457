using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Licensing.Income;

/// <summary>What the code on a 转化证明 leads to: for whoever was shown the paper, as it stands now.</summary>
[Access(Act.ReadPublic)]
public sealed class VerifyProofModel(AppDbContext db, PublicAddress address) : PageModel
{
    public ConversionProof Proof { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken ct)
    {
        if (await IncomePapers.FindAsync(db, token, address, ct) is not { } proof) return NotFound();
        Proof = proof;
        // Not for search engines: whoever has the proof has the address.
        Response.Headers["X-Robots-Tag"] = "noindex";
        return Page();
    }
}
