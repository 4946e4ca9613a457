using Marketplace.Web.Platform.Files;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>Seals, proofs, vouchers and papers of a licence: its two sides and the bureaus of its region.</summary>
internal sealed class LicenceFiles(LicenceReach reach) : IFileGuard
{
    public const string Subject = "licence";

    public string Kind => Subject;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
