using System.IO.Compression;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Listings;

/// <summary>Declarations of open licences for hundreds: what the platform knows, what is to be filled, and what stands in the way.</summary>
public sealed class DeclarationTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly SheetPlan s_plan = new([.. new[]
    {
        "专利号", "发明创造名称", "专利类型", "专利权人（按登记簿顺序）", "统一社会信用代码（顺序同左）", "其他专利权人的同意文件", "专利权评价报告编号", "许可使用费支付方式", "许可使用费标准", "许可使用费计算依据",
        "许可期限起", "许可期限止", "收款与开票", "联系人", "联系电话", "今天能否提交", "待填内容", "障碍", "解决办法", "提醒", "共有人同意", "评价报告", "无独占、排他许可",
    }.Select(head => new SheetColumn(head, head) { Required = true })]);
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task All_of_a_filter_become_one_workbook_that_says_of_each_whether_it_can_be_filed()
    {
        var clear = await _world.PatentAsync(title: "=HYPERLINK(\"http://a.cn\")");
        var shared = await _world.PatentAsync(otherHolder: "乌苏市农机厂");
        var model = await ModelAsync();
        foreach (var no in (string[])[clear, shared, model]) await OpenAsync(no);
        var suspended = await _world.PatentAsync(state: PatentState.Suspended);
        var twice = await OpenAsync(suspended, clear);
        for (var i = 0; i < 8; i++) await OpenAsync(await _world.PatentAsync());
        await _world.DraftedAsync(await _world.PatentAsync());   // Offers no open licence: outside the filter.
        var today = Dates.Today(_world.Time);
        var clerk = _world.Clerk.Http;

        var id = await ListingWorld.BulkAsync(clerk, BatchKind.PrepareDeclarations, ("all", "true"), ("filterForm", "OpenLicence"), ("attests", "true"), ("licenceFrom", Dates.InTable(today)), ("feeBasis", "参照同类许可"), ("payee", "天山大学 中国银行 1234"));
        (await _world.BatchAsync(id, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Done.ShouldBe(12), b => b.Refused.ShouldBe(0), b => b.Undone.ShouldBe(0), b => b.CanUndo(_world.Time.GetUtcNow()).ShouldBeFalse());
        var page = await clerk.GetStringAsync($"/listings/batches/{id}", Ct);
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("共 13 件专利：10 件可以提交，0 件填齐后可以提交，3 件有障碍。"), p => p.ShouldContain("今天可以提交"), p => p.ShouldContain("declarations.xlsx"), p => p.ShouldNotContain("value=\"undo\""));

        var file = await clerk.GetByteArrayAsync($"/listings/batches/{id}/declarations.xlsx", Ct);
        var rows = SheetReader.Open(file, s_plan).Value.ReadAll().Value.All;
        rows.Count.ShouldBe(13);
        SheetRow Of(string no) => rows.First(r => r["专利号"].Contains(no, StringComparison.Ordinal));
        Of(clear).ShouldSatisfyAllConditions(
            r => r["专利号"].ShouldStartWith("ZL"), r => r["发明创造名称"].ShouldContain("HYPERLINK"), r => r["专利类型"].ShouldBe("发明"), r => r["专利权人（按登记簿顺序）"].ShouldBe(_world.Owner.Name),
            r => r["统一社会信用代码（顺序同左）"].ShouldBe(_world.Owner.Uscc), r => r["专利权评价报告编号"].ShouldBe("不需要"), r => r["许可使用费支付方式"].ShouldBe("一次性付费"), r => r["许可使用费标准"].ShouldBe("一次性支付 5 万元。"),
            r => r["许可使用费计算依据"].ShouldBe("参照同类许可"), r => r["许可期限起"].ShouldBe(Dates.InTable(today)), r => r["许可期限止"].ShouldBe(Dates.InTable(today.AddYears(1))), r => r["收款与开票"].ShouldContain("1234"),
            r => r["联系人"].ShouldBe("李工"), r => r["今天能否提交"].ShouldBe("可以提交"), r => r["障碍"].ShouldBeEmpty(), r => r["待填内容"].ShouldBeEmpty(), r => r["提醒"].ShouldContain("尚未经本单位审核"), r => r["无独占、排他许可"].ShouldBe("通过"));
        Of(shared).ShouldSatisfyAllConditions(r => r["专利权人（按登记簿顺序）"].ShouldEndWith("；乌苏市农机厂"), r => r["统一社会信用代码（顺序同左）"].ShouldEndWith("；【待填】"), r => r["其他专利权人的同意文件"].ShouldBe("乌苏市农机厂：【待填】"),
            r => r["今天能否提交"].ShouldBe("有障碍，不能提交"), r => r["障碍"].ShouldBe(GuardTexts.G8.Fill(2, 1)), r => r["解决办法"].ShouldBe(GuardTexts.G8WayOut), r => r["共有人同意"].ShouldBe("不通过"));
        Of(model).ShouldSatisfyAllConditions(r => r["专利权评价报告编号"].ShouldBe("【待填】"), r => r["障碍"].ShouldBe(GuardTexts.G7Missing), r => r["解决办法"].ShouldBe(GuardTexts.G7MissingWayOut), r => r["评价报告"].ShouldBe("不通过"));
        Of(suspended)["障碍"].ShouldContain("中止或保全");
        rows.Last(r => r["专利号"].Contains(clear, StringComparison.Ordinal))["提醒"].ShouldContain("同一件专利");
        // A title that looks like a formula is text, and stays so when it is edited.
        using var zip = new ZipArchive(new MemoryStream(file));
        await using var sheet = await zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).OpenAsync(Ct);
        using var reader = new StreamReader(sheet);
        (await reader.ReadToEndAsync(Ct)).ShouldSatisfyAllConditions(xml => xml.ShouldNotContain("<x:f>"), xml => xml.ShouldNotContain("<f>"), xml => xml.ShouldContain("HYPERLINK"));
        (await _world.ListingAsync(twice)).State.ShouldBe(ListingState.Draft);
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Subject == $"listing-batch:{id}").Select(e => e.Act))).ShouldBe(["listing.batch.begun", "declaration.attested", "declarations.downloaded"], ignoreOrder: true);
    }

    [Fact]
    public async Task Each_patent_has_its_declaration_as_paper_and_all_of_them_come_in_one_archive()
    {
        var (plain, shared, unusual) = (await _world.PatentAsync(), await _world.PatentAsync(otherHolder: "乌苏市农机厂"), await _world.PatentAsync(title: "ئالما سۈيى"));
        var listing = await OpenAsync(plain, shared, unusual);
        var clerk = _world.Clerk.Http;
        var id = await ListingWorld.BulkAsync(clerk, BatchKind.PrepareDeclarations, ("ids", listing.ToString()), ("attests", "true"));
        await _world.BatchAsync(id, BatchState.Done);
        var papers = $"/listings/batches/{id}/declarations";
        (await clerk.GetStringAsync($"/listings/batches/{id}", Ct)).ShouldSatisfyAllConditions(
            p => p.ShouldContain($"{papers}/1/{plain}.docx"), p => p.ShouldContain($"{papers}/1/{plain}.pdf"), p => p.ShouldContain($"{papers}/1/{plain}.html"), p => p.ShouldContain(papers + "-docx.zip"), p => p.ShouldContain(papers + "-pdf.zip"),
            p => p.ShouldNotContain($"{papers}/1/{unusual}.pdf"), p => p.ShouldContain($"{papers}/1/{unusual}.html"), p => p.ShouldContain("不在 PDF 字体里"));

        using (var page = await clerk.GetAsync($"{papers}/1/{shared}.html", Ct))
        {
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; style-src 'sha256-");
            (await page.Content.ReadAsStringAsync(Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("<h1>专利开放许可声明</h1>"), p => p.ShouldContain("乌苏市农机厂：<mark>【待填】</mark>"), p => p.ShouldContain("草稿"));
        }
        using (var word = WordprocessingDocument.Open(new MemoryStream(await clerk.GetByteArrayAsync($"{papers}/1/{plain}.docx", Ct)), false))
            word.MainDocumentPart!.Document.InnerText.ShouldSatisfyAllConditions(text => text.ShouldContain(PatentNumber.Show(plain)), text => text.ShouldContain("一次性支付 5 万元。"), text => text.ShouldContain(_world.Owner.Uscc!));
        (await clerk.GetByteArrayAsync($"{papers}/1/{plain}.pdf", Ct)).AsSpan(0, 5).SequenceEqual("%PDF-"u8).ShouldBeTrue();
        (await clerk.GetAsync($"{papers}/1/{unusual}.pdf", Ct)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        foreach (var (format, endings) in ((string, string[])[])[("docx", [".docx", ".docx", ".docx"]), ("pdf", [".pdf", ".pdf", ".html"])])
        {
            using var zip = new ZipArchive(new MemoryStream(await clerk.GetByteArrayAsync($"{papers}-{format}.zip", Ct)));
            zip.Entries.Select(e => Path.GetExtension(e.FullName)).ShouldBe(endings);
            zip.Entries[1].FullName.ShouldStartWith("0002 ZL" + PatentNumber.Show(shared));
            zip.Entries.ShouldAllBe(e => e.Length > 1000);
        }
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Subject == $"listing-batch:{id}" && e.Act == "declarations.downloaded").Select(e => e.Act))).Count.ShouldBe(5);

        (await clerk.GetAsync($"{papers}/1/202299999999.pdf", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.GetAsync($"{papers}/2/{plain}.pdf", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var (_, stranger) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);
        foreach (var path in (string[])[$"/1/{plain}.docx", $"/1/{plain}.html", "-docx.zip", "-pdf.zip"]) (await stranger.GetAsync(papers + path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        stranger.Dispose();
    }

    [Fact]
    public async Task What_is_no_open_licence_or_withdrawn_or_announced_is_refused_with_the_reason_and_the_rest_goes_on()
    {
        var plain = await _world.DraftedAsync(await _world.PatentAsync());
        var withdrawn = await OpenAsync(await _world.PatentAsync());
        (await _world.DeskAsync(_world.Clerk.Person, d => d.WithdrawAsync(withdrawn, "已签约", Ct))).Succeeded.ShouldBeTrue();
        var announced = await OpenAsync(await _world.PatentAsync());
        await _world.App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => l.Id == announced).ExecuteUpdateAsync(set => set.SetProperty(l => l.AnnouncementNo, "KF2026-0117"), Ct));
        var vague = await OpenAsync(await _world.PatentAsync());
        await _world.App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => l.Id == vague).ExecuteUpdateAsync(set => set.SetProperty(l => l.FeeModel, FeeModel.Negotiable), Ct));
        var clerk = _world.Clerk.Http;

        var id = await ListingWorld.BulkAsync(clerk, BatchKind.PrepareDeclarations, [.. new[] { plain, withdrawn, announced, vague }.Select(one => ("ids", one.ToString()))]);
        (await _world.BatchAsync(id, BatchState.Done)).ShouldSatisfyAllConditions(b => b.Done.ShouldBe(1), b => b.Refused.ShouldBe(3));
        (await clerk.GetStringAsync($"/listings/batches/{id}?show=Refused", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("没有选择“开放许可”"), p => p.ShouldContain("已撤回"), p => p.ShouldContain("KF2026-0117"));
        // Nobody attested, and nobody said when it begins or how the fee was worked out.
        var row = SheetReader.Open(await clerk.GetByteArrayAsync($"/listings/batches/{id}/declarations.xlsx", Ct), s_plan).Value.ReadAll().Value.All.Single();
        row.ShouldSatisfyAllConditions(r => r["障碍"].ShouldBe(GuardTexts.G1Attest + "\n" + ListingTexts.OpenNegotiable), r => r["许可期限起"].ShouldBe("【待填】"), r => r["许可使用费计算依据"].ShouldBe("【待填】"),
            r => r["待填内容"].ShouldBe("许可使用费计算依据、许可期限起、收款与开票"));
    }

    [Fact]
    public async Task Another_organisations_listings_cannot_be_chosen_and_its_workbook_does_not_exist()
    {
        var mine = await OpenAsync(await _world.PatentAsync());
        var id = await ListingWorld.BulkAsync(_world.Clerk.Http, BatchKind.PrepareDeclarations, ("ids", mine.ToString()));
        await _world.BatchAsync(id, BatchState.Done);
        var (stranger, http) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);
        (await http.GetAsync($"/listings/batches/{id}/declarations.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _world.AsAsync(stranger, s => s.GetRequiredService<BatchDesk>().BeginAsync(BatchKind.PrepareDeclarations, new(), [mine], Ct))).Failures[0].Status.ShouldBe(404);
        (await _world.AsAsync(_world.Clerk.Person, s => s.GetRequiredService<BatchDesk>().BeginAsync(BatchKind.PrepareDeclarations, new() { From = Dates.Today(_world.Time).AddDays(-1), Payee = new('收', 501) }, [mine], Ct)))
            .Failures.Select(f => f.Field).ShouldBe(["licenceFrom", "payee"]);
        // A batch of another kind has none.
        var submitted = await ListingWorld.BulkAsync(_world.Clerk.Http, BatchKind.Submit, ("ids", mine.ToString()));
        await _world.BatchAsync(submitted, BatchState.Done);
        (await _world.Clerk.Http.GetAsync($"/listings/batches/{submitted}/declarations.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        http.Dispose();
    }

    private async Task<Guid> OpenAsync(params string[] numbers) =>
        (await _world.DeskAsync(_world.Clerk.Person, desk => desk.CreateAsync(_world.Draft(numbers) with { Forms = [OfferForm.OpenLicence] }, null, Ct))).Value.Id;

    /// <summary>A utility model whose evaluation report nobody has entered.</summary>
    private async Task<string> ModelAsync()
    {
        const string no = "202329990077";
        var today = Dates.Today(_world.Time);
        await _world.App.WithDatabaseAsync(db =>
        {
            db.Add(new Patent { ApplicationNo = no, Kind = PatentKind.UtilityModel, Title = "一种滴灌接头", Ipc = ["A01G25/02"], FilingDate = new(2023, 5, 9), GrantDate = new(2024, 6, 4), State = PatentState.InForce, StatusOn = today, StatusSource = StatusSource.Import, LastDay = new(2033, 5, 8), CreatedAt = _world.Time.GetUtcNow() });
            db.Add(new PatentHolder { ApplicationNo = no, Place = 1, Name = _world.Owner.Name, FoldedName = _world.Owner.FoldedName, OrganisationId = _world.Owner.Id });
            return db.SaveChangesAsync(Ct);
        });
        return no;
    }
}
