using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Catalogue.Kept;

[Access(Act.UseAccount)]
public sealed class FavouritesModel(Favourites favourites) : AnsweringPage
{
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    [BindProperty(SupportsGet = true)]
    public int From { get; set; } = 1;

    public IReadOnlyList<FavouriteRow> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public Guid? Next { get; private set; }

    /// <summary>A note that was refused stands where it was typed.</summary>
    public (string Number, string Note)? Typed { get; private set; }

    /// <summary>Number and note of what was dropped just now.</summary>
    [TempData]
    public string[]? Dropped { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostKeepAsync(string? no, string? note, string? back, CancellationToken ct)
    {
        var kept = await favourites.KeepAsync(no ?? "", note, ct);
        if (kept.Succeeded) return LocalRedirect(Url.IsLocalUrl(back) ? back : "/favourites");
        if (kept.Failures[0].Status == StatusCodes.Status404NotFound) return NotFound();
        Typed = (no!, note ?? "");
        await ReadAsync(ct);
        return this.Refuse(kept.Failures);
    }

    /// <summary>Dropping what is not there is no mistake: a second click, an old page.</summary>
    public async Task<IActionResult> OnPostDropAsync(string? no, string? back, CancellationToken ct)
    {
        var dropped = await favourites.DropAsync(no ?? "", ct);
        if (Url.IsLocalUrl(back)) return LocalRedirect(back);
        if (dropped is null) return Redirect("/favourites");
        Dropped = [dropped.ApplicationNo, dropped.Note ?? ""];
        return Went("/favourites", KeptTexts.DroppedPatent.Fill(PatentNumber.Show(dropped.ApplicationNo)));
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Total = await favourites.CountAsync(ct);
        if (After is null) From = 1;
        var rows = await favourites.ListAsync(After, Favourites.PageSize + 1, ct);
        Rows = [.. rows.Take(Favourites.PageSize)];
        Next = rows.Count > Favourites.PageSize ? Rows[^1].Favourite.Id : null;
    }
}
