using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.WorkList;

/// <param name="Key">Such as <c>registration.review</c>.</param>
/// <param name="Text">What is to do, in the reader's language, with {words} of the item.</param>
/// <param name="Why">Why it is on this list (为什么是我).</param>
/// <param name="Act">The act it takes: agents to whom an organisation delegated that act see its items too.</param>
public sealed record WorkKind(string Key, Func<string> Text, Func<string> Why, Act? Act = null);

/// <summary>All kinds of work; features register theirs with <see cref="WorkListSetup.AddWorkKind"/>.</summary>
public sealed partial class WorkKinds(IEnumerable<WorkKind> kinds)
{
    private readonly Dictionary<string, WorkKind> _byKey = kinds.ToDictionary(k => k.Key, StringComparer.Ordinal);

    public IReadOnlyCollection<WorkKind> All => _byKey.Values;

    public string Text(WorkItem item) => _byKey.TryGetValue(item.Kind, out var kind)
        ? Placeholder.Replace(kind.Text(), word => item.Words.GetValueOrDefault(word.Groups["name"].Value, "…"))
        : WorkTexts.UnknownKind;

    public string Why(WorkItem item) => _byKey.TryGetValue(item.Kind, out var kind) ? kind.Why() : WorkTexts.UnknownWhy;

    /// <summary>The kind by itself, for filters: its text without the words.</summary>
    public string Name(string key) => _byKey.TryGetValue(key, out var kind)
        ? Placeholder.Replace(kind.Text(), "…").Trim()
        : WorkTexts.UnknownKind;

    public IReadOnlyList<string> Taking(IReadOnlySet<Act> acts) => [.. _byKey.Values.Where(k => k.Act is { } act && acts.Contains(act)).Select(k => k.Key)];

    [GeneratedRegex("""\{(?<name>[a-zA-Z][A-Za-z0-9]*)\}""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder { get; }
}
