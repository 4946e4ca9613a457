using Marketplace.Web.Catalogue.Searching;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Catalogue.Browse;

/// <param name="Code">As it is shown; empty where only the name is.</param>
/// <param name="Name">Chinese, as the official texts are.</param>
public sealed record BrowseNode(string Code, string Name, string Address)
{
    public BrowseCount Count { get; init; } = BrowseCount.None;
}

/// <summary>A walk down a tree: where one is, what lies below with its counts, and the patents there.</summary>
public abstract class BrowsePage(PatentSearch search, BrowseCounts counts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public abstract string Root { get; }
    public abstract string TreeTitle { get; }
    public abstract string Lead { get; }

    public string PageTitle => Here is null ? TreeTitle : $"{Here.Code} {Here.Name}".Trim();

    /// <summary>What the node is called; null at the root.</summary>
    public BrowseNode? Here { get; protected set; }
    public IReadOnlyList<(string Text, string Address)> Trail { get; protected set; } = [];
    public IReadOnlyList<BrowseNode> Children { get; protected set; } = [];

    /// <summary>Nothing is in force and nothing on offer there.</summary>
    public int Empty { get; private set; }

    /// <summary>The index cannot answer: the tree is shown without counts.</summary>
    public bool Away { get; private set; }
    public PatentQuery Query { get; protected set; } = new();
    public PatentResults? Results { get; private set; }
    public string? Next { get; private set; }

    protected async Task<IActionResult> ShowAsync(string column, IReadOnlyList<(string Value, BrowseNode Node)> children, CancellationToken ct)
    {
        ModelState.Clear();
        if (await counts.OfAsync(column, Query, ct) is { } known)
        {
            var counted = children.Select(child => child.Node with { Count = known.GetValueOrDefault(child.Value, BrowseCount.None) }).ToList();
            Children = [.. counted.Where(child => child.Count is not { InForce: 0, Offers: 0 })];
            Empty = counted.Count - Children.Count;
        }
        else
        {
            Away = true;
            Children = [.. children.Select(child => child.Node)];
        }
        if (Here is null) return Page();
        if (string.IsNullOrEmpty(After)) From = 1;
        var found = await search.SearchAsync(Query with { After = string.IsNullOrEmpty(After) ? null : After }, ct);
        // A place from another question, or a typed one: the list begins again.
        if (!found.Succeeded && !string.IsNullOrEmpty(After)) return Redirect(Here.Address);
        if (!found.Succeeded) return Page();
        Results = found.Value;
        if (Results.Next is { } next) Next = $"{Here.Address}?after={Uri.EscapeDataString(next)}&from={From + Results.Hits.Count}";
        return Page();
    }
}
