using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Signals;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Web.Tests.Conversions.Signals;

/// <summary>Who sees signals, who explains them, and that nothing passes before. Each test has a giver of its own.</summary>
public sealed class SignalReviewTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Free(string giver) => new(world.Form(), StringComparer.Ordinal) { ["parties[0].name"] = giver, ["amount"] = "0" };

    /// <summary>The third free licence of this giver to the one taker; the two before it are handed in, or passed.</summary>
    private async Task<(string First, string Third)> ThirdAsync(string giver, bool passed = false)
    {
        var first = passed ? await world.VerifiedAsync(Free(giver)) : await world.EnterAsync(Free(giver));
        await world.EnterAsync(Free(giver));
        return (first, await world.EnterAsync(Free(giver)));
    }

    private Task<List<Signal>> SignalsAsync(string path) => world.App.WithDatabaseAsync(db =>
    {
        var id = Guid.Parse(path.Split('/')[2]);
        return db.Set<Signal>().AsNoTracking().Include(s => s.Basis).Where(s => s.ConversionId == id && s.GoneAt == null).OrderBy(s => s.Kind).ToListAsync(Ct);
    });

    private async Task<HttpResponseMessage> NoteAsync(HttpClient http, string path, string words = "三份合同都看过，用于大学生创业。", Signal? signal = null) =>
        await http.PostFormAsync("/preferences", path + "/signals", (SignalDesk.Field(signal ?? (await SignalsAsync(path))[0]), words));

    private async Task NotedAsync(HttpClient http, string path) => (await NoteAsync(http, path)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

    private async Task<int> NightAsync()
    {
        await using var scope = world.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SignalNight>().RunAsync(Ct);
    }

    [Fact]
    public async Task What_bears_a_signal_passes_only_when_whoever_passes_it_has_explained_it()
    {
        var (_, path) = await ThirdAsync("甲大学");
        (await SignalsAsync(path)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(s => s.Kind.ShouldBe(SignalKind.FreeBulk), s => s.Basis.Count.ShouldBe(2));

        var held = await world.StepAsync(world.Checker.Http, path, FilingCause.Check);
        held.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await held.Content.ReadAsStringAsync(Ct)).ShouldContain("核查说明");
        await NotedAsync(world.Checker.Http, path);
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);

        (await world.StepAsync(world.Reviewer.Http, path, FilingCause.Verify)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Reviewer.Http.GetStringAsync(path, Ct)).ShouldContain("三份合同都看过");
        (await NoteAsync(world.Reviewer.Http, path, "同意初审意见。")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Verify);
    }

    [Fact]
    public async Task The_page_says_what_why_since_when_and_what_it_rests_on_before_the_decision()
    {
        var (first, path) = await ThirdAsync("乙大学");

        var page = await world.Checker.Http.GetStringAsync(path, Ct);

        foreach (var said in (string[])["零费用批量许可", "2026-03-02", "许可 3 项", (await world.ConversionAsync(first)).Number, "免费许可是正当的"]) page.ShouldContain(said);
        page.IndexOf("id=\"signals\"", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("value=\"Check\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_filed_sees_nothing_of_it_until_the_filing_comes_back()
    {
        var (_, path) = await ThirdAsync("丙大学");
        await NotedAsync(world.Checker.Http, path);

        (await world.Clerk.Http.GetStringAsync(path, Ct)).ShouldNotContain("零费用批量许可");
        (await world.Clerk.Http.GetAsync(path + "/signals", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await NoteAsync(world.Clerk.Http, path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Clerk.Http.GetStringAsync("/conversions/signals", Ct)).ShouldNotContain((await world.ConversionAsync(path)).Number);
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Return, "请说明三项免费许可的用途。");
        var page = await world.Clerk.Http.GetStringAsync(path, Ct);
        page.ShouldContain("零费用批量许可");
        page.ShouldContain("三份合同都看过");
        page.ShouldNotContain("name=\"words[");
    }

    [Fact]
    public async Task A_bureau_of_another_region_and_the_public_see_nothing()
    {
        var (_, path) = await ThirdAsync("丁大学");

        (await world.Stranger.Http.GetAsync(path + "/signals", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // The giver's own bureau reads the conversion, and checks it not.
        (await world.Stranger.Http.GetStringAsync(path, Ct)).ShouldNotContain("零费用批量许可");
        (await world.Stranger.Http.GetStringAsync("/conversions/signals", Ct)).ShouldNotContain((await world.ConversionAsync(path)).Number);
        (await world.App.Http.GetAsync("/conversions/signals", Ct)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nothing_typed_or_too_much_is_said_at_the_field_and_the_same_twice_is_one_note()
    {
        var (_, path) = await ThirdAsync("戊大学");
        var empty = await NoteAsync(world.Checker.Http, path, "  ");
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await empty.Content.ReadAsStringAsync(Ct)).ShouldContain("请写一句核查说明");
        var much = await NoteAsync(world.Checker.Http, path, new string('长', SignalNote.WordsMax + 1));
        much.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await much.Content.ReadAsStringAsync(Ct)).ShouldContain("长长长");

        await NotedAsync(world.Checker.Http, path);
        await NotedAsync(world.Checker.Http, path);
        var signal = (await SignalsAsync(path))[0];
        (await world.App.WithDatabaseAsync(db => db.Set<SignalNote>().Where(n => n.SignalId == signal.Id).ToListAsync(Ct))).ShouldHaveSingleItem().PersonId.ShouldBe(world.Checker.Person.Id);
    }

    [Fact]
    public async Task What_passed_before_stands_in_the_list_as_new_when_later_facts_bring_a_signal_and_its_count_stays()
    {
        var (first, third) = await ThirdAsync("己大学", passed: true);
        var counted = (await world.ConversionAsync(first)).CountedId;
        (await SignalsAsync(first)).ShouldBeEmpty();

        (await NightAsync()).ShouldBeGreaterThan(0);
        await NightAsync();

        (await SignalsAsync(first)).ShouldHaveSingleItem().Basis.Count.ShouldBe(2);
        (await world.ConversionAsync(first)).CountedId.ShouldBe(counted);
        (await world.LastAsync(first)).Nature.ShouldBe(MarketNature.Market);
        var number = (await world.ConversionAsync(first)).Number;
        (await world.Checker.Http.GetStringAsync("/conversions/signals?looked=no&kind=FreeBulk&region=652701", Ct)).ShouldContain(number);
        await NotedAsync(world.Checker.Http, first);
        (await world.Checker.Http.GetStringAsync("/conversions/signals?looked=no", Ct)).ShouldNotContain(number);
        (await world.Reviewer.Http.GetStringAsync("/conversions/signals?looked=yes", Ct)).ShouldContain(number);

        // The third comes back with a fee, is dropped: two are left.
        await world.GoesAsync(world.Checker.Http, third, FilingCause.Return, "费用不对");
        await world.GoesAsync(world.Clerk.Http, third, FilingCause.Drop);
        await NightAsync();
        (await SignalsAsync(first)).ShouldBeEmpty();
        (await world.Checker.Http.GetStringAsync("/conversions/signals", Ct)).ShouldNotContain(number);
    }

    [Fact]
    public async Task Found_between_the_filing_and_the_step_it_is_shown_with_the_refusal()
    {
        var giver = await world.App.NewOrganisationAsync(OrganisationKind.University, Inhabitants.Meixian);
        var path = await world.EnterAsync(Outside(giver));
        (await SignalsAsync(path)).ShouldBeEmpty();
        var person = await world.App.NewPersonAsync();
        foreach (var one in (Organisation[])[giver, world.Taker]) await world.App.JoinAsync(person, one, Role.Operator);

        var held = await world.StepAsync(world.Checker.Http, path, FilingCause.Check);

        held.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await held.Content.ReadAsStringAsync(Ct)).ShouldContain("同一个人是双方单位的成员");
    }

    [Fact]
    public async Task Filed_as_related_after_it_came_back_the_signal_is_gone()
    {
        var giver = await world.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Meixian);
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == giver.Id || o.Id == world.Taker.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.LegalRepresentative, "阿某"), Ct));
        var form = Outside(giver);
        var path = await world.EnterAsync(form);
        (await SignalsAsync(path)).ShouldHaveSingleItem().Kind.ShouldBe(SignalKind.RelatedParties);
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Return, "请注明关联关系");
        (form["nature"], form["seen"], form["kept[0]"]) = (nameof(MarketNature.Related), FilingWords.Stamp(await world.LastAsync(path)), "0");

        var sent = await world.SendAsync(form, page: path + "/edit");
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));

        (await SignalsAsync(path)).ShouldBeEmpty();
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
    }

    [Fact]
    public async Task The_list_goes_into_a_file_and_knows_its_filters()
    {
        var (_, path) = await ThirdAsync("庚大学");
        var number = (await world.ConversionAsync(path)).Number;

        var csv = await world.Checker.Http.GetStringAsync("/conversions/signals/export.csv?kind=FreeBulk", Ct);
        csv.ShouldContain(number);
        csv.ShouldContain("庚大学");
        (await world.Checker.Http.GetByteArrayAsync("/conversions/signals/export.xlsx", Ct)).Length.ShouldBeGreaterThan(1000);
        foreach (var query in (string[])["kind=RoundTrip", "region=652722", "looked=yes"]) (await world.Checker.Http.GetStringAsync("/conversions/signals?" + query, Ct)).ShouldNotContain(number, customMessage: query);
        (await world.Checker.Http.GetStringAsync("/conversions", Ct)).ShouldContain("/conversions/signals");
    }

    [Fact]
    public async Task A_note_and_a_signal_are_kept_even_at_the_console()
    {
        var (_, path) = await ThirdAsync("辛大学");
        await NotedAsync(world.Checker.Http, path);
        var id = (await SignalsAsync(path))[0].Id;

        foreach (var sql in (string[])["update signal_notes set words = 'x' where signal_id = @id", "delete from signal_notes where signal_id = @id", "delete from signals where id = @id", "update signals set kind = 'RoundTrip' where id = @id"])
            (await Should.ThrowAsync<PostgresException>(() => world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(sql, [new NpgsqlParameter("id", id)], Ct)))).SqlState.ShouldBe("42501", sql);
    }

    private Dictionary<string, string> Outside(Organisation giver)
    {
        var form = new Dictionary<string, string>(world.Form(), StringComparer.Ordinal) { ["parties[0].code"] = giver.Uscc };
        foreach (var field in (string[])["parties[0].kind", "parties[0].name", "parties[0].region"]) form.Remove(field);
        return form;
    }
}
