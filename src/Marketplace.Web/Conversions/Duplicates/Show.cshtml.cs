using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>Two conversions side by side, and what somebody says they are to each other.</summary>
[Access(Act.ReadConversions)]
public sealed class SuspectModel(AppDbContext db, SuspectDesk desk, RegionNames regions) : AnsweringPage
{
    public SuspectPair Pair { get; private set; } = null!;
    public IReadOnlyDictionary<Guid, string> Numbers { get; private set; } = new Dictionary<Guid, string>();
    public IReadOnlyDictionary<Guid, string> Papers { get; private set; } = new Dictionary<Guid, string>();
    public IReadOnlyList<(string Field, string First, string Second)> Fields { get; private set; } = [];
    public string? Decider { get; private set; }

    /// <summary>Why the reader may not decide; null: they may.</summary>
    public Failure? Refusal { get; private set; }
    public string? Decision { get; private set; }
    public string? Stays { get; private set; }
    public string? Reason { get; private set; }

    public static IReadOnlyList<(SuspectState Said, string Hint)> Decisions =>
        [(SuspectState.Same, DuplicateTexts.SameHint), (SuspectState.Part, DuplicateTexts.PartHint), (SuspectState.Chain, DuplicateTexts.ChainHint), (SuspectState.Different, DuplicateTexts.DifferentHint)];

    public IEnumerable<SelectListItem> Sides => [new(DuplicateTexts.StaysMissing, ""), .. ((Guid[])[Pair.Suspect.FirstId, Pair.Suspect.SecondId]).Select(id => new SelectListItem(Numbers[id], id.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? decision, string? stays, string? reason, CancellationToken ct)
    {
        ModelState.Clear();
        (Decision, Stays, Reason) = (decision, stays, reason);
        var failure = await desk.DecideAsync(id, Enum.TryParse<SuspectState>(decision, out var said) ? said : null, Guid.TryParse(stays, out var stay) ? stay : null, reason, ct);
        return await AnswerAsync(id, failure, DuplicateTexts.Saved, ct);
    }

    public async Task<IActionResult> OnPostUndoAsync(Guid id, string? reason, CancellationToken ct)
    {
        ModelState.Clear();
        Reason = reason;
        return await AnswerAsync(id, await desk.UndoAsync(id, reason, ct), DuplicateTexts.Undone, ct);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, Failure? failure, string done, CancellationToken ct)
    {
        if (failure is null) return Went($"/conversions/duplicates/{id}", done);
        return await ReadAsync(id, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } pair) return false;
        Pair = pair;
        var suspect = pair.Suspect;
        Numbers = await db.Set<Conversion>().Where(c => c.Id == suspect.FirstId || c.Id == suspect.SecondId).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        Refusal = await desk.RefuseAsync(pair, ct);
        Fields = DuplicateWords.Fields(pair.First, pair.Second, path => regions.Find(path.TrimEnd('/').Split('/')[^1]) ?? path);
        var files = pair.First.Filing.Proofs.Concat(pair.Second.Filing.Proofs).Select(p => p.FileId).OfType<Guid>().ToList();
        Papers = await db.Set<StoredFile>().Where(f => files.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Name, ct);
        Decider = suspect.DecidedBy is { } person ? await db.Set<Person>().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct) : null;
        return true;
    }
}
