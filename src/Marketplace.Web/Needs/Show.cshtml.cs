using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>The owner's page of a need: as a draft the list of what is to be said, then where it stands and what can be done.</summary>
[Access(Act.KeepNeeds)]
public sealed class ShowNeedModel(AppDbContext db, NeedDesk desk, NeedFiles files, NeedSeal seal, Industries industries, RegionTree regions) : AnsweringPage
{
    public Need Need { get; private set; } = null!;
    public NeedSecrets Secrets { get; private set; } = new();
    public string RegionName { get; private set; } = "";
    public string IndustryName { get; private set; } = "";
    public int FileCount { get; private set; }
    public IReadOnlyList<Failure> Missing { get; private set; } = [];
    public IReadOnlyList<GiveAwayHit> Hits { get; private set; } = [];
    public IReadOnlyList<(DateTimeOffset At, string What)> History { get; private set; } = [];
    public string? BureauName { get; private set; }
    public IReadOnlyList<NeedStep> Steps => NeedSteps.From(Need.State);

    [BindProperty(Name = "how")]
    public string? How { get; set; }

    [BindProperty(Name = "patent")]
    public string? Patent { get; set; }

    [BindProperty(Name = "confirmed")]
    public bool Confirmed { get; set; }

    public string StateOf(NeedPart part) => part switch
    {
        NeedPart.Problem => Need.Title.Length >= NeedRules.TitleMin && Need.Summary.Length >= NeedRules.SummaryMin ? Hits.Any(hit => hit.Strong) ? "doing" : "done" : "todo",
        NeedPart.Field => Need.Industry is not null ? "done" : Need.Ipc.Length > 0 || Need.Chains.Length > 0 || Need.Crop is not null ? "doing" : "todo",
        NeedPart.Wanted => Need.Forms.Length > 0 || Need.Cooperation.Length > 0 || Need.MaturityLeast is not null ? "done" : "todo",
        NeedPart.Terms => Need.RegionPath.Length == 0 ? "todo" : Secrets.BudgetTo is not null || Need.Deadline is not null || Secrets.Contact is not null ? "done" : "doing",
        NeedPart.Files => FileCount > 0 ? "done" : "todo",
        _ => "done",
    };

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await LoadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? step, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.FindAsync(id, ct) is null) return NotFound();
        var chosen = Chosen.One<NeedStep>(step);
        var done = chosen switch
        {
            NeedStep.Open => await desk.OpenAsync(id, null, Confirmed, ct),
            NeedStep.Pause => await desk.PauseAsync(id, ct),
            NeedStep.Resume => await desk.ResumeAsync(id, Confirmed, ct),
            NeedStep.Solve => await desk.SolveAsync(id, Chosen.One<Solution>(How), Patent, ct),
            NeedStep.Withdraw => await desk.WithdrawAsync(id, ct),
            NeedStep.Reopen => await desk.ReopenAsync(id, Confirmed, ct),
            NeedStep.Extend => await desk.ExtendAsync(id, ct),
            _ => Failures.OfStatus(StatusCodes.Status404NotFound),
        };
        // Whoever opens a need wants to see what answers it.
        if (done.Succeeded) return chosen is { } taken && NeedSteps.Opens(taken) ? Went($"/needs/{id}/matches", NeedTexts.OpenedNow) : Went($"/needs/{id}", NeedTexts.Saved);
        db.ChangeTracker.Clear();
        if (!await LoadAsync(id, ct)) return NotFound();
        return Refused(done.Failures);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } need) return false;
        Need = need;
        Secrets = seal.Open(need);
        RegionName = need.RegionPath.Length > 0 ? await regions.NameAsync(need.RegionPath, ct) : "";
        IndustryName = need.Industry is { } code && industries.Find(code) is { } industry ? $"{industry.Code} {industry.Name}" : "";
        FileCount = (await files.OfAsync(id, ct)).Count;
        if (need.BureauId is { } bureau && need.Source != NeedSource.Owner) BureauName = await db.Set<Organisation>().Where(o => o.Id == bureau).Select(o => o.Name).SingleOrDefaultAsync(ct);
        if (need.State != NeedState.Open) (Missing, Hits) = await desk.CheckAsync(need, ct);
        var subject = NeedDesk.Subject(id);
        // What a reader sees of its history is what was done with the need itself: who else looked is told where the matches are.
        History = [.. (await db.Set<AuditEntry>().AsNoTracking().Where(e => e.Subject == subject && e.Act.StartsWith("need.") && e.Succeeded).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(50).Select(e => new { e.At, e.Act }).ToListAsync(ct))
            .Select(e => (e.At, NeedTexts.ResourceManager.GetString("Did" + string.Concat(e.Act["need.".Length..].Split('-').Select(w => char.ToUpperInvariant(w[0]) + w[1..])), NeedTexts.Culture) ?? "")).Where(e => e.Item2.Length > 0)];
        return true;
    }
}
