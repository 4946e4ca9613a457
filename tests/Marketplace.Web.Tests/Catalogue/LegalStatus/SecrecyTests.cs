using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Feeds;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.Reports;
using Marketplace.Web.Tests.Catalogue.Feeds;
using Marketplace.Web.Tests.Catalogue.Kept;
using Marketplace.Web.Tests.Catalogue.Listings;
using Marketplace.Web.Tests.Catalogue.Searching;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

/// <summary>国防、保密专利 (G9): marked, a patent is gone from everything public; its holder and the bureau keep it.</summary>
public sealed class SecrecyTests(PostgresServer server) : IAsyncLifetime
{
    private const string Title = "一种隐身涂层及其制备方法", Tracked = "R2346789ACDEFGHJK";

    private ListingWorld _world = null!;
    private HttpClient _bureau = null!, _reader = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => _world.App;

    public async ValueTask InitializeAsync()
    {
        _world = await ListingWorld.StartAsync(server);
        _bureau = (await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), Role.BureauReviewer)).Http;
        _reader = await App.SignedInAsync(await App.NewPersonAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _bureau.Dispose();
        _reader.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Marked_it_is_gone_from_every_outlet_and_declassified_it_is_back()
    {
        var (no, other) = (await _world.PatentAsync(title: Title), await _world.PatentAsync());
        var listing = await _world.PublishedAsync(no);
        await _reader.SendAsync("/favourites", "Keep", ("no", no), ("note", "问问"));
        await App.WithDatabaseAsync(db =>
        {
            var today = DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime);
            db.Add(new Report { Code = Tracked, SubjectKind = "patent", SubjectId = no, Title = Title, Link = "/patents/" + no, Reason = ReportReason.WrongFact, Text = "错", Language = "zh-CN", ReceivedAt = _world.Time.GetUtcNow(), Due = today });
            return db.SaveChangesAsync(Ct);
        });
        var outlets = Outlets(no, other, listing);
        await FollowedAsync();
        foreach (var (path, needle) in outlets) (await ShowsAsync(path, needle)).ShouldBeTrue("before: " + path);
        await App.SettleAsync();
        var place = (await App.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes", Ct))!.Next;

        await (await _world.Boss.Http.FillAsync($"/patents/{no}/secrecy", "Mark", ("reason", "保密审查决定"), ("typed", SecrecyTexts.MarkWord))).ShouldGoAsync();
        await App.IndexedAsync();

        // Suggestions too, though their list is put together anew only now and then.
        foreach (var (path, needle) in outlets) (await ShowsAsync(path, needle)).ShouldBeFalse("after: " + path);
        (await _reader.GetStringAsync("/favourites", Ct)).ShouldContain("问问");
        (await App.Http.GetStringAsync(Oai(no), Ct)).ShouldContain("status=\"deleted\"");
        await App.SettleAsync();
        (await App.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes?since=" + place, Ct))!.Items.Single(i => i.ApplicationNo == no).Removed.ShouldBeTrue();
        (await _world.ListingAsync(listing)).ShouldSatisfyAllConditions(l => l.State.ShouldBe(ListingState.Withdrawn), l => l.ReturnReason.ShouldBe(ListingTexts.WithdrawnSecret));
        await FollowedAsync();
        (await ShowsAsync($"/patents/suggestions?q={Uri.EscapeDataString("一种隐身")}", Title)).ShouldBeFalse();

        await (await _bureau.FillAsync($"/patents/{no}/secrecy", "Lift", ("reason", "已解密"), ("typed", SecrecyTexts.LiftWord))).ShouldRefuseAsync(HttpStatusCode.BadRequest, SecrecyTexts.ReferenceMissing);
        await (await _bureau.FillAsync($"/patents/{no}/secrecy", "Lift", ("reason", "已解密"), ("reference", "解密决定 2026 第 1 号"), ("typed", SecrecyTexts.LiftWord))).ShouldGoAsync();
        await FollowedAsync();

        // Offering it again is for its holder to decide.
        foreach (var (path, needle) in outlets.Where(o => !o.Path.Contains("listing", StringComparison.Ordinal) && !o.Path.Contains(Tracked, StringComparison.Ordinal))) (await ShowsAsync(path, needle)).ShouldBeTrue("again: " + path);
        (await _world.ListingAsync(listing)).State.ShouldBe(ListingState.Withdrawn);
        (await App.PatentAsync(no)).ShouldSatisfyAllConditions(p => p.SecretAt.ShouldBeNull(), p => p.RemovedAt.ShouldBeNull(), p => p.DeclassifiedReference.ShouldBe("解密决定 2026 第 1 号"));
        (await AuditedAsync(no)).ShouldBe(["patent.marked-secret", "patent.declassified"]);
        (await ToldAsync("patent.secret.marked"), await ToldAsync("patent.secret.lifted")).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Its_holder_and_its_bureau_still_see_it_and_nobody_else()
    {
        var no = await _world.PatentAsync(title: Title);
        await MarkAsync(no);
        var (_, elsewhere) = await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer);
        var (_, stranger) = await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);

        foreach (var http in (HttpClient[])[_world.Boss.Http, _world.Clerk.Http, _bureau])
        {
            var seen = await http.GetAsync("/patents/" + no, Ct);
            (await seen.Content.ReadAsStringAsync(Ct)).ShouldContain(SecrecyTexts.SecretNotice);
            seen.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
        (await _world.Clerk.Http.GetStringAsync("/portfolio", Ct)).ShouldContain(SecrecyTexts.Secret + "<");
        await (await _world.Clerk.Http.FillAsync($"/patents/{no}/history", "Family", ("family", "US10123456B2"))).ShouldGoAsync();
        foreach (var http in (HttpClient[])[elsewhere, stranger, _reader, App.Http])
        {
            (await http.GetAsync("/patents/" + no, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await http.GetAsync("/api/v1/patents/" + no, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        elsewhere.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public async Task Who_may_mark_and_who_may_take_the_mark_away()
    {
        var no = await _world.PatentAsync(title: Title);
        var page = $"/patents/{no}/secrecy";
        var (_, stranger) = await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);
        var (_, elsewhere) = await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer);

        foreach (var http in (HttpClient[])[stranger, elsewhere]) (await http.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _world.Clerk.Http.GetAsync(page, Ct)).IsSuccessStatusCode.ShouldBeFalse();
        (await _world.Clerk.Http.GetStringAsync($"/patents/{no}/history", Ct)).ShouldNotContain("form=secret");
        (await _world.Boss.Http.GetStringAsync($"/patents/{no}/history", Ct)).ShouldContain("form=secret");
        (await _world.Boss.Http.GetAsync($"/patents/{no}/history?form=secret", Ct)).Headers.Location!.ToString().ShouldBe(page);

        await (await _world.Boss.Http.FillAsync(page, "Mark", ("reason", "保密审查决定"), ("typed", "好"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, SecrecyTexts.MarkWord);
        await (await _world.Boss.Http.FillAsync(page, "Mark", ("reason", " "), ("typed", SecrecyTexts.MarkWord))).ShouldRefuseAsync(HttpStatusCode.BadRequest, SecrecyTexts.ReasonMissing);
        (await App.PatentAsync(no)).SecretAt.ShouldBeNull();
        await (await _bureau.FillAsync(page, "Mark", ("reason", "国防专利"), ("typed", SecrecyTexts.MarkWord))).ShouldGoAsync();
        (await App.PatentAsync(no)).SecretReason.ShouldBe("国防专利");
        var html = await _world.Boss.Http.GetStringAsync(page, Ct);
        html.ShouldContain(SecrecyTexts.OnlyBureau);
        (await _world.Boss.Http.SendFormAsync(html, page, "Lift", ("reason", "我想"), ("reference", "无"), ("typed", SecrecyTexts.LiftWord))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await App.PatentAsync(no)).SecretAt.ShouldNotBeNull();
        stranger.Dispose();
        elsewhere.Dispose();
    }

    [Fact]
    public async Task It_can_neither_be_drafted_nor_handed_in_nor_approved()
    {
        var (no, waiting) = (await _world.PatentAsync(title: Title), await _world.PatentAsync());
        var (draft, inReview) = (await _world.DraftedAsync(no), await _world.DraftedAsync(waiting));
        (await _world.DeskAsync(_world.Clerk.Person, desk => desk.SubmitAsync(inReview, null, Ct))).Succeeded.ShouldBeTrue();
        await MarkAsync(no);
        await MarkAsync(waiting);

        (await _world.DeskAsync(_world.Clerk.Person, desk => desk.CreateAsync(_world.Draft(no), null, Ct))).Failures.Select(f => f.Code).ShouldBe(["listing_secret"]);
        (await _world.DeskAsync(_world.Clerk.Person, desk => desk.SubmitAsync(draft, null, Ct))).Failures.Select(f => f.Code).ShouldBe(["listing_secret"]);
        (await _world.DeskAsync(_world.Boss.Person, desk => desk.ApproveAsync(inReview, Ct))).Failures.Select(f => f.Code).ShouldBe(["listing_secret"]);
        // Who does not hold it learns nothing of it.
        var stranger = await App.NewOrganisationAsync();
        var (person, _) = await App.NewMemberAsync(stranger, Role.Operator);
        (await _world.DeskAsync(person, desk => desk.CreateAsync(_world.Draft(no), null, Ct))).Failures.Select(f => f.Code).ShouldBe(["listing_patent_unknown"]);
    }

    [Fact]
    public async Task Its_holder_goes_on_importing_it_and_others_are_told_that_it_was_taken_out()
    {
        var no = await _world.PatentAsync(title: Title);
        await MarkAsync(no);
        var stranger = await App.NewOrganisationAsync();
        var file = Import.Dirt.Table([Import.Dirt.Row(no, (PatentColumns.Title, "改了的名称"), (PatentColumns.Holders, _world.Owner.Name))]);

        var theirs = await ImportAsync(file, stranger.Id);
        (theirs.Rejected, theirs.Updated).ShouldBe((1, 0));
        var own = await ImportAsync(file, _world.Owner.Id);
        (own.Rejected, own.Updated).ShouldBe((0, 1));
        (await App.PatentAsync(no)).ShouldSatisfyAllConditions(p => p.Title.ShouldBe("改了的名称"), p => p.SecretAt.ShouldNotBeNull());
    }

    [Fact]
    public async Task Who_marked_it_finds_it_in_their_own_data()
    {
        var no = await _world.PatentAsync(title: Title);
        await MarkAsync(no);
        var data = App.Services.GetServices<IPersonalData>().Single(d => d.Key == "secretPatents");
        var mine = await App.WithDatabaseAsync(db => data.ReadAsync(db, _world.Boss.Person.Id, Ct));
        mine.ShouldHaveSingleItem().Select(f => f.Value).ShouldContain(PatentNumber.Show(no));
        (await App.WithDatabaseAsync(db => data.ReadAsync(db, _world.Clerk.Person.Id, Ct))).ShouldBeEmpty();
    }

    /// <summary>Addresses, and what of the patent stands there.</summary>
    private List<(string Path, string Needle)> Outlets(string no, string other, Guid listing)
    {
        var words = Uri.EscapeDataString("隐身涂层");
        return
        [
            ("/patents?q=" + words, no), ("/patents?view=table&q=" + words, no), ($"/patents/suggestions?q={Uri.EscapeDataString("一种隐身")}", Title), ("/patents/" + no, Title), ($"/patents/{no}/qr.svg", "svg"),
            ("/api/v1/patents?q=" + words, no), ("/api/v1/patents/" + no, no), ("/patents.atom?q=" + words, no), ("/patents/export.csv?q=" + words, Title), ($"/sitemaps/patents-{no}.xml", no), ("/sitemaps/listings.xml", listing.ToString()),
            ($"/listings/{listing}", Title), ("/api/v1/listings", no), ($"/api/v1/listings/{listing}", no), ("/holders/" + _world.Owner.Uscc, no), ($"/patents/compare?no={no}&no={other}", Title),
            ("/browse/ipc/A01G", no), (Oai(no), Title), ("/favourites", Title), ("/favourites/export.csv", Title), ("/report/track/" + Tracked, Title),
        ];
    }

    private string Oai(string no) => $"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:{new Uri(App.Url).Host}:{no}";

    private async Task<bool> ShowsAsync(string path, string needle)
    {
        var http = path.StartsWith("/favourites", StringComparison.Ordinal) ? _reader : App.Http;
        var answer = await http.GetAsync(path, Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        var read = path.Contains("suggestions", StringComparison.Ordinal) ? Regex.Unescape(page) : WebUtility.HtmlDecode(page);
        return answer.IsSuccessStatusCode && read.Contains(needle, StringComparison.Ordinal);
    }

    /// <summary>The index has everything, and suggestions were put together anew: in this world the clock that they wait for stands still.</summary>
    private async Task FollowedAsync()
    {
        await App.IndexedAsync();
        await App.Services.GetRequiredService<CatalogueWords>().RefreshAsync(() => App.Services.CreateScope().ServiceProvider.GetRequiredService<AppDbContext>(), Ct);
    }

    private Task<bool> MarkAsync(string no) => _world.AsAsync(_world.Boss.Person, async services =>
    {
        var marked = await services.GetRequiredService<SecrecyDesk>().MarkAsync(no, "保密审查决定", Ct);
        marked.Failures.ShouldBeEmpty();
        return marked.Succeeded;
    });

    private Task<PatentImport> ImportAsync(byte[] file, Guid holder) => App.WithDatabaseAsync(db =>
        PatentImportVerb.RunAsync(App.Services.GetRequiredService<Npgsql.NpgsqlDataSource>(), db, holder, "专利.xlsx", file, dryRun: false));

    private Task<List<string>> AuditedAsync(string no) => App.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(a => a.Subject == "patent:" + no).OrderBy(a => a.Id).Select(a => a.Act).ToListAsync(Ct));

    private Task<int> ToldAsync(string template) => App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == template && m.Channel == MessageChannel.InApp, Ct));
}
