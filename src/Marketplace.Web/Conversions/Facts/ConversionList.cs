using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <param name="Period">The quarter in which it was recorded, else took effect, else was signed.</param>
/// <param name="Mine">What waits for the reader.</param>
public sealed record ConversionFilter(FilingState? State = null, ConversionType? Type = null, string? Region = null, Quarter? Period = null, bool Mine = false)
{
    public string Query => string.Create(CultureInfo.InvariantCulture, $"state={State}&type={Type}&region={Uri.EscapeDataString(Region ?? "")}&period={Period}&mine={(Mine ? "true" : "")}");
}

/// <param name="Last">With its parts.</param>
/// <param name="Place">Of the unit that files it.</param>
public sealed record ConversionRow(Conversion Conversion, Filing Last, string Place)
{
    public string Patent => Last.Patents.Count == 0 ? "" : Last.Patents[0].Title ?? PatentNumber.Show(Last.Patents[0].ApplicationNo);

    public string Of(Side side) => string.Join('、', Last.Parties.Where(p => p.Side == side).Select(p => p.Name));

    /// <summary>One of its filings counts today.</summary>
    public bool Counts => Conversion.CountedId is not null;
}

/// <summary>Conversions as a table, on the page and in a file.</summary>
public sealed class ConversionList(AppDbContext db, FilingReach reach, RegionTree regions, Actor actor, AuditLog audit)
{
    private const int Most = 10_000;

    /// <summary>Newest first; <paramref name="before"/> is the last one of the page before.</summary>
    public async Task<List<ConversionRow>> RowsAsync(ConversionFilter filter, Guid? before, int take, CancellationToken ct)
    {
        var seen = reach.Seen().AsNoTracking();
        if (filter.Mine) seen = await MineAsync(seen, ct);
        if (await regions.FindAsync(filter.Region, ct) is { } region) seen = seen.Where(c => c.RegionPath.StartsWith(region.Path));
        if (before is { } last) seen = seen.Where(c => c.Id < last);
        var rows = from c in seen
                   join f in db.Set<Filing>().AsNoTracking() on new { c.Id, Number = c.Filings } equals new { Id = f.ConversionId, f.Number }
                   select new { c, f };
        if (filter.State is { } state) rows = rows.Where(r => r.f.State == state);
        if (filter.Type is { } type) rows = rows.Where(r => r.f.Type == type);
        if (filter.Period is { First: var from, Last: var to }) rows = rows.Where(r => (r.f.RecordedOn ?? r.f.EffectiveOn ?? r.f.SignedOn) >= from && (r.f.RecordedOn ?? r.f.EffectiveOn ?? r.f.SignedOn) <= to);
        var found = await rows.OrderByDescending(r => r.c.Id).Take(take).ToListAsync(ct);
        var ids = found.ConvertAll(r => r.f.Id);
        var whole = await db.Set<Filing>().AsNoTracking().Where(f => ids.Contains(f.Id)).Whole().ToDictionaryAsync(f => f.Id, ct);
        var names = await regions.TrailsAsync([.. found.Select(r => r.c.RegionPath)], ct);
        return found.ConvertAll(r => new ConversionRow(r.c, whole[r.f.Id], string.Join(' ', names[r.c.RegionPath].Select(p => p.Name))));
    }

    public async Task<IResult> ExportAsync(ConversionFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, null, Most, ct);
        audit.Record(db, "conversions.exported", "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of<ConversionRow>(ConversionTexts.Title, format,
        [
            new(ConversionTexts.Number, r => r.Conversion.Number) { Width = 14 },
            new(ConversionTexts.Origin, r => FilingWords.Name(r.Conversion.Origin)),
            new(ConversionTexts.Place, r => r.Place) { Width = 30 },
            new(ConversionTexts.State, r => FilingWords.Name(r.Last.State!.Value)),
            new(ConversionTexts.Filing, r => FilingWords.Name(r.Last.Kind)),
            new(ConversionTexts.Type, r => FilingWords.Name(r.Last.Type)),
            new(ConversionTexts.Nature, r => FilingWords.Name(r.Last.Nature)),
            new(ConversionTexts.Level, r => r.Last.Level.ToString()) { Width = 6 },
            new(ConversionTexts.Patents, r => string.Join('、', r.Last.Patents.Select(p => PatentNumber.Show(p.ApplicationNo)))) { Width = 30 },
            new(ConversionTexts.Giver, r => r.Of(Side.Giver)) { Width = 30 },
            new(ConversionTexts.Taker, r => r.Of(Side.Taker)) { Width = 30 },
            new(ConversionTexts.ContractNo, r => r.Last.ContractNo),
            new(ConversionTexts.SignedOn, r => r.Last.SignedOn) { Form = SheetForm.Date },
            new(ConversionTexts.EffectiveOn, r => r.Last.EffectiveOn) { Form = SheetForm.Date },
            new(ConversionTexts.PaidOn, r => r.Last.PaidOn) { Form = SheetForm.Date },
            new(ConversionTexts.RecordedOn, r => r.Last.RecordedOn) { Form = SheetForm.Date },
            new(ConversionTexts.EndedOn, r => r.Last.EndedOn) { Form = SheetForm.Date },
            new(ConversionTexts.Amount, r => r.Last.Amount) { Form = SheetForm.Amount },
            new(ConversionTexts.NewAmount, r => r.Last.NewAmount) { Form = SheetForm.Amount },
            new(ConversionTexts.Paid, r => r.Last.Paid) { Form = SheetForm.Amount },
            new(ConversionTexts.Registers, r => string.Join('、', r.Last.Registers.Select(e => $"{FilingWords.Name(e.Register)} {e.Number}"))) { Width = 30 },
            new(ConversionTexts.Note, r => r.Last.Note) { Width = 30 },
        ], rows);
    }

    /// <summary>What stands on the reader's list: the list knows whose step it is, and nobody works that out twice.</summary>
    private async Task<IQueryable<Conversion>> MineAsync(IQueryable<Conversion> seen, CancellationToken ct)
    {
        var (me, own) = (actor.PersonId, actor.ActingFor);
        var roles = actor.Grants.Select(g => (Role?)g.Role).ToList();
        var keys = await db.Set<WorkItem>().Where(w => w.DoneAt == null && FilingNotices.Kinds.Contains(w.Kind) && (w.PersonId == me || (w.PersonId == null && w.OrganisationId == own && roles.Contains(w.Role)))).OrderBy(w => w.Id).Select(w => w.Key).Take(Most).ToListAsync(ct);
        var ids = keys.Select(k => Guid.Parse(k.AsSpan(k.IndexOf(':', StringComparison.Ordinal) + 1))).ToList();
        return seen.Where(c => ids.Contains(c.Id));
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/conversions/export.{{{SheetFile.Formats}}}", (string format, string? state, string? type, string? region, string? period, bool? mine, ConversionList list, CancellationToken ct) =>
        list.ExportAsync(new(Chosen.One<FilingState>(state), Chosen.One<ConversionType>(type), region, Quarter.Read(period), mine == true), format, ct)).ExcludeFromDescription().For(Act.ReadConversions);
}
