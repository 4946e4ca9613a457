using Marketplace.Web.Data;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Catalogue;

/// <summary>Nothing is left to do: every program reads these events along by their position into its own index, and an event can be leased by one program only.</summary>
internal sealed class CatalogueChangedHandler : IOutboxHandler
{
    public string Kind => CatalogueSql.ChangedKind;

    public Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct) => Task.CompletedTask;
}
