using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>Opens a need's files to the holder its owner opened them to.</summary>
internal sealed class DisclosedFiles(NeedEyes eyes, Actor actor) : INeedDisclosure
{
    public async Task<bool> IsGrantedAsync(Guid needId, CancellationToken ct) => actor.ActingFor is { } holder && await eyes.MayReadFilesAsync(needId, holder, ct);
}
