using Marketplace.Web.Platform.Files;

namespace Marketplace.Web.Catalogue.Claims;

/// <summary>Proofs of a claim: the claimant, the holder that is asked, and the bureau.</summary>
internal sealed class ClaimPapers(ClaimDesk desk) : IFileGuard
{
    public string Kind => "patent-claim";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await desk.FindAsync(id, ct) is not null || await desk.FindForBureauAsync(id, ct) is not null;
}
