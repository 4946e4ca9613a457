using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Listings;

/// <summary>Many listings at once, and back.</summary>
public sealed class ListingBatchTests(PostgresServer server) : IAsyncLifetime
{
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task All_found_get_terms_are_handed_in_and_approved_and_what_changed_since_is_kept_when_undone()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 12; i++) ids.Add(await _world.DraftedAsync(await _world.PatentAsync()));
        var clerk = _world.Clerk.Http;

        var terms = await ListingWorld.BulkAsync(clerk, BatchKind.SetTerms, ("all", "true"), ("feeModel", "LumpSum"), ("amount", "80000"));
        (await _world.BatchAsync(terms, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Done.ShouldBe(12), b => b.Refused.ShouldBe(0));
        (await AmountsAsync()).ShouldAllBe(a => a == 80_000);

        // One cannot be handed in: its reason stands at it, the others go on.
        var poor = await _world.ReadAsync(db => db.Set<ListingPatent>().Where(m => m.ListingId == ids[3]).Select(m => m.ApplicationNo));
        await _world.DeskAsync(_world.Clerk.Person, d => d.SaveAsync(ids[3], _world.Draft([.. poor]) with { Maturity = null }, null, Ct));
        var submit = await ListingWorld.BulkAsync(clerk, BatchKind.Submit, ("all", "true"));
        (await _world.BatchAsync(submit, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Done.ShouldBe(11), b => b.Refused.ShouldBe(1));
        (await clerk.GetStringAsync($"/listings/batches/{submit}", Ct)).ShouldContain("请选择技术成熟度");
        (await _world.ReadAsync(db => db.Set<Web.WorkList.WorkItem>().Where(w => w.Kind == "listing.review.many" && w.DoneAt == null))).Count.ShouldBe(1);

        var approve = await ListingWorld.BulkAsync(_world.Boss.Http, BatchKind.Approve, ("all", "true"), ("filterState", "InReview"));
        (await _world.BatchAsync(approve, BatchState.Done)).Done.ShouldBe(11);
        (await _world.ReadAsync(db => db.Set<Web.WorkList.WorkItem>().Where(w => w.Kind == "listing.review.many" && w.DoneAt == null))).ShouldBeEmpty();

        // One is changed by hand; undoing leaves it alone.
        (await _world.DeskAsync(_world.Clerk.Person, d => d.WithdrawAsync(ids[0], "已签约", Ct))).Succeeded.ShouldBeTrue();
        (await _world.Boss.Http.FillAsync($"/listings/batches/{approve}", null, ("act", "undo"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _world.BatchAsync(approve, BatchState.Undone)).ShouldSatisfyAllConditions(b => b.Undone.ShouldBe(10), b => b.Kept.ShouldBe(1));
        var states = await _world.ReadAsync(db => db.Set<Listing>().GroupBy(l => l.State).Select(g => new { g.Key, Count = g.Count() }));
        states.ToDictionary(s => s.Key, s => s.Count).ShouldBe(new Dictionary<ListingState, int> { [ListingState.InReview] = 10, [ListingState.Withdrawn] = 1, [ListingState.Draft] = 1 }, ignoreOrder: true);
        (await _world.ListingAsync(ids[0])).ReturnReason.ShouldBe("已签约");
    }

    [Fact]
    public async Task Another_organisations_batch_and_listings_do_not_exist()
    {
        var mine = await _world.DraftedAsync(await _world.PatentAsync());
        var batch = await ListingWorld.BulkAsync(_world.Clerk.Http, BatchKind.Submit, ("ids", mine.ToString()));
        await _world.BatchAsync(batch, BatchState.Done);
        var (stranger, http) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);
        (await http.GetAsync($"/listings/batches/{batch}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var begun = await _world.AsAsync(stranger, s => s.GetRequiredService<BatchDesk>().BeginAsync(BatchKind.Withdraw, new() { Reason = "x" }, [mine], Ct));
        begun.Failures[0].Status.ShouldBe(404);
        (await _world.AsAsync(stranger, s => s.GetRequiredService<BatchDesk>().UndoAsync(batch, Ct))).ShouldNotBeNull().Status.ShouldBe(404);
        http.Dispose();
    }

    [Fact]
    public async Task The_exported_sheet_comes_back_changed_is_compared_confirmed_and_undone()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 3; i++) numbers.Add(await _world.PatentAsync());
        var ids = new List<Guid>();
        foreach (var no in numbers.Take(2)) ids.Add(await _world.DraftedAsync(no));
        var clerk = _world.Clerk.Http;
        var exported = SheetReader.Open(await clerk.GetByteArrayAsync("/listings/export.xlsx", Ct), ListingColumns.Plan).Value.ReadAll().Value.All;
        exported.Count.ShouldBe(2);
        exported.Select(r => r[ListingColumns.Id]).ShouldBe(ids.Select(id => id.ToString()), ignoreOrder: true);
        exported[0][ListingColumns.Model].ShouldBe("一次性付费");

        // As it is: nothing changes. Then one field, one new patent, one stranger's and one wrong cell.
        var same = await UploadAsync(Sheet([.. exported.Select(r => Cells(r))]));
        (await _world.BatchAsync(same, BatchState.Compared)).ShouldSatisfyAllConditions(b => b.Unchanged.ShouldBe(2), b => b.Refused.ShouldBe(0));
        var theirs = await _world.PatentAsync(await _world.App.NewOrganisationAsync());
        var changed = Cells(exported[0]);
        (changed["amount"], changed["scenes"]) = ("66000", "坡地果园灌溉");
        var file = Sheet([changed, Cells(exported[1]), New(numbers[2], "开放许可、普通许可"), New(theirs, "转让"), New(numbers[2], "随便")]);
        var import = await UploadAsync(file);
        var compared = await _world.BatchAsync(import, BatchState.Compared);
        compared.ShouldSatisfyAllConditions(b => b.Total.ShouldBe(5), b => b.Unchanged.ShouldBe(1), b => b.Refused.ShouldBe(2));
        (await clerk.GetStringAsync($"/listings/batches/{import}?show=Waiting", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("一次性支付 6.6 万元。"), p => p.ShouldContain("坡地果园灌溉"));
        (await AmountsAsync()).ShouldAllBe(a => a == 50_000);

        (await clerk.FillAsync($"/listings/batches/{import}", null, ("act", "confirm"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _world.BatchAsync(import, BatchState.Done)).Done.ShouldBe(2);
        (await _world.ReadAsync(db => db.Set<Listing>())).Count.ShouldBe(3);
        (await clerk.FillAsync($"/listings/batches/{import}", null, ("act", "undo"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _world.BatchAsync(import, BatchState.Undone)).Undone.ShouldBe(2);
        (await AmountsAsync()).ShouldBe([50_000, 50_000]);
    }

    [Fact]
    public async Task The_guards_are_asked_for_each_of_a_batch_and_say_at_each_what_stands_in_its_way()
    {
        var (fine, moved) = (await _world.PatentAsync(), await _world.PatentAsync());
        var (suspended, ended) = (await _world.PatentAsync(state: PatentState.Suspended), await _world.PatentAsync(state: PatentState.Abandoned));
        foreach (var no in (string[])[fine, moved, suspended, ended]) await _world.DraftedAsync(no);

        var submit = await ListingWorld.BulkAsync(_world.Clerk.Http, BatchKind.Submit, ("all", "true"));
        (await _world.BatchAsync(submit, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Done.ShouldBe(2), b => b.Refused.ShouldBe(2));
        var refused = await RefusedAsync(submit);
        refused.Keys.ShouldBe([Number(suspended), Number(ended)], ignoreOrder: true);
        refused[Number(suspended)].ShouldHaveSingleItem().ShouldContain(GuardTexts.G2WayOut);
        refused[Number(ended)].ShouldHaveSingleItem().ShouldContain(GuardTexts.G5EndedWayOut);

        // The world moves between handing in and approving.
        await _world.App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == moved).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PatentState.Suspended), Ct));
        var approve = await ListingWorld.BulkAsync(_world.Boss.Http, BatchKind.Approve, ("all", "true"), ("filterState", "InReview"));
        (await _world.BatchAsync(approve, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Done.ShouldBe(1), b => b.Refused.ShouldBe(1));
        refused = await RefusedAsync(approve);
        refused.Keys.ShouldBe([Number(moved)]);
        refused[Number(moved)].ShouldHaveSingleItem().ShouldContain(GuardTexts.G2WayOut);
        (await _world.Boss.Http.GetStringAsync($"/listings/batches/{approve}", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain(Number(moved)), p => p.ShouldContain(GuardTexts.G2WayOut));
        var states = await _world.ReadAsync(db => from m in db.Set<ListingPatent>() join l in db.Set<Listing>() on m.ListingId equals l.Id select new { m.ApplicationNo, l.State });
        states.ToDictionary(s => s.ApplicationNo, s => s.State, StringComparer.Ordinal).ShouldBe(
            new Dictionary<string, ListingState>(StringComparer.Ordinal) { [fine] = ListingState.Public, [moved] = ListingState.InReview, [suspended] = ListingState.Draft, [ended] = ListingState.Draft }, ignoreOrder: true);
    }

    private static string Number(string no) => PatentNumber.Show(no);

    private async Task<Dictionary<string, List<string>>> RefusedAsync(Guid batch) =>
        (await _world.ReadAsync(db => db.Set<ListingBatchItem>().Where(i => i.BatchId == batch && i.Outcome == ItemOutcome.Refused)))
        .ToDictionary(i => i.Label, i => System.Text.Json.JsonSerializer.Deserialize<List<string>>(i.Faults)!, StringComparer.Ordinal);

    private static Dictionary<string, string> Cells(SheetRow row) => ListingColumns.Plan.Columns.ToDictionary(c => c.Key, c => row[c.Key], StringComparer.Ordinal);

    private static Dictionary<string, string> New(string no, string forms) => new(StringComparer.Ordinal) { ["no"] = Web.Catalogue.Patents.PatentNumber.Show(no), ["forms"] = forms };

    private static byte[] Sheet(params Dictionary<string, string>[] rows) =>
        XlsxWriter.Write("挂牌", [.. ListingColumns.Plan.Columns.Select(c => new SheetField<Dictionary<string, string>>(c.Title, row => row.GetValueOrDefault(c.Key)))], rows);

    private async Task<Guid> UploadAsync(byte[] file)
    {
        var http = _world.Clerk.Http;
        using var form = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(await http.GetStringAsync("/listings/import", Ct))), "__RequestVerificationToken" } };
        form.Add(new ByteArrayContent(file), "file", "挂牌.xlsx");
        return await ListingWorld.IdAsync(await http.PostAsync("/listings/import", form, Ct));
    }

    private Task<List<decimal?>> AmountsAsync() => _world.ReadAsync(db => db.Set<Listing>().OrderBy(l => l.Id).Select(l => l.FeeYuan));
}
