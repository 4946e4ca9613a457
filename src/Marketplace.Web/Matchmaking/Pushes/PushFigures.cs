using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Regions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Which items: stands in the address, so that a figure can be sent to a colleague and opened.</summary>
public sealed record PushPeriod
{
    [FromQuery(Name = "from")] public DateOnly? From { get; init; }
    [FromQuery(Name = "to")] public DateOnly? To { get; init; }
    [FromQuery(Name = "region")] public string? Region { get; init; }
    [FromQuery(Name = "channel")] public PushChannel? Channel { get; init; }

    /// <summary>A month, 2026-11.</summary>
    [FromQuery(Name = "month")] public string? Month { get; init; }
    [FromQuery(Name = "enterprise")] public string? Enterprise { get; init; }

    public string Address(string path)
    {
        (string, string?)[] fields = [("from", Day(From)), ("to", Day(To)), ("region", Region), ("channel", Channel?.ToString()), ("month", Month), ("enterprise", Enterprise)];
        return path + Microsoft.AspNetCore.Http.QueryString.Create(fields.Where(f => !string.IsNullOrEmpty(f.Item2)).Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <param name="Items">条: enterprise × patent, delivered, each once (M40).</param>
/// <param name="Enterprises">Of the directory, reached by at least one (M42, upper part).</param>
/// <param name="Directory">Enterprises of the directory (M42, lower part).</param>
public sealed record PushCoverage(int Items, int Enterprises, int Directory)
{
    public decimal? Share => Directory == 0 ? null : (decimal)Enterprises / Directory;
}

/// <param name="Key">County code, channel or month: what the rows behind the figure are filtered by.</param>
public sealed record PushGroup(string Key, string Name, int Items, int Enterprises, int Directory = 0)
{
    public decimal? Share => Directory == 0 ? null : (decimal)Enterprises / Directory;
}

/// <summary>One item with its evidence.</summary>
public sealed record PushItemRow
{
    public required string Uscc { get; init; }
    public required string Enterprise { get; init; }
    public required string RegionPath { get; init; }
    public required string ApplicationNo { get; init; }
    public string? Title { get; init; }
    public required DateTimeOffset DeliveredAt { get; init; }
    public required PushChannel Channel { get; init; }
    public string? Recipient { get; init; }
    public required bool Read { get; init; }
    public required Guid PushId { get; init; }
    public required PushSource Source { get; init; }
}

/// <summary>
/// What pushing comes to, for pages and indicators (M40: <see cref="ItemsAsync"/>, M42: <see cref="CoverageAsync"/>). News of matches that people get of their own needs are
/// not among these figures: a row of them would tell a bureau what a secret need is about.
/// </summary>
public sealed class PushFigures(AppDbContext db, DirectoryQuery query)
{
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    /// <summary>Items that count, of enterprises in a region.</summary>
    public IQueryable<PushItem> Counted(string regionPath, PushPeriod period)
    {
        var items = db.Set<PushItem>().AsNoTracking().Where(i => i.DeliveredAt != null && i.RegionPath.StartsWith(regionPath));
        if (period.From is { } from) items = items.Where(i => i.DeliveredAt >= Start(from));
        if (period.To is { } to) items = items.Where(i => i.DeliveredAt < Start(to.AddDays(1)));
        if (period.Region is { Length: > 0 } region) items = items.Where(i => i.RegionPath.Contains("/" + region + "/"));
        if (period.Channel is { } channel) items = items.Where(i => i.Channel == channel);
        if (period.Enterprise is { Length: > 0 } uscc) items = items.Where(i => i.Uscc == uscc);
        if (DateOnly.TryParseExact(period.Month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) items = items.Where(i => i.DeliveredAt >= Start(month) && i.DeliveredAt < Start(month.AddMonths(1)));
        return items;
    }

    /// <summary>M40.</summary>
    public Task<int> ItemsAsync(string regionPath, PushPeriod period, CancellationToken ct) => Counted(regionPath, period).CountAsync(ct);

    /// <summary>M42.</summary>
    public async Task<PushCoverage> CoverageAsync(string regionPath, PushPeriod period, CancellationToken ct)
    {
        var items = Counted(regionPath, period);
        var listed = Listed(regionPath);
        if (period.Region is { Length: > 0 } region) listed = listed.Where(l => l.RegionPath.Contains("/" + region + "/"));
        return new(await items.CountAsync(ct), await listed.CountAsync(l => items.Any(i => i.Uscc == l.Uscc), ct), await listed.CountAsync(ct));
    }

    public async Task<IReadOnlyList<PushGroup>> ByCountyAsync(string regionPath, PushPeriod period, CancellationToken ct)
    {
        var items = Counted(regionPath, period);
        var counts = await items.GroupBy(i => i.RegionPath).Select(g => new { Path = g.Key, Items = g.Count() }).ToListAsync(ct);
        var reached = await Listed(regionPath).Select(l => new { l.RegionPath, Reached = items.Any(i => i.Uscc == l.Uscc) ? 1 : 0 })
            .GroupBy(l => l.RegionPath).Select(g => new { Path = g.Key, All = g.Count(), Reached = g.Sum(l => l.Reached) }).ToListAsync(ct);
        var counties = await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(regionPath) && r.Level == RegionLevel.County).OrderBy(r => r.Path).ToListAsync(ct);
        // A county nothing was sent to is the one to see: it stays, with nought.
        return [.. counties.Select(c => new PushGroup(c.Code, c.Name, counts.Where(x => In(x.Path, c)).Sum(x => x.Items), reached.Where(x => In(x.Path, c)).Sum(x => x.Reached), reached.Where(x => In(x.Path, c)).Sum(x => x.All)))];

        static bool In(string path, Region county) => path.StartsWith(county.Path, StringComparison.Ordinal);
    }

    public async Task<IReadOnlyList<PushGroup>> ByChannelAsync(string regionPath, PushPeriod period, CancellationToken ct) =>
        [.. (await Counted(regionPath, period).GroupBy(i => i.Channel!.Value).Select(g => new { g.Key, Items = g.Count(), Enterprises = g.Select(i => i.Uscc).Distinct().Count() }).ToListAsync(ct))
            .OrderBy(g => g.Key).Select(g => new PushGroup(g.Key.ToString(), PushWords.Name(g.Key), g.Items, g.Enterprises))];

    public async Task<IReadOnlyList<PushGroup>> ByMonthAsync(string regionPath, PushPeriod period, CancellationToken ct) =>
        [.. (await Counted(regionPath, period).Select(i => new { i.Uscc, At = i.DeliveredAt!.Value.AddHours(8) }).GroupBy(i => new { i.At.Year, i.At.Month })
                .Select(g => new { g.Key.Year, g.Key.Month, Items = g.Count(), Enterprises = g.Select(i => i.Uscc).Distinct().Count() }).ToListAsync(ct))
            .OrderBy(g => (g.Year, g.Month)).Select(g => new PushGroup($"{g.Year:D4}-{g.Month:D2}", $"{g.Year:D4}-{g.Month:D2}", g.Items, g.Enterprises))];

    /// <summary>The rows behind a figure, last first.</summary>
    public IQueryable<PushItemRow> Rows(string regionPath, PushPeriod period) =>
        from i in Counted(regionPath, period)
        join d in db.Set<PushDelivery>() on i.DeliveryId equals d.Id
        join p in db.Set<Push>() on d.PushId equals p.Id
        join o in db.Set<Organisation>() on i.Uscc equals o.Uscc into known
        from o in known.DefaultIfEmpty()
        join t in db.Set<Catalogue.Patents.Patent>().Where(t => t.RemovedAt == null) on i.ApplicationNo equals t.ApplicationNo into titles
        from t in titles.DefaultIfEmpty()
        orderby i.DeliveredAt descending, i.Uscc, i.ApplicationNo
        select new PushItemRow
        {
            Uscc = i.Uscc,
            Enterprise = o.Name ?? i.Uscc,
            RegionPath = i.RegionPath,
            ApplicationNo = i.ApplicationNo,
            Title = t.Title,
            DeliveredAt = i.DeliveredAt!.Value,
            Channel = i.Channel!.Value,
            Recipient = d.Recipient,
            // Read in any of its deliveries.
            Read = db.Set<PushDelivery>().Any(other => other.Uscc == i.Uscc && other.ReadAt != null && db.Set<PushDeliveryPatent>().Any(x => x.DeliveryId == other.Id && x.ApplicationNo == i.ApplicationNo)),
            PushId = p.Id,
            Source = p.Source,
        };

    private IQueryable<DirectoryLine> Listed(string regionPath) => query.Lines(regionPath, new()).Where(l => l.Stage != DirectoryStage.Gone);

    private static DateTimeOffset Start(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), s_beijing).ToUniversalTime();
}
