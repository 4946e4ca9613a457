using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Values;

/// <summary>One figure with its evidence, for the second person.</summary>
[Access(Act.ReadFigures)]
public sealed class ValueModel(AppDbContext db, FigureDesk desk) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public Indicator Indicator { get; private set; } = null!;
    public IndicatorDefinition Definition { get; private set; } = null!;
    public IndicatorValue Value { get; private set; } = null!;
    public IReadOnlyList<StoredFile> Papers { get; private set; } = [];
    public string? By { get; private set; }
    public string? Decider { get; private set; }

    /// <summary>Why the reader may not decide; null: they may.</summary>
    public Failure? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostVerifyAsync(Guid id, CancellationToken ct) => DoAsync(id, true, null, ct);

    public Task<IActionResult> OnPostReturnAsync(Guid id, string? decision, CancellationToken ct) => DoAsync(id, false, decision, ct);

    private async Task<IActionResult> DoAsync(Guid id, bool right, string? decision, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.DecideAsync(id, right, decision, ct) is not { } failure) return Went($"/plans/values/{id}", right ? PlanTexts.Verified : PlanTexts.ReturnedDone);
        return await ReadAsync(id, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not var (plan, indicator, definition, value)) return false;
        (Plan, Indicator, Definition, Value) = (plan, indicator, definition, value);
        Refusal = desk.MayDecide(plan, value);
        var subject = FigureDesk.Subject(id);
        Papers = await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Id).ToListAsync(ct);
        By = await NameAsync(value.PersonId, ct);
        Decider = await NameAsync(value.DecidedBy, ct);
        return true;
    }

    private async Task<string?> NameAsync(Guid? person, CancellationToken ct) => person is null ? null : await db.Set<Person>().Where(p => p.Id == person).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
}
