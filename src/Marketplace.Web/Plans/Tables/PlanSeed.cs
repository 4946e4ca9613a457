using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Tables;

/// <summary>Brings the plans shipped in <c>data/plans</c>, each once: from then on they are the bureau's, and what it changed stays.</summary>
internal static class PlanSeed
{
    private static readonly SheetPlan s_heads = new(
    [
        new("key", "代号") { Required = true },
        new("title", "名称") { Required = true },
        new("document", "文号"),
        new("region", "地区") { Required = true },
        new("issuer", "制定机关") { Required = true },
        new("issued", "印发日期"),
        new("starts", "开始"),
        new("ends", "结束"),
        new("other", "结束（另一说）"),
        new("source", "原文依据"),
        new("note", "说明"),
    ]);

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "data", "plans");

    public static async Task ApplyAsync(AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        var there = (await db.Set<Plan>().Select(p => p.Key).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        foreach (var plan in await ReadAsync(db, now, ct))
        {
            if (there.Contains(plan.Key)) continue;
            db.Add(plan);
            db.Add(Enter(plan, now));
            if (File("indicators", plan.Key) is { } indicators) await PlanWriter.ApplyAsync(db, plan.Id, Whole(IndicatorSheet.Read(indicators).Value, plan.Key), now, null, ct);
            if (File("tasks", plan.Key) is { } tasks) await PlanWriter.ApplyAsync(db, plan.Id, Whole(TaskSheet.Read(tasks).Value, plan.Key), ct);
        }
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The step by which a plan comes into being here; both belong in one unit of work.</summary>
    public static PlanStep Enter(Plan plan, DateTimeOffset now)
    {
        var to = PlanMachine.Machine.Find(null, PlanCause.Enter)!.To!.Value;
        (plan.State, plan.Since, plan.Steps) = (to, Dates.Day(now), 1);
        return new() { PlanId = plan.Id, Number = 1, From = null, Cause = PlanCause.Enter, To = to, On = plan.Since, At = now, PersonId = plan.PersonId };
    }

    internal static byte[]? File(string what, string key) => Path.Combine(Folder, $"{key}.{what}.csv") is var path && System.IO.File.Exists(path) ? System.IO.File.ReadAllBytes(path) : null;

    private static async Task<List<Plan>> ReadAsync(AppDbContext db, DateTimeOffset now, CancellationToken ct)
    {
        var rows = SheetReader.Open(await System.IO.File.ReadAllBytesAsync(Path.Combine(Folder, "plans.csv"), ct), s_heads).Value.ReadAll().Value.All;
        var codes = rows.Select(row => row["region"]).ToArray();
        var paths = await db.Set<Region>().Where(r => codes.Contains(r.Code)).ToDictionaryAsync(r => r.Code, r => r.Path, StringComparer.Ordinal, ct);
        var plans = new List<Plan>();
        foreach (var row in rows)
        {
            var faults = new List<CellFault>();
            var cells = new RowReader(row, s_heads.Columns, faults);
            plans.Add(new()
            {
                Key = cells.Needed("key", Plan.KeyMax),
                Title = cells.Needed("title", 200),
                DocumentNo = cells.Text("document", 60),
                Issuer = cells.Needed("issuer", 100),
                IssuedOn = cells.Day("issued"),
                RegionCode = row["region"],
                RegionPath = paths[row["region"]],
                StartsOn = cells.Day("starts"),
                EndsOn = cells.Day("ends"),
                OtherEndsOn = cells.Day("other"),
                PeriodSource = cells.Text("source", 300),
                Note = cells.Text("note", 1000),
                CreatedAt = now,
            });
            if (faults.Count > 0) throw new InvalidDataException($"data/plans/plans.csv: {faults[0]}");
        }
        return plans;
    }

    private static IReadOnlyList<T> Whole<T>(TableRead<T> read, string key) =>
        read.Faults.Count == 0 ? read.Rows : throw new InvalidDataException($"data/plans/{key}: {read.Faults[0]}");
}
