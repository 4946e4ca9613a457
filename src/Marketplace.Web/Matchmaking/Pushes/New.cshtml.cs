using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>The first step: which patents. They come from favourites, a search, a listing, a public need, or are typed.</summary>
[Access(Act.PushPatents)]
public sealed class NewPushModel(PushDesk desk, PushPatents patents, DirectoryDesk directory) : AnsweringPage
{
    public string? Numbers { get; private set; }
    public string? Search { get; private set; }

    /// <summary>A source was asked and had nothing that is on offer.</summary>
    public bool Nothing { get; private set; }

    public async Task<IActionResult> OnGetAsync(bool favourites, string? search, Guid? listing, Guid? need, [FromQuery(Name = "no")] string[] no, CancellationToken ct)
    {
        ModelState.Clear();
        if (await directory.BureauAsync(ct) is null) return NotFound();
        Search = search;
        var picked = await patents.PickAsync(new(favourites, search?.Trim(), listing, need), ct);
        Nothing = picked.Count == 0 && (favourites || !string.IsNullOrWhiteSpace(search) || listing is not null || need is not null);
        Numbers = string.Join('\n', PushPatents.Read(string.Join('\n', no)).Numbers.Concat(picked).Distinct(StringComparer.Ordinal).Take(Push.MostPatents));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? numbers, CancellationToken ct)
    {
        ModelState.Clear();
        if (await directory.BureauAsync(ct) is not { } bureau) return NotFound();
        var made = await desk.CreateAsync(bureau, numbers, ct);
        if (made.Succeeded) return Redirect($"/pushes/{made.Value.Id}/edit");
        Numbers = numbers;
        return Refused(made.Failures);
    }
}
