using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Signing;

/// <summary>A document signed on paper: shown, compared by the other side, complete, or not.</summary>
public sealed class SigningTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_side_shows_its_paper_the_other_compares_and_the_latest_day_counts()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        world.Time.Advance(TimeSpan.FromDays(3));
        var (boss, chief) = (world.Boss.Person, world.Chief.Person);
        // Sessions have ended meanwhile.
        var (bossHttp, chiefHttp) = (await world.App.SignedInAsync(boss), await world.App.SignedInAsync(chief));
        (await world.ShowAsync(signing, 1, boss, world.Today.AddDays(-1))).Succeeded.ShouldBeTrue();
        (await world.ConfirmAsync(signing, 1, boss)).Failures[0].Code.ShouldBe("guarded");
        (await world.ConfirmAsync(signing, 1, chief, "A1B2-C3D4-E5F6-0000")).Failures[0].Field.ShouldBe("code");
        (await chiefHttp.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldContain("核对一致");
        // Read off a scan, without hyphens and capitals.
        (await world.ConfirmAsync(signing, 1, chief, "a1b2c3d4 e5f6a7b8")).Value.State.ShouldBe(SigningState.Partly);
        (await world.ConfirmAsync(signing, 1, chief)).Failures[0].Code.ShouldBe("state_forbids");
        (await world.ShowAsync(signing, 2, chief, signer: new("李四", SignerAuthority.Authorised))).Failures[0].Field.ShouldBe("power");
        (await world.ShowAsync(signing, 2, chief, signer: new("李四", SignerAuthority.Authorised), power: true)).Succeeded.ShouldBeTrue();
        (await world.ConfirmAsync(signing, 2, boss)).Value.State.ShouldBe(SigningState.Complete);
        world.Follower.Heard.ShouldBe([$"complete {world.Today:yyyy-MM-dd}"]);
        var signature = await world.SignatureAsync(signing, 2);
        (signature.State, signature.Signer, signature.Authority, signature.Way, signature.SignedOn).ShouldBe((SignatureState.Valid, "李四", SignerAuthority.Authorised, SignatureWay.Paper, world.Today));
        foreach (var paper in (Guid?[])[signature.ScanId, signature.PowerId]) (await bossHttp.GetAsync($"/papers/{paper}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.Kind.StartsWith("signing.") && w.DoneAt == null, Ct))).ShouldBe(0);
        (await world.ShowAsync(signing, 1, boss)).Failures[0].Code.ShouldBe("state_forbids");
    }

    [Fact]
    public async Task A_scan_of_another_wording_goes_back_with_the_reason_and_is_shown_anew()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        await world.ShowAsync(signing, 1, world.Boss.Person);
        (await RejectAsync(null)).Failures[0].Field.ShouldBe("rejectReason");
        (await RejectAsync("版本码是旧的")).Succeeded.ShouldBeTrue();
        var signature = await world.SignatureAsync(signing, 1);
        (signature.State, signature.Rejected, signature.ScanId, signature.Signer).ShouldBe((SignatureState.Awaited, "版本码是旧的", null, null));
        (await world.Boss.Http.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldContain("版本码是旧的");
        (await world.ShowAsync(signing, 1, world.Boss.Person)).Succeeded.ShouldBeTrue();
        (await world.AsAsync<SigningDesk, Outcome<SigningCase>>(world.Chief.Person, desk => desk.TakeBackAsync(signing.Id, 1, Ct))).Failures[0].Code.ShouldBe("not_yours");
        (await world.AsAsync<SigningDesk, Outcome<SigningCase>>(world.Boss.Person, desk => desk.TakeBackAsync(signing.Id, 1, Ct))).Succeeded.ShouldBeTrue();
        (await world.ConfirmAsync(signing, 1, world.Chief.Person)).Failures[0].Code.ShouldBe("state_forbids");
        (await world.ShowAsync(signing, 1, world.Boss.Person)).Succeeded.ShouldBeTrue();
        (await world.ConfirmAsync(signing, 1, world.Chief.Person)).Value.State.ShouldBe(SigningState.Partly);

        Task<Outcome<SigningCase>> RejectAsync(string? reason) => world.AsAsync<SigningDesk, Outcome<SigningCase>>(world.Chief.Person, desk => desk.RejectAsync(signing.Id, 1, reason, Ct));
    }

    [Fact]
    public async Task Only_who_disposes_of_a_partys_patents_signs_for_it_and_each_mistake_names_its_field()
    {
        await using var world = await SigningWorld.StartAsync(server);
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == world.Giver.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.LegalRepresentative, "王校长"), Ct));
        var signing = await world.BeginAsync();
        var boss = world.Boss.Person;
        (await world.ShowAsync(signing, 1, boss, signer: new(" ", null), scan: false, on: world.Today.AddDays(1))).Failures.Select(f => f.Field).ShouldBe(["signer", "authority", "signedOn", "scan"]);
        (await world.ShowAsync(signing, 1, boss, on: world.Today.AddDays(-1))).Failures[0].Field.ShouldBe("signedOn");
        (await world.ShowAsync(signing, 1, boss, signer: new("张三", SignerAuthority.LegalRepresentative))).Failures[0].Code.ShouldBe("not_the_representative");
        (await world.ShowAsync(signing, 2, boss)).Failures[0].Code.ShouldBe("not_yours");
        (await world.ShowAsync(signing, 1, world.Clerk.Person)).Failures[0].Code.ShouldBe("not_yours");
        (await world.SignatureAsync(signing, 1)).State.ShouldBe(SignatureState.Awaited);
        // Who prepares reads it and prints it; nobody else does, the bureau of the place neither.
        (await world.Clerk.Http.GetStringAsync($"/signing/{signing.Id}", Ct)).ShouldNotContain("name=\"signer\"");
        (await world.Clerk.Http.GetByteArrayAsync($"/signing/{signing.Id}/document", Ct)).ShouldBe(System.Text.Encoding.UTF8.GetBytes("%PDF-1.4 合同正文 %%EOF"));
        var bureau = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Bureau), Role.BureauClerk);
        var stranger = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Administrator);
        foreach (var http in (HttpClient[])[bureau.Http, stranger.Http])
        {
            foreach (var path in (string[])["", "/document"]) (await http.GetAsync($"/signing/{signing.Id}{path}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await world.ShowAsync(signing, 1, stranger.Person)).Failures[0].Status.ShouldBe(404);
        (await world.ShowAsync(signing, 1, boss)).Succeeded.ShouldBeTrue();
        var scan = (await world.SignatureAsync(signing, 1)).ScanId;
        (await stranger.Http.GetAsync($"/papers/{scan}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_party_that_refuses_ends_it_for_all()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        await world.ShowAsync(signing, 1, world.Boss.Person);
        (await RefuseAsync("别的", "条款变了")).Failures[0].Field.ShouldBe("typed");
        (await RefuseAsync(SigningTexts.RefuseWord, null)).Failures[0].Field.ShouldBe("refuseReason");
        world.Follower.Refuses = new("not_now", 409, "现在不行");
        (await RefuseAsync(SigningTexts.RefuseWord, "条款变了")).Failures[0].Code.ShouldBe("not_now");
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Begun);
        world.Follower.Refuses = null;
        (await RefuseAsync(SigningTexts.RefuseWord, "条款变了")).Value.State.ShouldBe(SigningState.Refused);
        world.Follower.Heard.ShouldBe(["failed 条款变了"]);
        ((await world.SignatureAsync(signing, 1)).State, (await world.SignatureAsync(signing, 2)).State).ShouldBe((SignatureState.Dropped, SignatureState.Refused));
        (await world.ConfirmAsync(signing, 1, world.Chief.Person)).Failures[0].Code.ShouldBe("state_forbids");

        Task<Outcome<SigningCase>> RefuseAsync(string typed, string? reason) => world.AsAsync<SigningDesk, Outcome<SigningCase>>(world.Chief.Person, desk => desk.RefuseAsync(signing.Id, typed, reason, Ct));
    }

    [Fact]
    public async Task Not_signed_in_time_it_ends_by_night_once()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        world.Time.Advance(TimeSpan.FromDays(27));
        (await NightAsync()).ShouldBe(1);
        world.Time.Advance(TimeSpan.FromDays(3));
        (await NightAsync()).ShouldBe(0);
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Begun);
        world.Time.Advance(TimeSpan.FromDays(1));
        (await NightAsync()).ShouldBe(1);
        (await NightAsync()).ShouldBe(0);
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Expired);
        world.Follower.Heard.ShouldHaveSingleItem().ShouldStartWith("failed");

        Task<int> NightAsync() => world.AsAsync<SigningNight, int>(world.Boss.Person, night => night.RunAsync(Ct));
    }

    [Fact]
    public async Task Another_wording_replaces_the_first_and_the_same_one_is_the_same_signing()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var first = await world.BeginAsync();
        await world.ShowAsync(first, 1, world.Boss.Person);
        var same = await world.InCaseAsync(world.Boss.Person, services => services.GetRequiredService<SigningBook>().BeginAsync(
            new(world.CaseId, HearingCase.Name, first.Title, first.Link, first.DocumentId, first.Sha256, first.VersionCode, [new(world.Giver.Id, world.Giver.Name)], first.SignBy), Ct));
        same.Id.ShouldBe(first.Id);
        var second = await world.BeginAsync("改过的正文", "FFFF-0000-FFFF-0000");
        ((await world.ReadAsync(first)).State, (await world.SignatureAsync(first, 1)).State, second.State).ShouldBe((SigningState.Replaced, SignatureState.Dropped, SigningState.Begun));
        (await world.ConfirmAsync(first, 1, world.Chief.Person)).Failures[0].Code.ShouldBe("state_forbids");
        world.Follower.Heard.ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(() => world.InCaseAsync(world.Boss.Person, services => services.GetRequiredService<SigningBook>().BeginAsync(
            new(Guid.CreateVersion7(), HearingCase.Name, first.Title, first.Link, first.DocumentId, new('A', 64), first.VersionCode, [new(world.Giver.Id, world.Giver.Name)], first.SignBy), Ct)));
    }

    [Fact]
    public async Task What_somebody_signed_who_is_not_here_is_shown_by_the_other_party_with_the_code()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync(absent: "克拉玛依某公司");
        (await world.ShowAsync(signing, 2, world.Boss.Person)).Failures[0].Field.ShouldBe("code");
        (await world.ShowAsync(signing, 2, world.Boss.Person, code: SigningWorld.Code)).Value.State.ShouldBe(SigningState.Partly);
        (await world.ShowAsync(signing, 1, world.Boss.Person, code: SigningWorld.Code)).Value.State.ShouldBe(SigningState.Complete);
    }

    [Fact]
    public async Task Both_confirm_in_the_same_second_and_it_is_complete_once()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        await world.ShowAsync(signing, 1, world.Boss.Person);
        await world.ShowAsync(signing, 2, world.Chief.Person);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? world.ConfirmAsync(signing, 1, world.Chief.Person) : world.ConfirmAsync(signing, 2, world.Boss.Person)));
        answers.Count(answer => answer.Succeeded).ShouldBe(2);
        (await world.ReadAsync(signing)).State.ShouldBe(SigningState.Complete);
        world.Follower.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_case_that_does_not_take_the_last_signature_leaves_it_to_be_confirmed()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var signing = await world.BeginAsync();
        await world.ShowAsync(signing, 1, world.Boss.Person);
        await world.ConfirmAsync(signing, 1, world.Chief.Person);
        await world.ShowAsync(signing, 2, world.Chief.Person);
        world.Follower.Refuses = new("not_now", 409, "专利权已终止");
        (await world.ConfirmAsync(signing, 2, world.Boss.Person)).Failures[0].Message.ShouldBe("专利权已终止");
        ((await world.ReadAsync(signing)).State, (await world.SignatureAsync(signing, 2)).State).ShouldBe((SigningState.Partly, SignatureState.Shown));
    }
}
