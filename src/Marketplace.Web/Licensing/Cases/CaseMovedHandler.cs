using Marketplace.Web.Data;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>Nothing is left to do here: what follows a step is written with it. The event is for those who count and mirror, by its position.</summary>
internal sealed class CaseMovedHandler : IOutboxHandler
{
    public string Kind => CaseMoved.Kind;

    public Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct) => Task.CompletedTask;
}
