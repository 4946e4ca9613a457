using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>One filing with who did what of it.</summary>
public sealed record FilingLine(Filing Filing, string? EnteredBy, string? CheckedBy, string? VerifiedBy, IReadOnlyList<CaseStep> Steps);

/// <summary>A conversion of the same chain, or a part of this one.</summary>
public sealed record LinkedConversion(Guid Id, string Number, ConversionType Type, DateOnly? On, bool Seen);

/// <summary>One conversion: all that was ever said of it and by whom, what it is worth and why, and whose move it is.</summary>
[Access(Act.ReadConversions)]
public sealed class ConversionModel(AppDbContext db, FilingReach reach, FilingSteps steps, FilingBook book, CorrectionDesk corrections, RegionTree regions) : AnsweringPage
{
    public Conversion Conversion { get; private set; } = null!;

    /// <summary>What was said last.</summary>
    public Filing Last { get; private set; } = null!;
    public string Place { get; private set; } = "";
    public IReadOnlyList<FilingLine> Filings { get; private set; } = [];
    public IReadOnlyList<TermLine> Lines { get; private set; } = [];

    /// <summary>Of a correction: what it changes of what counted when it was written.</summary>
    public IReadOnlyList<TermChange> Changes { get; private set; } = [];
    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];
    public IReadOnlyList<LinkedConversion> Chain { get; private set; } = [];
    public IReadOnlyList<LinkedConversion> Parts { get; private set; } = [];
    public LinkedConversion? PartOf { get; private set; }
    public LinkedConversion? Into { get; private set; }
    public CaseWay Way { get; private set; } = null!;
    public IReadOnlyList<Failure> Wanting { get; private set; } = [];

    /// <summary>Steps the reader may take now.</summary>
    public IReadOnlyList<FilingCause> Open { get; private set; } = [];

    /// <summary>Why the reader does not take the step it waits for.</summary>
    public string? NotMine { get; private set; }
    public bool Keeps { get; private set; }
    public bool MayCorrect => Keeps && Conversion.CountedId is not null && Last.State is FilingState.Verified or FilingState.Dropped;
    public bool MayReverse => MayCorrect && Filings.Single(f => f.Filing.Id == Conversion.CountedId).Filing.Kind != FilingKind.Reversal;
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public string? OriginLink => Conversion.OriginId is not { } id ? null : Conversion.Origin switch { ConversionOrigin.Licence => $"/licences/{id}", ConversionOrigin.Deal => $"/deals/{id}", _ => $"/pledges/{id}" };

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostStepAsync(Guid id, string? cause, int seen, string? reason, CancellationToken ct) =>
        DoAsync(id, () => Chosen.One<FilingCause>(cause) is { } step ? steps.TakeAsync(id, step, seen, reason, ct) : Task.FromResult<Outcome<Conversion>>(Failures.OfStatus(404)), FilingNotices.At, ConversionTexts.StepTaken, ct);

    public Task<IActionResult> OnPostCorrectAsync(Guid id, Guid once, CancellationToken ct) => DoAsync(id, () => corrections.CorrectAsync(id, once, ct), c => FilingNotices.At(c) + "/edit", ConversionTexts.CorrectionBegun, ct);

    public Task<IActionResult> OnPostReverseAsync(Guid id, Guid once, string? reason, DateOnly? endedOn, IFormFile? proof, CancellationToken ct)
    {
        if (once != Guid.Empty) Once = once;
        return DoAsync(id, () => corrections.ReverseAsync(id, once, reason, endedOn, proof, ct), FilingNotices.At, ConversionTexts.ReversalSent, ct);
    }

    private async Task<IActionResult> DoAsync(Guid id, Func<Task<Outcome<Conversion>>> act, Func<Conversion, string> to, string done, CancellationToken ct)
    {
        ModelState.Clear();
        var outcome = await act();
        if (outcome.Succeeded) return Went(to(outcome.Value), done);
        return outcome.Failures[0].Status == 404 || !await ReadAsync(id, ct) ? NotFound() : Refused(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not { Conversion: var conversion }) return false;
        var filings = await db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == id).OrderByDescending(f => f.Number).Whole().ToListAsync(ct);
        (Conversion, Last) = (conversion, filings[0]);
        var trails = await regions.TrailsAsync([conversion.RegionPath, .. filings.SelectMany(f => f.Parties).Select(p => p.RegionPath)], ct);
        Place = Name(conversion.RegionPath);
        Lines = [.. FilingWords.Lines(Last, Name).Where(l => l.Value.Length > 0)];
        Papers = await PaperLine.OfAsync(db, Last, ct);
        Filings = await LinesAsync(filings, ct);
        if (Last.Kind == FilingKind.Correction && filings.Skip(1).FirstOrDefault(f => f.State == FilingState.Verified) is { } before) Changes = [.. TermChange.Between(FilingWords.Lines(before, Name), FilingWords.Lines(Last, Name)).Where(c => c.Differs)];
        await LinksAsync(ct);
        await StepsAsync(ct);
        return true;

        string Name(string path) => string.Join(' ', trails[path].Select(r => r.Name));
    }

    private async Task<IReadOnlyList<FilingLine>> LinesAsync(List<Filing> filings, CancellationToken ct)
    {
        var people = filings.SelectMany(f => new[] { f.EnteredBy, f.CheckedBy, f.VerifiedBy }).OfType<Guid>().Distinct().ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        var ids = filings.ConvertAll(f => f.Id);
        var taken = (await db.Set<CaseStep>().AsNoTracking().Where(s => ids.Contains(s.CaseId)).OrderBy(s => s.Number).ToListAsync(ct)).ToLookup(s => s.CaseId);
        return filings.ConvertAll(f => new FilingLine(f, Of(f.EnteredBy), Of(f.CheckedBy), Of(f.VerifiedBy), [.. taken[f.Id]]));

        string? Of(Guid? person) => person is { } id ? names.GetValueOrDefault(id) : null;
    }

    private async Task LinksAsync(CancellationToken ct)
    {
        var id = Conversion.Id;
        var first = Last.ChainId ?? id;
        var last = from c in db.Set<Conversion>().AsNoTracking()
                   join f in db.Set<Filing>().AsNoTracking() on new { c.Id, Number = c.Filings } equals new { Id = f.ConversionId, f.Number }
                   select new { c, f };
        var found = await last.Where(r => r.c.Id == first || r.f.ChainId == first || r.f.PartOfId == id || r.c.Id == Last.PartOfId || r.c.Id == Conversion.IntoId).OrderBy(r => r.f.EffectiveOn ?? r.f.SignedOn).ThenBy(r => r.c.Id).ToListAsync(ct);
        var ids = found.ConvertAll(r => r.c.Id);
        var seen = await reach.Seen().Where(c => ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct);
        LinkedConversion Line(Conversion c, Filing f) => new(c.Id, c.Number, f.Type, f.EffectiveOn ?? f.SignedOn, seen.Contains(c.Id));
        Chain = [.. found.Where(r => r.c.Id != id && (r.c.Id == first || r.f.ChainId == first)).Select(r => Line(r.c, r.f))];
        Parts = [.. found.Where(r => r.f.PartOfId == id).Select(r => Line(r.c, r.f))];
        PartOf = found.Where(r => r.c.Id == Last.PartOfId).Select(r => Line(r.c, r.f)).FirstOrDefault();
        Into = found.Where(r => r.c.Id == Conversion.IntoId).Select(r => Line(r.c, r.f)).FirstOrDefault();
    }

    private async Task StepsAsync(CancellationToken ct)
    {
        Keeps = await reach.RefuseKeepingAsync(Conversion.RegionPath, ct) is null;
        Way = CaseWay.Of(ConversionTexts.Title, FilingMachine.Machine, Last, Filings[0].Steps, FilingWords.Name, FilingWords.Name, FilingWords.Look);
        Wanting = Completeness.Of(Last);
        var open = new List<FilingCause>();
        foreach (var row in FilingMachine.Machine.From(Last.State).Where(r => r.By is not null))
        {
            var refused = (await steps.RefuseAsync(Last, row.Cause, ct))?.Message ?? await book.WhoseAsync(Last, row.Cause, ct);
            if (refused is null) open.Add(row.Cause);
            else if (row.Cause is FilingCause.Check or FilingCause.Verify && refused != Failures.OfStatus(404).Message) NotMine = refused;
        }
        Open = open;
    }
}
