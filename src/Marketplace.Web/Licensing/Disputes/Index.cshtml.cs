using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

public sealed record DisputeRow(Dispute Dispute, string Taker, string Giver, string Licence);

/// <summary>How many ended so, and how long they took on average from the request to the end.</summary>
public sealed record DisputeFigure(DisputeState State, int Count, double? Days);

/// <summary>Disputes as lists show, count and export them.</summary>
public sealed class DisputeRows(AppDbContext db, DisputeReach reach, AuditLog audit, Actor actor)
{
    private const int Most = 20_000;

    public async Task<List<DisputeRow>> ReadAsync(DisputeState? state, Guid? after, int take, CancellationToken ct)
    {
        var seen = reach.Seen();
        if (state is not null) seen = seen.Where(d => d.State == state);
        if (after is { } last) seen = seen.Where(d => d.Id < last);
        var rows = await (from d in seen
                          join t in db.Set<Organisation>() on d.TakerId equals t.Id
                          join g in db.Set<Organisation>() on d.GiverId equals g.Id
                          join l in db.Set<Licence>() on d.LicenceId equals l.Id
                          orderby d.Id descending
                          select new { d, Taker = t.Name, Giver = g.Name, l.Reference }).Take(take).ToListAsync(ct);
        return rows.ConvertAll(row => new DisputeRow(row.d, row.Taker, row.Giver, "KX-" + row.Reference));
    }

    /// <summary>By result, of what lay before the reader's bureau.</summary>
    public async Task<IReadOnlyList<DisputeFigure>> FiguresAsync(CancellationToken ct)
    {
        var rows = await reach.Seen().Where(d => d.AskedOn != null).Select(d => new { d.State, d.AskedOn, d.Since }).ToListAsync(ct);
        return [.. rows.GroupBy(row => row.State!.Value).OrderBy(group => group.Key).Select(group => new DisputeFigure(group.Key, group.Count(), group.Key.IsOver() ? group.Average(row => row.Since.DayNumber - row.AskedOn!.Value.DayNumber) : null))];
    }

    public async Task<IResult> ExportAsync(DisputeState? state, string format, CancellationToken ct)
    {
        var rows = await ReadAsync(state, null, Most, ct);
        IReadOnlyList<SheetField<DisputeRow>> fields =
        [
            new(DisputeTexts.Number, r => r.Dispute.Number),
            new(LicenceTexts.CertificateNo, r => r.Licence),
            new(DisputeTexts.Subject, r => DisputeWords.Name(r.Dispute.Subject)),
            new(DisputeTexts.Giver, r => r.Giver) { Width = 30 },
            new(DisputeTexts.Taker, r => r.Taker) { Width = 30 },
            new(LicenceTexts.State, r => DisputeWords.Name(r.Dispute.State!.Value)),
            new(DisputeTexts.AskedOn, r => r.Dispute.AskedOn) { Form = SheetForm.Date },
            new(DisputeTexts.EndsOn, r => r.Dispute.EndsOn) { Form = SheetForm.Date },
            new(DisputeTexts.Mediator, r => r.Dispute.MediatorName),
        ];
        audit.Record(db, "disputes.exported", actor.ActingFor is { } own ? $"organisation:{own}" : "nobody", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of(DisputeTexts.Title, format, fields, rows);
    }
}

/// <summary>争议: of the reader's organisation, or laid before the reader's bureau.</summary>
[Access(Act.ReadLicences)]
public sealed class DisputesModel(DisputeRows rows, Actor actor) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<DisputeRow> Rows { get; private set; } = [];
    public IReadOnlyList<DisputeFigure> Figures { get; private set; } = [];
    public Guid? Next { get; private set; }
    public bool Later { get; private set; }
    public DisputeState? State { get; private set; }
    public bool OfBureau => AccessGate.Opens(Act.Mediate, actor);

    public IEnumerable<SelectListItem> StateOptions => [new(LicenceTexts.AnyState, ""), .. Enum.GetValues<DisputeState>().Select(state => new SelectListItem(DisputeWords.Name(state), state.ToString()))];

    public async Task OnGetAsync(DisputeState? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (State, Later) = (state, after is not null);
        var read = await rows.ReadAsync(state, after, PageSize + 1, ct);
        if (read.Count > PageSize) Next = read[PageSize - 1].Dispute.Id;
        Rows = [.. read.Take(PageSize)];
        if (OfBureau) Figures = await rows.FiguresAsync(ct);
    }
}
