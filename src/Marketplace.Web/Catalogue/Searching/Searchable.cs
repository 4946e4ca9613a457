using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>For verbs, which promise that what they changed can be found when they return.</summary>
internal static class Searchable
{
    public static Task WaitAsync(WorkingDatabase database, CancellationToken ct) => Task.CompletedTask;
}
