using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Tests.Organisations;
using Marketplace.Web.Tests.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking.Meetings;

/// <summary>What is confidential about a need, and whose it is, shows nowhere on the pages of lists, introductions, talks and mediation to anybody who was not granted it.</summary>
public sealed class MeetingSecretsTests(PostgresServer server)
{
    private const string FoundByDetail = "烘干塔结块原因";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly string[] s_secrets = [MeetingWorld.Detail, "机密", "精河红果密名枸杞有限公司", "12.35", "123456", "65.43", "654321", "13912345678", "密联系人", FoundByDetail];

    private static void ShouldHideAll(string text, string where)
    {
        foreach (var secret in s_secrets) text.Contains(secret, StringComparison.Ordinal).ShouldBeFalse($"{where} shows {secret}");
    }

    /// <summary>Pages, exports and refused forms of a holder whose offer answers the need, with introduction and talk under the pseudonym.</summary>
    [Fact]
    public async Task A_holder_in_touch_sees_no_secret_on_any_page_or_export()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        var talk = await world.ContactAsync();
        var introduction = (await world.ReadAsync(db => db.Set<Introduction>())).Single().Id;
        foreach (var path in (string[])["/portfolio/needs", "/portfolio/needs?by=patent", "/portfolio/needs/" + world.Need.Pseudonym, "/portfolio/needs/export.csv", "/talks", talk, $"/introductions/{introduction}", "/patents/" + world.No, "/tasks", "/account/notices", "/"])
            ShouldHideAll(await world.PageAsync(world.Holder.Http, path), path);
        ShouldHideAll(WebUtility.HtmlDecode(await (await world.Holder.Http.FillAsync(talk, null, ("text", ""))).Content.ReadAsStringAsync(Ct)), "refused message");
        ShouldHideAll(WebUtility.HtmlDecode(await (await world.Holder.Http.FillAsync("/portfolio/needs/" + world.Need.Pseudonym, "Accept", ("agreed", "yes"), ("hash", "x"))).Content.ReadAsStringAsync(Ct)), "refused undertaking");
        // Nor the id of the need, by which two pages could be put together.
        foreach (var path in (string[])["/portfolio/needs", "/portfolio/needs/" + world.Need.Pseudonym, talk]) (await world.PageAsync(world.Holder.Http, path)).ShouldNotContain(world.Need.Id.ToString());
    }

    /// <summary>Rows found with the detail: their score, words and existence are the owner's.</summary>
    [Fact]
    public async Task A_match_found_with_the_detail_does_not_exist_for_holder_or_bureau()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        var no = await world.OfferAsync(world.University, "只有详情才匹配的装置");
        await world.MatchAsync(world.Need, no, 90, MatchSide.Need, FoundByDetail);
        (await world.PageAsync(world.Owner.Http, $"/needs/{world.Need.Id}/matches")).ShouldContain("只有详情才匹配的装置");
        foreach (var path in (string[])["/portfolio/needs", "/portfolio/needs?by=patent", "/portfolio/needs?no=" + no, "/portfolio/needs/" + world.Need.Pseudonym, "/portfolio/needs/export.csv"])
        {
            var page = await world.PageAsync(world.Holder.Http, path);
            page.ShouldNotContain("只有详情才匹配的装置");
            page.ShouldNotContain("82 分");
            page.ShouldNotContain("100 分");
            ShouldHideAll(page, path);
        }
        (await world.PageAsync(world.Holder.Http, "/patents/" + no)).ShouldNotContain("征集中的需求");
        (await world.PageAsync(world.Clerk.Http, "/mediation/needs/" + world.Need.Pseudonym)).ShouldNotContain("只有详情才匹配的装置");
        // Asking for it is asking for nothing.
        (await world.Holder.Http.FillAsync("/portfolio/needs/" + world.Need.Pseudonym, "Ask", ("no", no))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Holder.Http.FillAsync("/portfolio/needs/" + world.Need.Pseudonym, "Answer", ("no", no), ("answer", "Later"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>A need that is shown to nobody answers to everybody else as one that does not exist, and is counted from three on.</summary>
    [Fact]
    public async Task A_private_need_is_nowhere_but_with_its_owner()
    {
        await using var world = await MeetingWorld.StartAsync(server, NeedVisibility.Private);
        var nothing = "/portfolio/needs/X0";
        var path = "/portfolio/needs/" + world.Need.Pseudonym;
        var (hidden, absent) = (await world.Holder.Http.GetAsync(path, Ct), await world.Holder.Http.GetAsync(nothing, Ct));
        hidden.StatusCode.ShouldBe(absent.StatusCode);
        (await world.PageAsync(world.Holder.Http, "/portfolio/needs")).ShouldNotContain(world.Need.Pseudonym);
        (await world.PageAsync(world.Holder.Http, "/patents/" + world.No)).ShouldNotContain("征集中的需求");
        (await world.Clerk.Http.GetAsync("/mediation/needs/" + world.Need.Pseudonym, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var before = await world.PageAsync(world.Clerk.Http, "/mediation");
        before.ShouldSatisfyAllConditions(p => p.ShouldNotContain(world.Need.Pseudonym), p => p.ShouldNotContain("浆果烘干不结块"), p => p.ShouldNotContain("不公开的需求，"), p => p.ShouldNotContain("少于 3</td>"), p => p.ShouldNotContain("枸杞"));
        for (var i = 0; i < 2; i++) await world.NeedAsync(NeedVisibility.Private);
        (await world.PageAsync(world.Clerk.Http, "/mediation")).ShouldContain("另有 3 个不公开的需求");
        // The owner writes to the holder: the pseudonym and the words, nothing of the need.
        var talk = await world.ContactAsync();
        (await world.PageAsync(world.Holder.Http, talk)).ShouldSatisfyAllConditions(p => p.ShouldContain(world.Need.Pseudonym), p => p.ShouldNotContain("浆果烘干不结块"), p => p.ShouldNotContain(MeetingWorld.Words));
        (await world.PageAsync(world.Holder.Http, path)).ShouldSatisfyAllConditions(p => p.ShouldNotContain("浆果烘干不结块"), p => p.ShouldNotContain("博尔塔拉"));
    }

    /// <summary>Bureaus know the region's anonymous needs by pseudonym and public part; small numbers are not told.</summary>
    [Fact]
    public async Task A_bureau_sees_the_public_part_only()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        foreach (var path in (string[])["/mediation", "/mediation/needs/" + world.Need.Pseudonym]) ShouldHideAll(await world.PageAsync(world.Clerk.Http, path), path);
        (await world.PageAsync(world.Clerk.Http, "/mediation")).ShouldSatisfyAllConditions(p => p.ShouldContain(world.Need.Pseudonym), p => p.ShouldContain("少于 3</td>"));
        var open = await world.NeedAsync(NeedVisibility.Public);
        (await world.PageAsync(world.Clerk.Http, "/mediation/needs/" + open.Pseudonym)).ShouldContain(world.Firm.Name);
        var reader = await world.MemberAsync(world.Bureau, Role.BureauReader);
        (await reader.Http.GetAsync("/mediation", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    /// <summary>Another holder, of another patent, and one of the same patent without a public offer.</summary>
    [Fact]
    public async Task Who_was_not_granted_sees_nothing_of_what_another_was()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        await world.ContactAsync();
        await (await world.Owner.Http.FillAsync($"/needs/{world.Need.Id}/disclosures", "Grant", ("holder", world.University.Id), ("parts", "Identity"), ("parts", "Detail"), ("parts", "Budget"))).ShouldGoAsync();
        await (await world.Holder.Http.FillAsync("/portfolio/needs/" + world.Need.Pseudonym, "Accept", ("agreed", "yes"), ("hash", Nda.Hash))).ShouldGoAsync();
        (await world.PageAsync(world.Holder.Http, "/portfolio/needs/" + world.Need.Pseudonym)).ShouldSatisfyAllConditions(p => p.ShouldContain(MeetingWorld.Detail), p => p.ShouldContain(world.Firm.Name), p => p.ShouldNotContain("13912345678"), p => p.ShouldNotContain("密联系人"));

        var institute = await world.App.NewOrganisationAsync(OrganisationKind.Institute);
        var rival = await world.MemberAsync(institute, Role.Administrator);
        await world.MatchAsync(world.Need, await world.OfferAsync(institute, "竞争者的装置"));
        ShouldHideAll(await world.PageAsync(rival.Http, "/portfolio/needs/" + world.Need.Pseudonym), "rival");
        ShouldHideAll(await world.PageAsync(rival.Http, "/portfolio/needs"), "rival's list");
        var stranger = await world.MemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Institute), Role.Administrator);
        (await stranger.Http.GetAsync("/portfolio/needs/" + world.Need.Pseudonym, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        ShouldHideAll(await world.PageAsync(world.Clerk.Http, "/mediation/needs/" + world.Need.Pseudonym), "bureau");
    }

    /// <summary>What is written down beside the pages: messages, audit details, events, work items. Neither secrets nor the owner's name nor what was written.</summary>
    [Fact]
    public async Task Messages_audit_events_and_work_items_carry_no_secret()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        var talk = await world.ContactAsync(text: "密语：我们的烘干塔");
        var other = await world.OfferAsync(world.University, "另一装置");
        await world.MatchAsync(world.Need, other);
        await world.Holder.Http.FillAsync("/portfolio/needs/" + world.Need.Pseudonym, "Ask", ("no", other));
        await world.Holder.Http.FillAsync(talk, null, ("text", "密语：回答"));
        await world.Owner.Http.FillAsync($"/needs/{world.Need.Id}/disclosures", "Grant", ("holder", world.University.Id), ("parts", "Detail"));
        var messages = await world.ReadAsync(db => db.Set<Message>());
        messages.ShouldNotBeEmpty();
        foreach (var message in messages)
        {
            var text = string.Join(' ', message.Parameters.Values);
            ShouldHideAll(text, message.Template);
            text.ShouldNotContain("密语");
            text.ShouldNotContain("浆果烘干不结块");
        }
        foreach (var entry in await world.ReadAsync(db => db.Set<AuditEntry>())) { ShouldHideAll(entry.Details, entry.Act); entry.Details.ShouldNotContain("密语"); }
        foreach (var happened in await world.ReadAsync(db => db.Set<OutboxEvent>())) { ShouldHideAll(happened.Payload, happened.Kind); happened.Payload.ShouldNotContain("密语"); }
        foreach (var item in await world.ReadAsync(db => db.Set<WorkItem>())) ShouldHideAll(string.Join(' ', item.Words.Values) + item.Link, item.Kind);
    }

    /// <summary>Logs as talkative as an operator makes them, while all goes its way and while everything goes wrong.</summary>
    [Fact]
    public async Task No_line_of_the_log_says_a_secret()
    {
        using var log = new CapturedLog();
        await using var world = await MeetingWorld.StartAsync(server, logs: log);
        var edit = $"/needs/{world.Need.Id}/edit/";
        (string, object)[] problem = [("title", "浆果烘干不结块"), ("summary", MeetingWorld.Words), ("detail", MeetingWorld.Detail)];
        await world.Owner.Http.FillAsync(edit + "problem", null, [.. problem]);
        await world.Owner.Http.FillAsync(edit + "problem", null, [.. problem, ("version", (object)"654321")]);
        await world.Owner.Http.FillAsync(edit + "terms", null, ("budgetFrom", "654321"), ("budgetTo", "123456"), ("contact", "密联系人"), ("phone", "13912345678"));
        var talk = await world.ContactAsync(text: "密语：" + MeetingWorld.Detail);
        await world.Holder.Http.FillAsync(talk, null, ("text", "密语：13912345678"));
        await world.Owner.Http.FillAsync($"/needs/{world.Need.Id}/disclosures", "Grant", ("holder", world.University.Id), ("parts", "Identity"), ("parts", "Detail"), ("parts", "Budget"), ("parts", "Contact"));
        await world.Holder.Http.FillAsync("/portfolio/needs/" + world.Need.Pseudonym, "Accept", ("agreed", "yes"), ("hash", Nda.Hash));
        await world.Holder.Http.GetAsync("/portfolio/needs/" + world.Need.Pseudonym, Ct);
        foreach (var body in (string[])[$$"""{"title":"x","detail":"{{MeetingWorld.Detail}}","phone":"13912345678"}""", $$"""{"title":"{{MeetingWorld.Detail}}""", $$"""{"title":1,"budgetTo":"654321","contact":"密联系人"}"""])
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            await world.Owner.Http.PostAsync("/api/v1/needs", content, Ct);
            await world.App.Http.PostAsync("/api/v1/needs", content, Ct);
        }
        // Matched, and matched by a program that has lost the keys of the seal.
        await world.App.Services.GetRequiredService<MatchFollower>().WhenLoadedAsync(Ct);
        await world.App.WithDatabaseAsync(db => db.Set<Need>().ExecuteUpdateAsync(set => set.SetProperty(n => n.Sealed, [1, 2, 3]), Ct));
        await world.App.ChangeAsync(world.Need, need => need.Summary += "。");
        await world.Owner.Http.GetAsync("/needs/" + world.Need.Id, Ct);
        // And without its table.
        var html = await world.Holder.Http.GetStringAsync(talk, Ct);
        await world.BreakAsync("alter table talk_messages rename to gone");
        (await world.Holder.Http.SendFormAsync(html, talk, null, ("text", "密语：" + MeetingWorld.Detail))).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        foreach (var said in (string[])["Matching knows", "on Sms: Accepted", "CryptographicException", "database_unavailable at talks"]) log.Lines.ShouldContain(line => line.Contains(said, StringComparison.Ordinal), said);
        foreach (var line in log.Lines)
        {
            ShouldHideAll(line, line);
            line.ShouldNotContain("密语");
        }
    }

    /// <summary>A question without a need: the asker stays a code name, another for each question, and no person's name goes across.</summary>
    [Fact]
    public async Task Two_questions_of_one_asker_cannot_be_put_together()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        for (var i = 0; i < 2; i++) await world.Owner.Http.FillAsync("/ask?no=" + world.No, null, ("no", world.No), ("text", $"问题{i}"), ("seen", "no"));
        var talks = await world.ReadAsync(db => db.Set<Talk>());
        talks.Select(t => t.Alias).Distinct().Count().ShouldBe(2);
        foreach (var talk in talks) (await world.PageAsync(world.Holder.Http, $"/talks/{talk.Id}")).ShouldSatisfyAllConditions(p => p.ShouldContain(talk.Alias), p => p.ShouldNotContain(world.Firm.Name));
    }

    /// <summary>Visitors and people of other organisations get the same answer for what is there and what is not.</summary>
    [Fact]
    public async Task Addresses_of_others_answer_like_addresses_of_nothing()
    {
        await using var world = await MeetingWorld.StartAsync(server);
        var talk = await world.ContactAsync();
        var introduction = (await world.ReadAsync(db => db.Set<Introduction>())).Single().Id;
        var stranger = await world.MemberAsync(await world.App.NewOrganisationAsync(), Role.Administrator);
        foreach (var (there, absent) in ((string, string)[])[(talk, $"/talks/{Guid.CreateVersion7()}"), ($"/introductions/{introduction}", $"/introductions/{Guid.CreateVersion7()}"), ("/portfolio/needs/" + world.Need.Pseudonym, "/portfolio/needs/X0"),
            ($"/needs/{world.Need.Id}/matches", $"/needs/{Guid.CreateVersion7()}/matches"), ($"/needs/{world.Need.Id}/disclosures", $"/needs/{Guid.CreateVersion7()}/disclosures")])
        {
            var (one, two) = (await stranger.Http.GetAsync(there, Ct), await stranger.Http.GetAsync(absent, Ct));
            one.StatusCode.ShouldBe(HttpStatusCode.NotFound, there);
            two.StatusCode.ShouldBe(HttpStatusCode.NotFound, absent);
            (await world.App.Http.GetAsync(there, Ct)).StatusCode.ShouldBe((await world.App.Http.GetAsync(absent, Ct)).StatusCode);
        }
    }
}
