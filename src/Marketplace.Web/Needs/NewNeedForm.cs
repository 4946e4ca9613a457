using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Needs;

/// <summary>The one text box, and what its writer ticked of what we made of it.</summary>
public sealed class NewNeedForm
{
    [FromForm(Name = "once")] public Guid? Once { get; set; }
    [FromForm(Name = "text")] public string? Text { get; set; }
    [FromForm(Name = "industry")] public string? Industry { get; set; }
    [FromForm(Name = "ipc")] public List<string> Ipc { get; set; } = [];
    [FromForm(Name = "chains")] public List<string> Chains { get; set; } = [];
    [FromForm(Name = "forms")] public List<string> Forms { get; set; } = [];
    [FromForm(Name = "cooperation")] public List<string> Cooperation { get; set; } = [];

    /// <summary>budget, deadline, maturity, crop: taken over from the text.</summary>
    [FromForm(Name = "take")] public List<string> Take { get; set; } = [];

    /// <summary>The draft of what was said and ticked. The words go under the seal; what others may see one day says the same without what gives away.</summary>
    public NeedDraft Draft(NeedSuggestion suggested, GiveAwayFacts facts)
    {
        var text = (Text ?? "").Trim();
        var summary = GiveAway.Mend(NeedSuggestions.WithoutBudget(text), facts);
        return new()
        {
            Title = NeedSuggestions.TitleOf(summary).Cut(NeedRules.TitleMax),
            Summary = summary.Cut(NeedRules.SummaryMax),
            Detail = summary == text ? null : text,
            Industry = suggested.Industries.Any(i => i.Code == Industry) ? Industry : null,
            Ipc = [.. suggested.Ipc.Select(i => i.Code).Where(code => Ipc.Contains(code, StringComparer.Ordinal))],
            Chains = [.. suggested.Chains.Select(c => c.Name).Where(name => Chains.Contains(name, StringComparer.Ordinal))],
            Forms = Chosen.Of<OfferForm>(Forms),
            Cooperation = Chosen.Of<Cooperation>(Cooperation),
            BudgetFrom = Takes("budget") ? suggested.BudgetFrom : null,
            BudgetTo = Takes("budget") ? suggested.BudgetTo : null,
            Deadline = Takes("deadline") ? suggested.Deadline : null,
            MaturityLeast = Takes("maturity") ? suggested.MaturityLeast : null,
            Crop = Takes("crop") ? suggested.Crop?.Name : null,
        };
    }

    public bool Takes(string what) => Take.Contains(what, StringComparer.Ordinal);
}
