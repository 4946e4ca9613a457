using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Duplicates;

/// <param name="Rule">D1 … D16; null: any.</param>
/// <param name="State">Null: those to be decided.</param>
public sealed record SuspectFilter(string? Rule = null, SuspectState State = SuspectState.Open)
{
    public string Query => $"rule={Rule}&state={State}";
}

/// <param name="First">Number of the one filed first.</param>
/// <param name="Giver">Of the first's last words, as the taker and the patents.</param>
public sealed record SuspectRow(Suspect Suspect, string First, string Second, string Giver, string Taker, int Patents);

/// <summary>The queue as a table, on the page and in a file.</summary>
public sealed class SuspectList(AppDbContext db, SuspectDesk desk, AuditLog audit, Actor actor)
{
    private const int Most = 10_000;

    public async Task<List<SuspectRow>> RowsAsync(SuspectFilter filter, Guid? after, int take, CancellationToken ct)
    {
        var seen = desk.Seen().Where(s => s.State == filter.State);
        if (filter.Rule is { } rule) seen = seen.Where(s => s.Rules.Contains(rule));
        if (after is { } last) seen = seen.Where(s => s.Id < last);
        var found = await seen.OrderByDescending(s => s.Id).Take(take).ToListAsync(ct);
        var ids = found.SelectMany(s => new[] { s.FirstId, s.SecondId }).ToHashSet();
        var numbers = await db.Set<Conversion>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Number, ct);
        var words = (await KnownFilings.OfAsync(db, [.. found.Select(s => s.FirstId).Distinct()], ct)).ToDictionary(k => k.Filing.ConversionId, k => k.Filing);
        return found.ConvertAll(s => words.GetValueOrDefault(s.FirstId) is { } filing
            ? new SuspectRow(s, numbers[s.FirstId], numbers[s.SecondId], DuplicateWords.Parties(filing, Side.Giver), DuplicateWords.Parties(filing, Side.Taker), filing.Patents.Count)
            : new(s, numbers[s.FirstId], numbers[s.SecondId], "", "", 0));
    }

    public async Task<IResult> ExportAsync(SuspectFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, null, Most, ct);
        audit.Record(db, "conversions.suspects-exported", actor.ActingFor is { } own ? $"organisation:{own}" : "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of<SuspectRow>(DuplicateTexts.ExportFile, format,
        [
            new(DuplicateTexts.First, r => r.First),
            new(DuplicateTexts.Second, r => r.Second),
            new(DuplicateTexts.Giver, r => r.Giver) { Width = 30 },
            new(DuplicateTexts.Taker, r => r.Taker) { Width = 30 },
            new(DuplicateTexts.Patents, r => r.Patents) { Form = SheetForm.Whole, Width = 8 },
            new(DuplicateTexts.Rules, r => string.Join('、', DuplicateWords.InOrder(r.Suspect.Rules).Select(DuplicateWords.Rule))) { Width = 40 },
            new(DuplicateTexts.State, r => DuplicateWords.Name(r.Suspect.State)),
            new(DuplicateTexts.Reason, r => r.Suspect.Reason) { Width = 40 },
            new(DuplicateTexts.Found, r => Platform.Face.Dates.Minute(r.Suspect.At)) { Width = 18 },
        ], rows);
    }
}
