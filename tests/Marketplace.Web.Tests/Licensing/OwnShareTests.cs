using System.IO.Compression;
using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.Income.Contracts;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>Who sees whose share; what goes out as a file; the registry's side.</summary>
public sealed class OwnShareTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_alone_opens_nothing_and_each_sees_their_own()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        var (_, chen) = await world.LinkedAsync(sharing, "陈教授");
        // Of the same name, with an account, even a colleague: not the one who was meant.
        var (namesake, namesakes) = await world.App.NewMemberAsync(world.Licensing.Holder, Role.Inventor);
        await world.App.WithDatabaseAsync(db => db.Set<Person>().Where(p => p.Id == namesake.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.DisplayName, "陈教授"), Ct));
        (await chen.GetStringAsync("/account/shares", Ct)).ShouldContain("还没有您的收益");   // A draft.
        await world.StepAsync(sharing, SharingCause.Propose);
        var page = await chen.GetStringAsync("/account/shares", Ct);
        page.ShouldContain("12,500");
        page.ShouldContain(licence.CertificateNo);
        page.ShouldNotContain("王伟");
        (await namesakes.GetStringAsync("/account/shares", Ct)).ShouldContain("还没有您的收益");
        (await namesakes.GetAsync($"/income/{sharing.Id}", Ct)).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        foreach (var stranger in (HttpClient[])[world.Licensing.Taker.Http, world.Licensing.Bureau.Http])
        {
            (await stranger.GetAsync($"/income/{sharing.Id}", Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
            (await stranger.GetAsync($"/organisations/{world.Licensing.Holder.Uscc}/year", Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
            (await stranger.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldNotContain("收益分配");
        }
        (await world.Licensing.Taker.Http.GetAsync($"/licences/{licence.Id}/contract", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Licensing.Taker.Http.GetAsync($"/licences/{licence.Id}/contract.zip", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // Undone, it is shown no more.
        await world.Licensing.AsAsync<InventorLinkDesk, Outcome<InventorLink>>(world.Licensing.Giver.Person, desk => desk.EndAsync(sharing.Id, sharing.Shares[0].Id, Ct));
        (await chen.GetStringAsync("/account/shares", Ct)).ShouldContain("还没有您的收益");
    }

    [Fact]
    public async Task The_holder_names_a_member_or_a_number_and_one_person_is_one_name()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        var (member, memberHttp) = await world.App.NewMemberAsync(world.Licensing.Holder, Role.Inventor);
        (await world.LinkAsync(sharing, "陈教授", world.Licensing.Taker.Person.Id)).Failures[0].Code.ShouldBe("member_unknown");
        (await world.LinkAsync(sharing, "陈教授", contact: "不是号码")).Failures[0].Code.ShouldBe("contact_wrong");
        (await world.LinkAsync(sharing, "陈教授", member.Id)).Succeeded.ShouldBeTrue();
        (await world.LinkAsync(sharing, "王伟", member.Id)).Failures[0].Code.ShouldBe("person_is_another");
        await world.StepAsync(sharing, SharingCause.Propose);
        (await memberHttp.GetStringAsync("/account/shares", Ct)).ShouldContain("12,500");
        // A number nobody has yet: whoever proves it later sees the share, and the number is forgotten.
        var phone = Inhabitants.NewPhone();
        (await world.LinkAsync(sharing, "王伟", contact: phone)).Succeeded.ShouldBeTrue();
        var page = await world.Licensing.Giver.Http.GetStringAsync($"/income/{sharing.Id}", Ct);
        page.ShouldNotContain(phone);
        var late = await world.App.NewPersonAsync("王伟", phone);
        using (var http = await world.App.SignedInAsync(late)) (await http.GetStringAsync("/account/shares", Ct)).ShouldContain("12,500");
        var link = await world.App.WithDatabaseAsync(db => db.Set<InventorLink>().SingleAsync(l => l.Name == "王伟", Ct));
        (link.PersonId, link.Contact).ShouldBe((late.Id, null));
        // Erased with the account.
        await world.App.WithDatabaseAsync(async db =>
        {
            await world.App.Services.GetServices<IPersonalData>().OfType<IncomeData>().Single().EraseAsync(db, late.Id, world.Licensing.Time.GetUtcNow(), Ct);
            return await db.SaveChangesAsync(Ct);
        });
        (await world.App.WithDatabaseAsync(db => db.Set<InventorLink>().SingleAsync(l => l.Name == "王伟", Ct))).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Objecting_and_the_draft_work_from_the_pages()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (_, payment) = await world.ReceivedAsync();
        var begun = await world.Licensing.Giver.Http.PostFormAsync("/income", "/income?handler=Begin", ("payment", payment.Id.ToString()));
        var at = begun.Headers.Location!.ToString();
        var wrong = await world.Licensing.Giver.Http.PostFormAsync(at, at + "?handler=Save", ("revision", "0"), ("basis", "Percent"), ("shareName", "陈教授"), ("shareKind", "Inventor"), ("sharePart", "99"));
        (await wrong.Content.ReadAsStringAsync(Ct)).ShouldContain("各份额合计应当为 100%，现在是 99%");
        (await world.Licensing.Giver.Http.PostFormAsync(at, at + "?handler=Save", ("revision", "0"), ("basis", "Percent"), ("shareName", "陈教授"), ("shareKind", "Inventor"), ("sharePart", "100"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var sharing = await world.ReadAsync(Guid.Parse(at.Split('/')[^1]));
        var (_, chen) = await world.LinkedAsync(sharing, "陈教授");
        (await world.Licensing.Giver.Http.PostFormAsync(at, at + "?handler=Step", ("step", "Propose"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await chen.PostFormAsync("/account/shares", "/account/shares?handler=Object", ("share", sharing.Shares[0].Id.ToString()), ("reason", "少算了"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var page = await world.Licensing.Giver.Http.GetStringAsync(at, Ct);
        page.ShouldContain("少算了");
        page.ShouldContain("有异议");
    }

    [Fact]
    public async Task The_payroll_has_what_the_page_has_and_numbers_only_where_entered()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, payment) = await world.ReceivedAsync();
        (await world.PayrollAsync()).Failures[0].Code.ShouldBe("payroll_empty");
        var sharing = await world.ConfirmedAsync(payment);
        var without = Encoding.UTF8.GetString((await world.PayrollAsync()).Value);
        without.ShouldNotContain("证件");
        without.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[..3]).Select(cells => (cells[0], decimal.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture), cells[2]))
            .ShouldBe(sharing.Shares.Where(share => share.ToPerson).Select(share => (share.Name, share.Amount, licence.CertificateNo)));
        (await IdentifyAsync("110105194912310021")).Failures[0].Code.ShouldBe("id_wrong");
        (await IdentifyAsync("11010519491231002X")).Succeeded.ShouldBeTrue();
        Encoding.UTF8.GetString((await world.PayrollAsync()).Value).ShouldContain("11010519491231002X");
        using var giver = await world.App.SignedInAsync(world.Licensing.Giver.Person);
        (await giver.GetStringAsync($"/income/{sharing.Id}", Ct)).ShouldNotContain("11010519491231002X");
        Encoding.Latin1.GetString((await world.ReadAsync(sharing.Id)).Shares[0].IdSealed!).ShouldNotContain("1010519");
        // The list of sharings as a sheet is the page.
        var sheet = await giver.GetStringAsync("/income/export.csv", Ct);
        sheet.ShouldContain(licence.CertificateNo);
        sheet.ShouldContain("25000");

        Task<Outcome<Sharing>> IdentifyAsync(string number) => world.Licensing.AsAsync<PayrollDesk, Outcome<Sharing>>(world.Licensing.Giver.Person, desk => desk.IdentifyAsync(sharing.Id, sharing.Shares[0].Id, number, Ct));
    }

    [Fact]
    public async Task A_proof_is_the_persons_and_says_no_share()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, payment) = await world.ReceivedAsync();
        var sharing = await world.BegunAsync(payment);
        var (_, chen) = await world.LinkedAsync(sharing, "陈教授");
        await world.StepAsync(sharing, SharingCause.Propose);
        var at = $"/account/shares/{sharing.Shares[0].Id}/proof.html";
        (await chen.GetAsync(at, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        world.Licensing.Time.Advance(TimeSpan.FromDays(30));
        await world.NightAsync();
        using var again = await world.App.SignedInAsync(await world.App.WithDatabaseAsync(db => db.Set<Person>().SingleAsync(p => db.Set<InventorLink>().Any(l => l.PersonId == p.Id || l.Contact == p.PhoneNumber), Ct)));
        var proof = await again.GetStringAsync(at, Ct);
        proof.ShouldContain("陈教授");
        proof.ShouldContain(licence.CertificateNo);
        proof.ShouldNotContain("12,500");
        (await again.GetAsync($"/account/shares/{sharing.Shares[1].Id}/proof.html", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var token = (await world.ReadAsync(sharing.Id)).Shares[0].VerifyToken!;
        proof.ShouldContain($"/verify/shares/{token}");
        var page = await world.App.Http.GetStringAsync($"/verify/shares/{token}", Ct);
        page.ShouldContain(licence.CertificateNo);
        page.ShouldNotContain("12,500");
        (await world.App.Http.GetAsync("/verify/shares/" + new string('a', 24), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_contract_is_registered_once_with_its_paper_and_can_be_sent_back()
    {
        await using var world = await IncomeWorld.StartAsync(server);
        var (licence, _) = await world.ReceivedAsync();
        var (other, _) = await world.ReceivedAsync();
        var zip = await world.Licensing.Giver.Http.GetByteArrayAsync($"/licences/{licence.Id}/contract.zip", Ct);
        using (var pack = new ZipArchive(new MemoryStream(zip)))
            pack.Entries.Select(entry => entry.FullName).ShouldBe(["0-办理清单.docx", "1-登记申请信息.docx", "2-合同文本-实施通知书.docx", "3-付款凭证清单.docx", "4-开放许可证书.docx", "付款凭证/1-凭证.pdf"]);
        (await world.Licensing.Giver.Http.GetStringAsync($"/licences/{licence.Id}/contract", Ct)).ShouldContain("50,000");
        var today = world.Licensing.Today;
        (await StepAsync(licence.Id, ContractCause.Return, new(today, null, null, null, "材料不全"))).Failures[0].Code.ShouldBe("state_forbids");
        (await StepAsync(licence.Id, ContractCause.File, new(today, null, null, null, null))).Value.State.ShouldBe(ContractState.Filed);
        (await StepAsync(licence.Id, ContractCause.Return, new(today, null, null, null, null))).Failures[0].Code.ShouldBe("reason_missing");
        (await StepAsync(licence.Id, ContractCause.Return, new(today, null, null, null, "材料不全"))).Value.State.ShouldBe(ContractState.Returned);
        var entry = new ContractEntry(today, "js2026-0001", 50_000, 50_001, null);
        (await StepAsync(licence.Id, ContractCause.Register, entry)).Failures.ShouldHaveSingleItem().Code.ShouldBe("technology_wrong");
        (await StepAsync(licence.Id, ContractCause.Register, entry with { Technology = 48_000, On = today.AddDays(1) })).Failures.ShouldHaveSingleItem().Code.ShouldBe("on_wrong");
        var done = (await StepAsync(licence.Id, ContractCause.Register, entry with { Technology = 48_000 })).Value;
        (done.State, done.Number, done.Technology).ShouldBe((ContractState.Registered, "JS2026-0001", 48_000m));
        (await StepAsync(licence.Id, ContractCause.Register, entry with { Technology = 48_000 })).Failures[0].Code.ShouldBe("state_forbids");
        (await StepAsync(other.Id, ContractCause.Register, entry with { Technology = 48_000 })).Failures.ShouldHaveSingleItem().Code.ShouldBe("number_there");
        (await StepAsync(licence.Id, ContractCause.Cancel, new(today, null, null, null, "合同解除"))).Value.Number.ShouldBeNull();
        (await StepAsync(licence.Id, ContractCause.File, new(today, null, null, null, null), world.Licensing.Taker.Person)).Failures[0].Status.ShouldBe(404);

        Task<Outcome<TechContract>> StepAsync(Guid id, ContractCause cause, ContractEntry given, Person? by = null) =>
            world.Licensing.AsAsync<TechContractDesk, Outcome<TechContract>>(by ?? world.Licensing.Giver.Person, desk => desk.StepAsync(id, cause, given, LicensingWorld.Paper(), Ct));
    }
}
