using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Catalogue.Kept;

[Access(Act.UseAccount)]
public sealed class SavedSearchesModel(SavedSearches searches, PublicAddress address) : AnsweringPage
{
    public IReadOnlyList<SavedSearch> Rows { get; private set; } = [];

    public static IReadOnlyList<SelectListItem> Paces =>
        [new(KeptTexts.PaceOff, nameof(AlertPace.Off)), new(KeptTexts.PaceAtOnce, nameof(AlertPace.AtOnce)), new(KeptTexts.PaceDaily, nameof(AlertPace.Daily)), new(KeptTexts.PaceWeekly, nameof(AlertPace.Weekly))];

    /// <summary>Query, name and pace of what was deleted just now.</summary>
    [TempData]
    public string[]? Dropped { get; set; }

    public string FeedOf(SavedSearch search) => address.Of($"/feeds/{search.FeedToken}.atom");

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Rows = await searches.ListAsync(ct);
    }

    public async Task<IActionResult> OnPostSaveAsync(string? query, string? name, AlertPace alert, CancellationToken ct)
    {
        if (!Enum.IsDefined(alert)) alert = AlertPace.Off;
        var saved = await searches.SaveAsync(query, name, alert, ct);
        if (saved.Succeeded) return Went("/saved-searches#s" + saved.Value.Id, KeptTexts.SearchSaved.Fill(saved.Value.Name));
        Rows = await searches.ListAsync(ct);
        return this.Refuse(saved.Failures);
    }

    public async Task<IActionResult> OnPostChangeAsync(Guid id, string? name, AlertPace alert, CancellationToken ct) =>
        Enum.IsDefined(alert) && await searches.ChangeAsync(id, name, alert, ct) ? Went("/saved-searches#s" + id, KeptTexts.SearchChanged) : NotFound();

    public async Task<IActionResult> OnPostRenewAsync(Guid id, CancellationToken ct) => await searches.RenewFeedAsync(id, ct) ? Went("/saved-searches#s" + id, KeptTexts.FeedRenewed) : NotFound();

    public async Task<IActionResult> OnPostDropAsync(Guid id, CancellationToken ct)
    {
        if (await searches.DropAsync(id, ct) is not { } search) return Redirect("/saved-searches");
        Dropped = [search.Query, search.Name, search.Alert.ToString()];
        return Went("/saved-searches", KeptTexts.DroppedSearch.Fill(search.Name));
    }
}
