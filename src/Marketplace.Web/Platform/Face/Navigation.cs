using System.Security.Claims;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Platform.Face;

/// <summary>One entry of the main navigation; the text is a function because it depends on the reader's language.</summary>
public sealed record NavigationEntry(int Order, string Path, Func<string> Text, Func<ClaimsPrincipal, bool> ShownTo, Act? Act = null);

/// <summary>What the header offers whom. A feature adds its entry with <see cref="NavigationSetup.AddNavigation"/> where it adds its services.</summary>
public sealed class Navigation(IEnumerable<NavigationEntry> entries)
{
    /// <summary>More entries than this and nobody reads them (face.md); the extra ones belong on a page.</summary>
    public const int AtMost = 7;

    private readonly NavigationEntry[] _entries = [.. entries.OrderBy(entry => entry.Order).ThenBy(entry => entry.Path, StringComparer.Ordinal)];

    public IReadOnlyList<NavigationEntry> For(ClaimsPrincipal reader, Actor actor) =>
        [.. _entries.Where(entry => entry.ShownTo(reader) && (entry.Act is not { } act || AccessGate.Opens(act, actor))).Take(AtMost)];

    /// <summary>The entry whose pages the reader is on: the longest path that the address begins with.</summary>
    public NavigationEntry? Current(PathString path) => _entries
        .Where(entry => entry.Path == "/" ? path == "/" : path.StartsWithSegments(entry.Path, StringComparison.OrdinalIgnoreCase))
        .MaxBy(entry => entry.Path.Length);
}

public static class NavigationSetup
{
    public static IServiceCollection AddNavigation(
        this IServiceCollection services, int order, string path, Func<string> text, Func<ClaimsPrincipal, bool>? shownTo = null, Act? act = null) =>
        services.AddSingleton(new NavigationEntry(order, path, text, shownTo ?? (_ => true), act));
}
