using System.Globalization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <param name="Looked">Somebody explained it; null: either.</param>
public sealed record SignalFilter(SignalKind? Kind = null, string? Region = null, bool? Looked = null)
{
    public string Query => string.Create(CultureInfo.InvariantCulture, $"kind={Kind}&region={Uri.EscapeDataString(Region ?? "")}&looked={Looked switch { true => "yes", false => "no", _ => "" }}");

    public static SignalFilter Of(string? kind, string? region, string? looked) => new(Chosen.One<SignalKind>(kind), string.IsNullOrEmpty(region) ? null : region, looked switch { "yes" => true, "no" => false, _ => null });
}

/// <param name="Last">What was said last, with its parts.</param>
public sealed record SignalRow(Signal Signal, Conversion Conversion, Filing Last, string Place, bool Looked)
{
    public int Days(DateOnly today) => today.DayNumber - Dates.Day(Signal.At).DayNumber;
}

/// <summary>疑点 of the reader's region as a table, on the page and in a file. What readers filed themselves is not among them.</summary>
public sealed class SignalList(AppDbContext db, RegionTree regions, Actor actor, AuditLog audit, TimeProvider time)
{
    private const int Most = 10_000;

    /// <summary>Newest first; <paramref name="before"/> is the last one of the page before.</summary>
    public async Task<List<SignalRow>> RowsAsync(SignalFilter filter, Guid? before, int take, CancellationToken ct)
    {
        if (actor.WidestRegion(Act.CheckConversions) is not { } own) return [];
        var me = actor.PersonId;
        var conversions = db.Set<Conversion>().AsNoTracking().Where(c => c.RegionPath.StartsWith(own) && !db.Set<Filing>().Any(f => f.ConversionId == c.Id && f.EnteredBy == me));
        if (await regions.FindAsync(filter.Region, ct) is { } region) conversions = conversions.Where(c => c.RegionPath.StartsWith(region.Path));
        var signals = db.Set<Signal>().AsNoTracking().Where(s => s.GoneAt == null);
        if (filter.Kind is { } kind) signals = signals.Where(s => s.Kind == kind);
        if (filter.Looked is { } looked) signals = signals.Where(s => db.Set<SignalNote>().Any(n => n.SignalId == s.Id) == looked);
        if (before is { } last) signals = signals.Where(s => s.Id < last);
        var found = await (from s in signals join c in conversions on s.ConversionId equals c.Id orderby s.Id descending select new { s, c, Looked = db.Set<SignalNote>().Any(n => n.SignalId == s.Id) }).Take(take).ToListAsync(ct);
        var ids = found.Select(r => r.c.Id).Distinct().ToList();
        var whole = await db.Set<Filing>().AsNoTracking().Where(f => ids.Contains(f.ConversionId) && db.Set<Conversion>().Any(c => c.Id == f.ConversionId && c.Filings == f.Number)).Whole().ToDictionaryAsync(f => f.ConversionId, ct);
        var names = await regions.TrailsAsync([.. found.Select(r => r.c.RegionPath)], ct);
        return found.ConvertAll(r => new SignalRow(r.s, r.c, whole[r.c.Id], string.Join(' ', names[r.c.RegionPath].Select(p => p.Name)), r.Looked));
    }

    public async Task<IResult> ExportAsync(SignalFilter filter, string format, CancellationToken ct)
    {
        var rows = await RowsAsync(filter, null, Most, ct);
        audit.Record(db, "conversion.signals-exported", "region", new { rows = rows.Count });
        await db.SaveChangesAsync(ct);
        var today = Dates.Today(time);
        return SheetFile.Of<SignalRow>(SignalTexts.Title, format,
        [
            new(ConversionTexts.Number, r => r.Conversion.Number) { Width = 14 },
            new(SignalTexts.Kind, r => SignalWords.Name(r.Signal.Kind)) { Width = 18 },
            new(SignalTexts.Why, r => SignalWords.Why(r.Signal)) { Width = 60 },
            new(SignalTexts.Since, r => Dates.Day(r.Signal.At)) { Form = SheetForm.Date },
            new(SignalTexts.Days, r => r.Days(today)) { Form = SheetForm.Whole, Width = 8 },
            new(SignalTexts.Looked, r => r.Looked ? ConversionTexts.Yes : ConversionTexts.No) { Width = 8 },
            new(ConversionTexts.Place, r => r.Place) { Width = 30 },
            new(ConversionTexts.Type, r => FilingWords.Name(r.Last.Type)),
            new(ConversionTexts.Giver, r => SignalWords.Parties(r.Last, Platform.StateMachines.Side.Giver)) { Width = 30 },
            new(ConversionTexts.Taker, r => SignalWords.Parties(r.Last, Platform.StateMachines.Side.Taker)) { Width = 30 },
            new(ConversionTexts.State, r => FilingWords.Name(r.Last.State!.Value)),
        ], rows);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet($"/conversions/signals/export.{{{SheetFile.Formats}}}", (string format, string? kind, string? region, string? looked, SignalList list, CancellationToken ct) =>
        list.ExportAsync(SignalFilter.Of(kind, region, looked), format, ct)).ExcludeFromDescription().For(Act.CheckConversions);
}
