using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Needs;

public sealed class NeedPageTests(PostgresServer server) : IAsyncLifetime
{
    private NeedWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await NeedWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_visitor_says_a_problem_keeps_it_over_signing_in_and_opens_it_once_it_tells_nothing()
    {
        const string text = "赛湖葡萄酒庄的葡萄酒发酵罐温度不均，想找普通许可，预算30万元。";
        var visitor = _world.App.Http;
        var looked = await visitor.FillAsync("/needs/new", null, ("text", text));
        looked.StatusCode.ShouldBe(HttpStatusCode.OK, await looked.Content.ReadAsStringAsync(Ct));
        (await looked.Content.ReadAsStringAsync(Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("预算"), p => p.ShouldContain("普通许可"));
        (await _world.ReadAsync(db => db.Set<KeptNeed>())).ShouldBeEmpty();
        var kept = await visitor.FillAsync("/needs/new", "Save", ("text", text), ("take", "budget"));
        var to = Uri.UnescapeDataString(kept.Headers.Location!.ToString());
        to.ShouldStartWith("/sign-in?return=/needs/new?kept=");
        (await _world.ReadAsync(db => db.Set<KeptNeed>())).Single().Fields.AsSpan().IndexOf(Encoding.UTF8.GetBytes("发酵罐")).ShouldBe(-1);

        var http = _world.Operator.Http;
        var page = await http.GetStringAsync(to["/sign-in?return=".Length..], Ct);
        page.ShouldContain("发酵罐温度不均");
        var saved = await http.SendFormAsync(page, "/needs/new", "Save", ("text", text), ("take", "budget"), ("kept", to[(to.IndexOf("kept=", StringComparison.Ordinal) + 5)..]));
        await saved.ShouldGoAsync();
        var address = saved.Headers.Location!.ToString();
        (await _world.ReadAsync(db => db.Set<KeptNeed>())).ShouldBeEmpty();
        var need = (await _world.ReadAsync(db => db.Set<Need>())).Single();
        need.ShouldSatisfyAllConditions(n => n.State.ShouldBe(NeedState.Draft), n => (n.Title + n.Summary).ShouldNotContain("赛湖"), n => (n.Title + n.Summary).ShouldNotContain("30万"), n => n.OwnerId.ShouldBe(_world.Owner.Id), n => n.Visibility.ShouldBe(NeedVisibility.Anonymous));
        _world.App.Services.GetRequiredService<NeedSeal>().Open(need).ShouldSatisfyAllConditions(s => s.Detail.ShouldBe(text), s => s.BudgetTo.ShouldBe(300_000m));

        // The owner writes the name back in: told, and kept from opening it.
        var edit = $"{address}/edit/problem";
        await (await http.FillAsync(edit, null, ("title", "发酵罐温度不均"), ("summary", "赛湖酒庄的发酵罐温度不均匀，要自动控温"), ("detail", NeedWorld.Secret))).ShouldGoAsync();
        (await http.GetStringAsync(address, Ct)).ShouldContain("<mark lang=\"zh-CN\">赛湖");
        await (await http.FillAsync(address, null, ("step", "Open"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "会让人知道您是谁");
        await (await http.FillAsync(edit, null, ("title", "发酵罐温度不均"), ("summary", "发酵罐上下温度不均匀，要自动控温"), ("detail", NeedWorld.Secret))).ShouldGoAsync();
        await (await http.FillAsync(address, null, ("step", "Open"))).ShouldGoAsync();
        (await _world.NeedAsync(need.Id)).ShouldSatisfyAllConditions(n => n.State.ShouldBe(NeedState.Open), n => n.ExpiresOn.ShouldNotBeNull());
        foreach (var part in Enum.GetNames<NeedPart>()) (await http.GetAsync($"{address}/edit/{part.ToLowerInvariant()}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, part);
        (await http.GetStringAsync("/needs", Ct)).ShouldContain("发酵罐温度不均");
        (await http.GetStringAsync($"{address}?lang=ug", Ct)).ShouldContain("ئوچۇق");
    }

    [Fact]
    public async Task Nothing_secret_of_a_need_reaches_anybody_else_anywhere()
    {
        var id = await _world.OpenedAsync();
        var open = await _world.OpenedAsync(NeedWorld.Draft() with { Visibility = NeedVisibility.Public, Title = "公开的发酵罐难题" });
        string[] secrets = [NeedWorld.Secret, "345678", "345,678", "34.5678", "阿依古丽", "13911112222"];
        foreach (var http in (HttpClient[])[_world.App.Http, _world.Stranger.Http, _world.Clerk.Http])
        {
            foreach (var address in (string[])[$"/needs/{id}", $"/needs/{id}/edit/problem", $"/needs/collected/{id}", $"/api/v1/needs/mine/{id}"])
                (await http.GetAsync(address, Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Redirect, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
            // What is not public answers as what was never there.
            var missing = await http.GetAsync($"/needs/open/{Guid.CreateVersion7()}", Ct);
            (await http.GetAsync($"/needs/open/{id}", Ct)).StatusCode.ShouldBe(missing.StatusCode);
            (await http.GetAsync($"/api/v1/needs/{id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            foreach (var address in (string[])["/needs/open", $"/needs/open/{open}", "/api/v1/needs", $"/api/v1/needs/{open}", "/needs/open?q=" + Uri.EscapeDataString(NeedWorld.Secret)])
            {
                var body = await http.GetStringAsync(address, Ct);
                foreach (var secret in secrets.Where(secret => !address.Contains(Uri.EscapeDataString(secret), StringComparison.Ordinal))) body.ShouldNotContain(secret, customMessage: address);
                body.ShouldNotContain(id.ToString());
            }
            // Searching for what is secret finds nothing, even where the need is public.
            (await http.GetStringAsync("/api/v1/needs?q=" + Uri.EscapeDataString(NeedWorld.Secret), Ct)).ShouldNotContain(open.ToString());
        }
        (await _world.App.Http.GetStringAsync("/needs/open", Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("公开的发酵罐难题"), p => p.ShouldContain(_world.Owner.Name), p => p.ShouldNotContain("博乐市</td>"));
        // Not in the tables either: the seal holds them.
        var rows = await _world.App.WithDatabaseAsync(db => db.Database.SqlQuery<string>($"select row_to_json(n)::text as \"Value\" from needs n union all select row_to_json(o)::text from outbox_events o union all select row_to_json(a)::text from audit_entries a union all select row_to_json(m)::text from messages m").ToListAsync(Ct));
        foreach (var secret in secrets) rows.ShouldNotContain(row => row.Contains(secret, StringComparison.Ordinal), secret);
        (await _world.ReadAsync(db => db.Set<OutboxEvent>().Where(e => e.Kind == NeedChanged.Kind))).ShouldAllBe(e => e.Payload.Length < 60);
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("need.")))).ShouldAllBe(e => !e.Details.Contains("发酵罐", StringComparison.Ordinal));
        var export = await _world.Operator.Http.GetStringAsync("/needs/export.csv", Ct);
        export.ShouldContain("公开的发酵罐难题");
        foreach (var secret in secrets) export.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_need_is_paused_extended_solved_and_opened_again_and_runs_out_by_itself()
    {
        var id = await _world.OpenedAsync();
        var page = $"/needs/{id}";
        var http = _world.Operator.Http;
        await (await http.FillAsync(page, null, ("step", "Pause"))).ShouldGoAsync();
        await (await http.FillAsync(page, null, ("step", "Pause"))).ShouldGoAsync();   // A double click.
        await (await http.FillAsync(page, null, ("step", "Resume"))).ShouldGoAsync();
        await (await http.FillAsync(page, null, ("step", "Solve"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "怎样解决的");
        await (await http.FillAsync(page, null, ("step", "Solve"), ("how", "OwnWork"))).ShouldGoAsync();
        (await _world.NeedAsync(id)).ShouldSatisfyAllConditions(n => n.State.ShouldBe(NeedState.Solved), n => n.SolvedBy.ShouldBe(Solution.OwnWork));
        await (await http.FillAsync(page, null, ("step", "Extend"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "不能这样做");
        await (await http.FillAsync(page, null, ("step", "Reopen"))).ShouldGoAsync();

        _world.Time.Advance(TimeSpan.FromDays(175));
        (await _world.AsAsync(_world.Operator.Person, s => s.GetRequiredService<NeedNight>().RunAsync(Ct))).Reminded.ShouldBe(1);
        (await _world.AsAsync(_world.Operator.Person, s => s.GetRequiredService<NeedNight>().RunAsync(Ct))).Reminded.ShouldBe(0);
        (await _world.ReadAsync(db => db.Set<Message>().Where(m => m.Template == "need.expiring"))).ShouldNotBeEmpty();
        (await _world.ReadAsync(db => db.Set<Web.WorkList.WorkItem>().Where(w => w.Kind == NeedWork.Expiring && w.DoneAt == null))).ShouldHaveSingleItem();
        _world.Time.Advance(TimeSpan.FromDays(20));
        (await _world.AsAsync(_world.Operator.Person, s => s.GetRequiredService<NeedNight>().RunAsync(Ct))).Expired.ShouldBe(1);
        (await _world.NeedAsync(id)).State.ShouldBe(NeedState.Expired);
    }

    [Fact]
    public async Task Two_who_edit_at_once_are_told_and_weak_words_are_asked_about()
    {
        var id = await _world.DraftedAsync();
        var first = await _world.NeedAsync(id);
        (await _world.DeskAsync(desk => desk.SaveAsync(id, d => d with { Summary = "槐芽镇的发酵罐温度不均匀，要自动控温" }, first.Version, false, Ct))).Failures.ShouldBeEmpty();
        (await _world.DeskAsync(desk => desk.SaveAsync(id, d => d with { Title = "别的名称" }, first.Version, false, Ct))).Failures.Single().Code.ShouldBe("need_changed");
        (await _world.DeskAsync(desk => desk.OpenAsync(id, null, false, Ct))).Failures.Single().Code.ShouldBe("need_confirm_words");
        (await _world.DeskAsync(desk => desk.OpenAsync(id, null, true, Ct))).Failures.ShouldBeEmpty();
        // What was confirmed once is not asked about again.
        (await _world.DeskAsync(desk => desk.SaveAsync(id, d => d with { Detail = "别的" }, null, false, Ct))).Failures.ShouldBeEmpty();
        (await _world.DeskAsync(desk => desk.SaveAsync(id, d => d with { Summary = "请打 13800138000，要自动控温的设备" }, null, true, Ct))).Failures.ShouldContain(f => f.Code == "need_gives_away");
    }

    [Fact]
    public async Task A_place_with_few_of_the_trade_gives_away()
    {
        var id = await _world.DraftedAsync(NeedWorld.Draft("精河县的葡萄酒发酵罐温度不均匀，要自动控温"));
        (await _world.DeskAsync(desk => desk.OpenAsync(id, null, true, Ct))).Failures.ShouldContain(f => f.Code == "need_gives_away");
    }

    [Fact]
    public async Task Files_open_for_the_owner_only()
    {
        var id = await _world.DraftedAsync();
        await (await _world.Operator.Http.FillAsync($"/needs/{id}/edit/files", "File", ("attachments", Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF")))).ShouldGoAsync();
        var file = (await _world.ReadAsync(db => db.Set<Web.Platform.Files.StoredFile>().Where(f => f.Subject == $"need:{id}"))).Single();
        (await _world.Operator.Http.GetAsync($"/papers/{file.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _world.Stranger.Http.GetAsync($"/papers/{file.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _world.Clerk.Http.GetAsync($"/papers/{file.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
