using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using C = Marketplace.Web.Conversions.Import.ImportColumns;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>For the demonstration: a table of invented outside deals in which some are told twice; the reviewer has merged one pair and left three.</summary>
internal static class DemoDuplicates
{
    private const string Clerk = "叶尔肯", Reviewer = "汪敏", University = "12650000457600014M", Firm = "91652701MA7DEM016K", Operator = "91653001MA7DEM040C";

    private static readonly (string No, string Type, string Patents, string Giver, string Taker, string Signed, string Amount, string? Recorded)[] s_deals =
    [
        ("演示-外-01", "普通许可", "202319999101", University, Firm, "2026-02-03", "60000", "XK2026990001"),
        ("演示-外-02", "转让", "202319999102", University, Operator, "2026-03-05", "120000", null),
        ("演示-外-03", "转让", "202319999102", Operator, Firm, "2026-07-20", "180000", null),
        ("演示-外-04", "普通许可", "202319999103", University, Firm, "2025-03-01", "50000", null),
        ("演示-外-05", "普通许可", "202319999103", University, Firm, "2026-03-01", "50000", null),
        ("演示-外-06", "独占许可", "202319999104", University, Firm, "2026-05-06", "80000", null),
        ("演示-外-07", "独占许可", "202319999104", University, Firm, "2026-06-10", "85000", null),
        ("演示-外-08", "普通许可", "202319999101", University, Firm, "2026-02-20", "60000", null),
    ];

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<ConversionImport>().AnyAsync(ct) || await DemoPeople.FindAsync(services, db, Clerk, ct) is not var (person, grants)) return;
        await using (var scope = services.CreateAsyncScope())
        {
            var of = scope.ServiceProvider;
            of.GetRequiredService<Actor>().Become(person.Id, grants);
            if (await of.GetRequiredService<ImportDesk>().BureauAsync(ct) is not { } bureau) return;
            var import = of.GetRequiredService<ImportDesk>().New(bureau, person.Id, "演示-平台外转化.xlsx", XlsxWriter.Write("转化", C.Fields, s_deals.Select(Row)));
            db.Add(import);
            await db.SaveChangesAsync(ct);
            var importer = of.GetRequiredService<ConversionImporter>();
            await importer.CompareAsync(import.Id, _ => Task.CompletedTask, ct);
            await db.Set<ConversionImport>().Where(i => i.Id == import.Id && i.State == ConversionImportState.Compared).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ConversionImportState.Filing), ct);
            await importer.FileAsync(import.Id, ct);
        }
        var twice = await (from s in db.Set<Suspect>()
                           from f in db.Set<Filing>()
                           where s.State == SuspectState.Open && f.ConversionId == s.FirstId && f.ContractNo == "演示-外-01"
                           select new { s.Id, s.FirstId }).FirstOrDefaultAsync(ct);
        if (twice is null) return;
        await DemoPeople.AsAsync<Failure>(services, db, Reviewer, of => of.GetRequiredService<SuspectDesk>().DecideAsync(twice.Id, SuspectState.Same, twice.FirstId, "演示：核对合同原件，为同一份合同，第二次填报的是备案日期。", ct), ct);
    }

    private static IReadOnlyDictionary<string, string> Row((string No, string Type, string Patents, string Giver, string Taker, string Signed, string Amount, string? Recorded) deal)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [C.Contract] = deal.No,
            [C.Type] = deal.Type,
            [C.Patents] = deal.Patents,
            [C.Giver] = NameOf(deal.Giver),
            [C.GiverCode] = deal.Giver,
            [C.GiverRegion] = RegionOf(deal.Giver),
            [C.Taker] = NameOf(deal.Taker),
            [C.TakerCode] = deal.Taker,
            [C.TakerRegion] = RegionOf(deal.Taker),
            [C.SignedDay] = deal.Signed,
            [C.Amount] = deal.Amount,
            [C.Note] = "演示数据，不是真实合同",
        };
        if (deal.Recorded is { } number) (row[C.NumberOf(Register.Licence)], row[C.DayOf(Register.Licence)]) = (number, "2026-03-01");
        return row;
    }

    private static string NameOf(string code) => code switch { University => "演示大学", Firm => "演示农机制造有限公司", _ => "演示知识产权运营有限公司" };

    private static string RegionOf(string code) => code switch { University => "650000", Firm => "652701", _ => "653001" };
}
