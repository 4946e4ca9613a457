using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>What a list of needs is narrowed to; stands in the address.</summary>
public sealed record NeedFilter
{
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "industry")]
    public string? Industry { get; init; }

    [FromQuery(Name = "region")]
    public string? Region { get; init; }

    [FromQuery(Name = "form")]
    public string? Form { get; init; }

    public NeedState? StateValue => Organisations.Chosen.One<NeedState>(State);
    public Catalogue.Listings.OfferForm? FormValue => Organisations.Chosen.One<Catalogue.Listings.OfferForm>(Form);
    public bool IsEmpty => string.IsNullOrWhiteSpace(Q) && string.IsNullOrEmpty(State) && string.IsNullOrEmpty(Industry) && string.IsNullOrEmpty(Region) && string.IsNullOrEmpty(Form);

    public string Address(string path, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("q", Q), ("state", State), ("industry", Industry), ("region", Region), ("form", Form)])
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        foreach (var (name, value) in more) query.Add(name, value);
        return path + query.ToQueryString();
    }

    /// <summary>By the public part only: a search must not find what is secret, not even for its owner, whose pages others look at over the shoulder.</summary>
    public IQueryable<Need> Narrow(IQueryable<Need> needs)
    {
        if (StateValue is { } state) needs = needs.Where(n => n.State == state);
        foreach (var word in (Q ?? "").Split([' ', '　', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8))
        {
            var like = "%" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
            needs = needs.Where(n => EF.Functions.ILike(n.Title, like) || EF.Functions.ILike(n.Summary, like));
        }
        if (Industry?.Trim() is { Length: > 0 and <= 5 } industry) needs = needs.Where(n => n.Industry != null && n.Industry.StartsWith(industry));
        if (Region?.Trim() is { Length: > 0 } region) needs = needs.Where(n => n.RegionPath.Contains("/" + region + "/"));
        if (FormValue is { } form) needs = needs.Where(n => n.Forms.Contains(form) || n.Forms.Length == 0);
        return needs;
    }
}
