using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>One registration: its papers beside what was typed.</summary>
[Access(Act.ReviewRegistrations)]
public sealed class ReviewModel(RegistrationReview review, RegionTree regions, AppDbContext db) : AnsweringPage
{
    public RegistrationCase Registration { get; private set; } = null!;
    public string Region { get; private set; } = "";
    public Failure? Refusal { get; private set; }
    public IReadOnlyList<(string Label, string Link, bool IsPicture)> Papers { get; private set; } = [];
    public bool WrongCheckDigit => Uscc.Check(Registration.Uscc) != UsccVerdict.Right;
    public bool MaySeeButtons => Refusal is null;

    [BindProperty(Name = "decision")]
    public string? Decision { get; set; }

    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    [BindProperty(Name = "override")]
    public string? Override { get; set; }

    public async Task<IActionResult> OnGetAsync(string uscc, CancellationToken ct)
    {
        ModelState.Clear();
        return await LoadAsync(uscc, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(string uscc, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await LoadAsync(uscc, ct)) return NotFound();
        var code = Registration.Uscc;
        var decided = Decision switch
        {
            "approve" => await review.ApproveAsync(code, Override, ct),
            "return" => await review.ReturnAsync(code, Reason, ct),
            "refuse" => await review.RefuseAsync(code, Reason, ct),
            _ => new Failure("decision_missing", 400, RegistrationTexts.DecisionMissing, "decision"),
        };
        return decided.Succeeded ? Went("/organisations/review/" + code, RegistrationTexts.Decided) : Refused(decided.Failures);
    }

    private async Task<bool> LoadAsync(string uscc, CancellationToken ct)
    {
        if (await review.FindAsync(Uscc.Clean(uscc), ct) is not { } found) return false;
        Registration = found;
        Refusal = await review.RefusalAsync(found, ct);
        Region = await regions.NameAsync(found.RegionPath, ct);
        var ids = new[] { found.LicenceFile, found.AuthorisationFile };
        var kept = await db.Set<StoredFile>().AsNoTracking().Where(f => ids.Contains(f.Id)).ToListAsync(ct);
        Papers = [.. from paper in new[] { (RegistrationTexts.Licence, found.LicenceFile), (RegistrationTexts.Authorisation, found.AuthorisationFile) }
                     let file = kept.Find(f => f.Id == paper.Item2)
                     where file is not null
                     select (paper.Item1, FileStore.PaperAt(file.Id), file.MediaType.StartsWith("image/", StringComparison.Ordinal))];
        return true;
    }
}
