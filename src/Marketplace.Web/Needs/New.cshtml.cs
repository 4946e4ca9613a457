using Marketplace.Matching.Factors;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>说说你的难题: one text box; what answers it is shown at once, to anybody, and nothing is stored before it is saved.</summary>
[Access(Act.ReadPublic)]
public sealed class NewNeedModel(NeedDesk desk, NeedChecks checks, NeedSuggestions suggestions, KeptNeeds kept, MatchPreview preview, AppDbContext db, Actor actor, AccessCheck access, TimeProvider time) : AnsweringPage
{
    private const int TextMin = 10;

    /// <summary>What one reads on a phone before going on.</summary>
    private const int Shown = 5;

    [BindProperty]
    public NewNeedForm Form { get; set; } = new();

    /// <summary>Of the words kept across signing in.</summary>
    [BindProperty(Name = "kept", SupportsGet = true)]
    public string? Kept { get; set; }

    public NeedSuggestion? Suggested { get; private set; }
    public IReadOnlyList<(PreviewedMatch Match, string Title)> Matches { get; private set; } = [];
    public bool SignedIn => actor.IsSignedIn;

    public IEnumerable<SelectListItem> IpcOptions => Suggested!.Ipc.Select(i => new SelectListItem($"{i.Code} {i.Title}", i.Code, Form.Ipc.Contains(i.Code, StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> ChainOptions => Suggested!.Chains.Select(c => new SelectListItem(c.Name, c.Name, Form.Chains.Contains(c.Name, StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> FormOptions => Suggested!.Forms.Select(f => new SelectListItem(ListingWords.Name(f), f.ToString(), Form.Forms.Contains(f.ToString(), StringComparer.Ordinal)));
    public IEnumerable<SelectListItem> WayOptions => Suggested!.Cooperation.Select(w => new SelectListItem(NeedWords.Name(w), w.ToString(), Form.Cooperation.Contains(w.ToString(), StringComparer.Ordinal)));

    public IEnumerable<SelectListItem> TakeOptions
    {
        get
        {
            var s = Suggested!;
            if (s.BudgetTo is { } most) yield return Taken("budget", NeedTexts.TakeBudget.Fill(s.BudgetFrom is { } least ? $"{Money.Rounded(least)} – {Money.Rounded(most)}" : "≤ " + Money.Rounded(most)));
            if (s.Deadline is { } due) yield return Taken("deadline", NeedTexts.TakeDeadline.Fill(Dates.InWords(due)));
            if (s.MaturityLeast is { } level) yield return Taken("maturity", NeedTexts.TakeMaturity.Fill(level, ListingWords.Trl(level)));
            if (s.Crop is { } crop) yield return Taken("crop", NeedTexts.TakeCrop.Fill(crop.Name));
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        Form = new() { Once = Guid.CreateVersion7() };
        if (Kept is { } token && await kept.FindAsync<NewNeedForm>(token, ct) is { } found)
        {
            Form = found;
            await ReadAsync(ct);
            await MatchAsync(ct);
        }
        else Kept = null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (TextFailure() is { } wrong) return Refused([wrong]);
        await ReadAsync(ct);
        await MatchAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (TextFailure() is { } wrong) return Refused([wrong]);
        Form.Once ??= Guid.CreateVersion7();
        if (!actor.IsSignedIn) return Redirect("/sign-in?return=" + Uri.EscapeDataString("/needs/new?kept=" + await kept.KeepAsync(Form, ct)));
        var owner = await desk.OwnerAsync(ct);
        await ReadAsync(ct);
        // Whoever has no right to keep needs for the organisation they act for is told, with the words still there.
        if (!access.May(Act.KeepNeeds, new(owner?.Id, PersonId: owner is null ? actor.PersonId : null))) return Refused([new("need_not_for_this_organisation", 403, NeedTexts.NotForThisOrganisation)]);
        var facts = await checks.FactsAsync(owner?.Id, new() { Title = Suggested!.Title, Summary = Form.Text! }, ct);
        var made = await desk.CreateAsync(Form.Draft(Suggested, facts), Form.Once, ct);
        if (!made.Succeeded) return Refused([.. made.Failures.Select(f => f with { Field = "text" })]);
        await kept.DropAsync(Kept, ct);
        return Went($"/needs/{made.Value.Id}", NeedTexts.DraftSaved);
    }

    private SelectListItem Taken(string what, string text) => new(text, what, Form.Takes(what));

    private async Task ReadAsync(CancellationToken ct)
    {
        var owner = await desk.OwnerAsync(ct);
        Suggested = suggestions.Of(Form.Text ?? "", owner?.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1), Dates.Today(time));
    }

    /// <summary>By the words and what was ticked; nothing of it is kept.</summary>
    private async Task MatchAsync(CancellationToken ct)
    {
        var draft = Form.Draft(Suggested!, GiveAwayFacts.None);
        var found = await preview.OfAsync(new NeedFacts
        {
            Title = Suggested!.Title,
            Text = Form.Text!,
            Industry = draft.Industry,
            Ipc = draft.Ipc,
            Chains = draft.Chains,
            Forms = draft.Forms.Aggregate(Forms.None, (all, form) => all | (Forms)(1 << (int)form)),
            BudgetTo = draft.BudgetTo,
            MaturityLeast = draft.MaturityLeast,
            RegionPath = (await desk.OwnerAsync(ct))?.RegionPath ?? "",
        }, Shown, ct);
        var numbers = found.Select(match => match.ApplicationNo).ToList();
        var titles = await db.Set<Patent>().AsNoTracking().Where(p => numbers.Contains(p.ApplicationNo) && p.RemovedAt == null).ToDictionaryAsync(p => p.ApplicationNo, p => p.Title, StringComparer.Ordinal, ct);
        Matches = [.. found.Where(match => titles.ContainsKey(match.ApplicationNo)).Select(match => (match, titles[match.ApplicationNo]))];
    }

    private Failure? TextFailure() => (Form.Text?.Trim().Length ?? 0) < TextMin ? new("need_text_short", 400, NeedTexts.TextShort.Fill(TextMin), "text")
        : Form.Text!.Length > NeedRules.SummaryMax ? new("need_too_long", 400, NeedTexts.TooLong.Fill(NeedTexts.Text, NeedRules.SummaryMax, Form.Text.Length), "text") : null;
}
