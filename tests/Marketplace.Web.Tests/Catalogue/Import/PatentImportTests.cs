using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Marketplace.Web.Tests.Catalogue.Import.Dirt;
using C = Marketplace.Web.Catalogue.Import.PatentColumns;

namespace Marketplace.Web.Tests.Catalogue.Import;

public sealed class PatentImportTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_file_with_every_kind_of_dirt_no_row_is_lost_and_the_rejects_can_be_mended()
    {
        await using var world = await World.StartAsync(server);
        var file = Table(Dirt.All.Select(d => d.Cells));
        var done = await world.ImportAsync(file);
        (done.State, done.Read, done.FileName).ShouldBe((PatentImportState.Done, Dirt.All.Count, "专利.xlsx"));
        (done.Accepted, done.Updated, done.Unchanged, done.Rejected).ShouldBe((Dirt.All.Count(d => d.Codes.Length == 0), 0, 0, Dirt.All.Count(d => d.Codes.Length > 0)));
        Dirt.All.Count.ShouldBeGreaterThanOrEqualTo(40);
        var rejected = await world.Db.Set<PatentImportRow>().Where(r => r.ImportId == done.Id && r.Outcome == PatentRowOutcome.Rejected).OrderBy(r => r.Ordinal).ToListAsync(Ct);
        rejected.Select(r => (r.Ordinal, Codes(r))).ShouldBe(Dirt.All.Index().Where(d => d.Item.Codes.Length > 0).Select(d => (d.Index + 1, string.Join(' ', d.Item.Codes))));

        var back = SheetReader.Open(await PatentImportDesk.RejectsAsync(world.Db, done.Id, "xlsx", Ct), C.Plan).Value.ReadAll().Value.All;
        back.Count.ShouldBe(done.Rejected);

        var again = await world.ImportAsync(file);
        (again.Accepted, again.Updated, again.Unchanged, again.Rejected).ShouldBe((0, 0, done.Accepted, done.Rejected));
        (await world.Db.Set<Patent>().AllAsync(p => p.Revision == 1, Ct)).ShouldBeTrue("nothing was touched the second time");
    }

    [Fact]
    public async Task What_differs_is_updated_and_told_field_by_field_and_an_empty_cell_leaves_its_field()
    {
        await using var world = await World.StartAsync(server);
        await world.ImportAsync(Table([Row(Body(1)), Row(Body(2))]));
        var events = await world.Db.Set<OutboxEvent>().CountAsync(e => e.Kind == "catalogue.changed", Ct);
        var second = await world.ImportAsync(Table(
        [
            Row(Body(1), (C.Title, "一种地膜回收机"), (C.Abstract, ""), (C.Classes, "A01B43/00"), (C.Status, "未缴年费终止"), (C.StatusOn, "2026-03-05")), Row(Body(2)),
        ]));
        (second.Updated, second.Unchanged).ShouldBe((1, 1));
        var patent = await world.Db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == Body(1), Ct);
        (patent.Title, patent.Abstract, patent.State, patent.StatusOn, patent.Revision).ShouldBe(("一种地膜回收机", "本发明公开了一种装置。", PatentState.LapsedUnpaid, new DateOnly(2026, 3, 5), 2L));
        patent.Ipc.ShouldBe(["A01B33/00", "A01B43/00"]);
        (await world.Db.Set<PatentEvent>().Where(e => e.ApplicationNo == Body(1)).Select(e => e.Kind).ToListAsync(Ct)).ShouldBe([PatentEventKind.LapsedUnpaid]);
        var told = await world.Db.Set<PatentImportRow>().SingleAsync(r => r.ImportId == second.Id, Ct);
        using var differences = JsonDocument.Parse(told.Differences!);
        differences.RootElement.GetProperty("title").EnumerateArray().Select(v => v.GetString()).ShouldBe(["一种滴灌带回收装置", "一种地膜回收机"]);
        differences.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["title", "classes", "status", "status_on"], ignoreOrder: true);
        (await world.Db.Set<OutboxEvent>().CountAsync(e => e.Kind == "catalogue.changed", Ct)).ShouldBe(events + 1);
    }

    [Fact]
    public async Task Holders_are_linked_by_code_or_any_name_and_other_peoples_patents_become_claims()
    {
        await using var world = await World.StartAsync(server);
        var mine = await Inhabitants.NewOrganisationAsync(world.Db, OrganisationKind.University, Inhabitants.Bole, "天山农业大学");
        var other = await Inhabitants.NewOrganisationAsync(world.Db, OrganisationKind.Enterprise, Inhabitants.Bole, "昆仑机械有限公司");
        world.Db.Add(new OrganisationName { OrganisationId = mine.Id, Name = "天山农学院", FoldedName = NameFolding.Fold("天山农学院"), AddedAt = TimeProvider.System.GetUtcNow() });
        await world.Db.SaveChangesAsync(Ct);
        byte[] file = Table(
        [
            Row(Body(1), (C.Holders, "天山農業大學")), Row(Body(2), (C.Holders, "天山农学院；昆仑机械有限公司")), Row(Body(3), (C.Holders, "改了名的大学"), (C.Codes, mine.Uscc)),
            Row(Body(4), (C.Holders, "昆仑机械有限公司")), Row(Body(5), (C.Holders, "无人知道的研究所")),
        ]);
        var done = await world.ImportAsync(file, mine.Id);
        (done.Accepted, done.Claimed).ShouldBe((5, 2));
        var links = await world.Db.Set<PatentHolder>().OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place).Select(h => h.OrganisationId).ToListAsync(Ct);
        links.ShouldBe([mine.Id, mine.Id, other.Id, mine.Id, other.Id, null]);
        var claims = await world.Db.Set<PatentClaim>().OrderBy(c => c.ApplicationNo).Select(c => new { c.ApplicationNo, c.HolderId, c.HolderName, c.State, c.ClaimantId }).ToListAsync(Ct);
        claims.Select(c => (c.ApplicationNo, c.HolderId, c.HolderName, c.State, c.ClaimantId)).ShouldBe(
            [(Body(4), other.Id, "昆仑机械有限公司", ClaimState.Open, mine.Id), (Body(5), null, "无人知道的研究所", ClaimState.Open, mine.Id)]);

        // A claim gives no hold on what is another's.
        var again = await world.ImportAsync(Table([Row(Body(4), (C.Holders, "天山农业大学"), (C.Title, "改名"))]), mine.Id);
        (again.Unchanged, again.Claimed).ShouldBe((1, 1));
        // Nor can one of two holders write the other off.
        (await world.ImportAsync(Table([Row(Body(2), (C.Holders, "天山农业大学"))]), mine.Id)).Rejected.ShouldBe(1);
        (await world.Db.Set<PatentHolder>().CountAsync(h => h.ApplicationNo == Body(2), Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task A_dry_run_judges_every_row_and_saves_nothing()
    {
        await using var world = await World.StartAsync(server);
        var tried = await world.ImportAsync(Table([Row(Body(1)), Row(Body(2), (C.Number, "1"))]), dryRun: true);
        (tried.State, tried.Accepted, tried.Rejected).ShouldBe((PatentImportState.Preview, 1, 1));
        (await world.Db.Set<Patent>().CountAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task Stopped_half_way_it_goes_on_where_it_was()
    {
        await using var world = await World.StartAsync(server);
        var rows = Enumerable.Range(1, (PatentImporter.PieceRows * 2) + 10).Select(n => Row(FormattableString.Invariant($"2023{(n % 2) + 1}{9_990_000 + n}"))).ToList();
        // The last row repeats a number of the first piece: that is known only to who read it.
        rows[^1][C.Number] = rows[0][C.Number];
        var file = Table(rows);
        var import = PatentImportDesk.New(null, null, "a.xlsx", file, PatentImportState.Running, TimeProvider.System);
        import.Position = PatentImporter.PieceRows;
        import.Accepted = PatentImporter.PieceRows;
        world.Db.Add(import);
        world.Db.Add(new PatentImportFile { ImportId = import.Id, Bytes = file });
        await world.Db.SaveChangesAsync(Ct);
        var done = await world.ImportAsync(file);
        done.Id.ShouldBe(import.Id);
        (done.State, done.Read, done.Accepted, done.Rejected).ShouldBe((PatentImportState.Done, rows.Count, rows.Count - 1, 1));
        (await world.Db.Set<Patent>().CountAsync(Ct)).ShouldBe(PatentImporter.PieceRows + 9);
    }

    [Fact]
    public async Task Sheets_of_one_file_are_read_one_after_the_other()
    {
        await using var world = await World.StartAsync(server);
        var done = await world.ImportAsync(Platform.Spreadsheets.HandMadeXlsx.Make(
            ("说明", "visible", Platform.Spreadsheets.HandMadeXlsx.Row(1, "请先阅读")),
            ("发明", "visible", Platform.Spreadsheets.HandMadeXlsx.Row(1, "申请号", "名称", "申请人", "申请日") + Platform.Spreadsheets.HandMadeXlsx.Row(2, PatentNumber.Show(Body(1)), "甲", "大学", "2023.3.5")),
            ("实用新型", "visible", Platform.Spreadsheets.HandMadeXlsx.Row(1, "申请号", "名称", "申请人", "申请日") + Platform.Spreadsheets.HandMadeXlsx.Row(2, PatentNumber.Show(Body(2, kind: 2)), "乙", "大学", "2023.3.5"))));
        (done.Accepted, done.Read).ShouldBe((2, 2));
    }

    private static string Codes(PatentImportRow row) => string.Join(' ', JsonSerializer.Deserialize<List<PatentFault>>(row.Faults!, JsonSerializerOptions.Web)!.Select(f => f.Code));

    private sealed class World(NpgsqlDataSource source, AppDbContext db) : IAsyncDisposable
    {
        public AppDbContext Db => db;

        public static async Task<World> StartAsync(PostgresServer server)
        {
            var source = NpgsqlDataSource.Create((await server.NewDatabaseAsync()).App);
            return new(source, AppDbContext.Over(source));
        }

        public Task<PatentImport> ImportAsync(byte[] file, Guid? holder = null, bool dryRun = false) => PatentImportVerb.RunAsync(source, db, holder, $"/{new string('长', 200)}/专利.xlsx", file, dryRun);

        public async ValueTask DisposeAsync()
        {
            await db.DisposeAsync();
            await source.DisposeAsync();
        }
    }
}
