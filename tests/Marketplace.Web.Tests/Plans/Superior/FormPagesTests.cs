using System.IO.Compression;
using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Plans.Forms;
using Marketplace.Web.Tests.Plans.Reporting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Marketplace.Web.Tests.Plans.Superior.OfficeFiles;

namespace Marketplace.Web.Tests.Plans.Superior;

/// <summary>A superior's form from the upload to the download, by the pages.</summary>
public sealed class FormPagesTests(ReportWorld world) : IClassFixture<ReportWorld>
{
    private const string Page = "/plans/bozhou/forms";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_is_checked_kept_in_versions_filled_and_deleted()
    {
        var clerk = world.Plans.Clerk;
        await world.Plans.CountAsync("2", "2025-12-31", "6750.125");
        foreach (var word in (string[])["{{单位}}", "{{合同项数}}", "{{合同额万元:上年同期}}", "{{指标:2:本季}}", "{{指标:2:同比}}", "6,750.13"]) (await clerk.GetStringAsync(Page + "/placeholders", Ct)).ShouldContain(word);

        // Told at once, each with its place; nothing is kept.
        var wrong = await SendAsync(Document(Paragraph("{{指标:2:累计}}") + Paragraph("{{指标:77:累计}}", "{{没有}}")), "表.docx");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var told = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct));
        told.ShouldContain("第 2 段：没有 {{指标:77:累计}} 这个占位符。");
        told.ShouldContain("第 2 段：没有 {{没有}} 这个占位符。");
        (await SendAsync(Document(Paragraph("没有要填的")), "表.docx")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(Document(Paragraph("{{单位}}")), "表.docx", name: " ")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(null, "表.docx")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(Document(Paragraph("{{单位}}"), ("word/vbaProject.bin", "x")), "表.docx")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await SendAsync("%PDF-1.4\n{{单位}}"u8.ToArray(), "表.pdf")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await world.App.WithDatabaseAsync(db => db.Set<SuperiorForm>().AnyAsync(f => f.Name.Trim() == "季报" || f.Name.Trim() == "", Ct))).ShouldBeFalse();

        var form = Document(Paragraph("{{单位}} {{季度}}：{{指标:2:累计}} 万元，同比 {{指标:2:同比}}，{{合同项数}} 项"));
        var kept = await SendAsync(form, "表.docx");
        kept.StatusCode.ShouldBe(HttpStatusCode.Redirect, await kept.Content.ReadAsStringAsync(Ct));
        var address = kept.Headers.Location!.ToString();
        var id = Guid.Parse(address[(address.LastIndexOf('/') + 1)..]);
        (await SendAsync(form, "表.docx")).StatusCode.ShouldBe(HttpStatusCode.Conflict);   // The name is taken.

        var filled = await clerk.GetByteArrayAsync(address + "?quarter=2025Q4", Ct);
        (await clerk.GetByteArrayAsync(address + "?quarter=2025Q4", Ct)).ShouldBe(filled);
        TextOf(filled).ShouldContain($"{world.Plans.Bureau.Name} 2025年第四季度：6,750.13 万元，同比 ——，—— 项");
        (await clerk.GetAsync(address + "?quarter=2999Q1", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await clerk.GetAsync(address + "?quarter=2025Q4&version=9", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // The same file again is no version; another is, and the first can still be filled.
        (await SendAsync(form, "表.docx", to: address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SendAsync(Document(Paragraph("第二版 {{地区}}")), "表.docx", to: address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.App.WithDatabaseAsync(db => db.Set<SuperiorFormVersion>().Where(v => v.FormId == id).Select(v => v.Number).OrderBy(n => n).ToListAsync(Ct))).ShouldBe([1, 2]);
        TextOf(await clerk.GetByteArrayAsync(address + "?quarter=2025Q4", Ct)).ShouldContain("第二版");
        (await clerk.GetByteArrayAsync(address + "?quarter=2025Q4&version=1", Ct)).ShouldBe(filled);

        // Not for those of another region, and not by hand.
        foreach (var path in (string[])[Page, Page + "/placeholders", address, address + "?quarter=2025Q4"]) (await world.Stranger.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var paper = await world.App.WithDatabaseAsync(db => db.Set<SuperiorFormVersion>().Where(v => v.FormId == id && v.Number == 1).Select(v => v.FileId).SingleAsync(Ct));
        (await world.Stranger.GetAsync($"/papers/{paper}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.GetByteArrayAsync($"/papers/{paper}", Ct)).ShouldBe(form);
        (await world.Locker.PostFormAsync("/preferences", address + "?handler=Delete", ("typed", "季报"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update superior_form_versions set places = 9", Ct)));
        await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"delete from superior_forms", Ct)));

        (await clerk.PostFormAsync(address, address + "?handler=Delete", ("typed", "别的"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await clerk.PostFormAsync(address, address + "?handler=Delete", ("typed", "季报"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await clerk.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(form, "表.docx")).StatusCode.ShouldBe(HttpStatusCode.Redirect);   // The name is free again.
    }

    [Fact]
    public async Task What_is_counted_is_filled_of_locked_quarters_alone()
    {
        await world.FiledAsync(20_000, ReportWorld.Last.Last);
        var uploaded = await SendAsync(Workbook("""<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row></sheetData>""", ["<t>{{合同项数}}</t>", "<t>{{合同额万元}}</t>", "<t>{{合同项数:累计}}</t>"]), "转化.xlsx", name: "转化");
        uploaded.StatusCode.ShouldBe(HttpStatusCode.Redirect, await uploaded.Content.ReadAsStringAsync(Ct));
        var address = $"{uploaded.Headers.Location}?quarter={ReportWorld.Last}";
        TextOf(await world.Plans.Clerk.GetByteArrayAsync(address, Ct), "xl/worksheets/sheet1.xml").ShouldContain("""<c r="A1" t="inlineStr"><is><t>——</t></is></c>""");
        var period = $"/conversions/periods/{ReportWorld.Last}";
        (await world.Locker.PostFormAsync(period, period + "?handler=Lock", ("typed", ReportWorld.Last.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var sheet = TextOf(await world.Plans.Clerk.GetByteArrayAsync(address, Ct), "xl/worksheets/sheet1.xml");
        sheet.ShouldContain("""<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>""");
        // The year so far is known only where all its quarters are.
        sheet.ShouldContain(ReportWorld.Last.Number == 1 ? """<c r="C1"><v>1</v></c>""" : """<c r="C1" t="inlineStr"><is><t>——</t></is></c>""");
    }

    private Task<HttpResponseMessage> SendAsync(byte[]? bytes, string file, string name = "季报", string? to = null) =>
        PlanWorld.SendAsync(world.Plans.Clerk, to ?? Page, to is null ? null : "Version", bytes is null ? null : "file", [("name", name)], bytes, file);

    private static string TextOf(byte[] file, string part = "word/document.xml")
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var content = zip.GetEntry(part)!.Open();
        using var reader = new StreamReader(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
