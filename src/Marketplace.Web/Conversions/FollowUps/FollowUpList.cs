using System.Globalization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <param name="Half">In which it fell due.</param>
/// <param name="Overdue">Not answered a month after it was asked.</param>
public sealed record FollowUpFilter(FollowUpState? State = null, Use? Use = null, string? Region = null, HalfYear? Half = null, bool Overdue = false)
{
    public string Query => string.Create(CultureInfo.InvariantCulture, $"state={State}&use={Use}&region={Uri.EscapeDataString(Region ?? "")}&half={Half}&overdue={(Overdue ? "true" : "")}");

    public static FollowUpFilter Of(string? state, string? use, string? region, string? half, bool? overdue) =>
        new(Chosen.One<FollowUpState>(state), Chosen.One<Use>(use), string.IsNullOrEmpty(region) ? null : region, HalfYear.Read(half), overdue == true);
}

/// <param name="Filing">What counts of its conversion, or was said last.</param>
public sealed record FollowUpRow(FollowUp FollowUp, Conversion Conversion, Filing Filing, string Place)
{
    public string Taker => string.Join('、', Filing.Parties.Where(p => p.Side == Side.Taker).Select(p => p.Name));
}

/// <summary>Of all questions of a region and half-year: how many were answered, and how many of those say that it is in use.</summary>
public sealed record FollowUpShares(int All, int Answered, int InUse, int Accepted, int Overdue)
{
    /// <summary>Null: of nothing there is no share.</summary>
    public static decimal? Share(int part, int whole) => whole == 0 ? null : Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
}

/// <summary>回访 as a table, on the page and in a file.</summary>
public sealed class FollowUpList(AppDbContext db, FilingReach reach, RegionTree regions, AuditLog audit, TimeProvider time)
{
    private const int Most = 10_000;

    /// <summary>Newest first; <paramref name="before"/> is the last one of the page before.</summary>
    public async Task<List<FollowUpRow>> RowsAsync(FollowUpFilter filter, Guid? before, int take, CancellationToken ct)
    {
        var those = await SeenAsync(filter, ct);
        if (filter.State is { } state) those = those.Where(f => f.State == state);
        if (filter.Use is { } use) those = those.Where(f => f.Use == use);
        if (filter.Overdue) those = Late(those);
        if (before is { } last) those = those.Where(f => f.Id < last);
        var found = await (from f in those join c in db.Set<Conversion>().AsNoTracking() on f.ConversionId equals c.Id orderby f.Id descending select new { f, c }).Take(take).ToListAsync(ct);
        var counted = found.ConvertAll(r => r.c.CountedId);
        var other = found.Where(r => r.c.CountedId is null).Select(r => r.c.Id).ToList();
        var whole = await db.Set<Filing>().AsNoTracking().Where(f => counted.Contains(f.Id) || other.Contains(f.ConversionId) && db.Set<Conversion>().Any(c => c.Id == f.ConversionId && c.Filings == f.Number)).Whole().ToDictionaryAsync(f => f.ConversionId, ct);
        var names = await regions.TrailsAsync([.. found.Select(r => r.c.RegionPath)], ct);
        return found.ConvertAll(r => new FollowUpRow(r.f, r.c, whole[r.c.Id], string.Join(' ', names[r.c.RegionPath].Select(p => p.Name))));
    }

    /// <summary>Of what the filter's region and half-year have, whatever state it is in.</summary>
    public async Task<FollowUpShares> SharesAsync(FollowUpFilter filter, CancellationToken ct)
    {
        var those = (await SeenAsync(filter, ct)).Where(f => f.State != FollowUpState.Dropped);
        var counts = await those.GroupBy(f => new { f.State, f.Use }).Select(g => new { g.Key.State, g.Key.Use, Count = g.Count() }).ToListAsync(ct);
        var told = counts.Where(g => FollowUpMachine.Told.Contains(g.State)).ToList();
        return new(counts.Sum(g => g.Count), told.Sum(g => g.Count), told.Where(g => g.Use == Use.InUse).Sum(g => g.Count), counts.Where(g => g.State == FollowUpState.Accepted).Sum(g => g.Count), await Late(those).CountAsync(ct));
    }

    /// <summary>Of one conversion, the last first.</summary>
    public Task<List<FollowUp>> OfAsync(Guid conversion, CancellationToken ct) => db.Set<FollowUp>().AsNoTracking().Where(f => f.ConversionId == conversion).OrderByDescending(f => f.Round).ToListAsync(ct);

    public async Task<IResult> ExportAsync(FollowUpFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, null, Most, ct);
        audit.Record(db, "follow_ups.exported", "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        return SheetFile.Of<FollowUpRow>(FollowUpTexts.Title, format,
        [
            new(ConversionTexts.Number, r => r.Conversion.Number) { Width = 14 },
            new(ConversionTexts.Place, r => r.Place) { Width = 30 },
            new(ConversionTexts.Type, r => FilingWords.Name(r.Filing.Type)),
            new(ConversionTexts.Patents, r => FollowUpNotices.Patent(r.Filing)) { Width = 30 },
            new(FollowUpTexts.Taker, r => r.Taker) { Width = 30 },
            new(FollowUpTexts.Round, r => r.FollowUp.Round) { Form = SheetForm.Whole, Width = 8 },
            new(FollowUpTexts.FromDay, r => r.FollowUp.From) { Form = SheetForm.Date },
            new(FollowUpTexts.ToDay, r => r.FollowUp.On.AddDays(-1)) { Form = SheetForm.Date },
            new(FollowUpTexts.State, r => FollowUpWords.Name(r.FollowUp.State!.Value)),
            new(FollowUpTexts.Overdue, r => FollowUpWords.IsOverdue(r.FollowUp, Dates.Today(time)) ? ConversionTexts.Yes : ConversionTexts.No) { Width = 8 },
            new(FollowUpTexts.UseAsk, r => r.FollowUp.Use is { } use ? FollowUpWords.Name(use) : ""),
            new(FollowUpTexts.Product, r => r.FollowUp.Product) { Width = 30 },
            new(FollowUpTexts.ProductNo, r => r.FollowUp.ProductNo),
            new(FollowUpTexts.Sales, r => r.FollowUp.Sales) { Form = SheetForm.Amount },
            new(FollowUpTexts.Jobs, r => r.FollowUp.Jobs) { Form = SheetForm.Whole },
            new(FollowUpTexts.WhyAsk, r => FollowUpWords.Why(r.FollowUp)) { Width = 30 },
            new(FollowUpTexts.Words, r => r.FollowUp.Words) { Width = 30 },
            new(FollowUpTexts.AnsweredWay, r => r.FollowUp.Way is { } way ? FollowUpWords.Name(way) : ""),
        ], rows);
    }

    private async Task<IQueryable<FollowUp>> SeenAsync(FollowUpFilter filter, CancellationToken ct)
    {
        var seen = reach.Seen().AsNoTracking();
        if (await regions.FindAsync(filter.Region, ct) is { } region) seen = seen.Where(c => c.RegionPath.StartsWith(region.Path));
        var those = db.Set<FollowUp>().AsNoTracking().Where(f => seen.Any(c => c.Id == f.ConversionId));
        return filter.Half is { First: var from, Last: var to } ? those.Where(f => f.On >= from && f.On <= to) : those;
    }

    private IQueryable<FollowUp> Late(IQueryable<FollowUp> those)
    {
        var since = Dates.Today(time).AddDays(-FollowUpDays.Overdue);
        return those.Where(f => FollowUpMachine.Waiting.Contains(f.State) && f.Since <= since);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/conversions/follow-ups/export.{{{SheetFile.Formats}}}", (string format, string? state, string? use, string? region, string? half, bool? overdue, FollowUpList list, CancellationToken ct) =>
        list.ExportAsync(FollowUpFilter.Of(state, use, region, half, overdue), format, ct)).ExcludeFromDescription().For(Act.ReadConversions);
}
