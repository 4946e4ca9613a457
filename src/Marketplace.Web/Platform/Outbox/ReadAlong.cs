using Marketplace.Web.Data;

namespace Marketplace.Web.Platform.Outbox;

/// <summary>For events that every program reads along by their position into its own memory: an event can be leased by one program only, and to that one nothing is left to do.</summary>
internal sealed class ReadAlong(string kind) : IOutboxHandler
{
    public string Kind => kind;

    public Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct) => Task.CompletedTask;
}
