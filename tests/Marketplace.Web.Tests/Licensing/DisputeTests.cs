using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>争议: from negotiation to a bureau that has the power, its result, and what that means for a fee or a payment.</summary>
public sealed class DisputeTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static NewDispute About(DisputeSubject subject = DisputeSubject.Licence, Guid? id = null) => new(Guid.CreateVersion7(), subject, id, "质量不符", "减少费用");

    private static Task<Outcome<Dispute>> DeskAsync(LicensingWorld world, Person by, Func<DisputeDesk, Task<Outcome<Dispute>>> act) => world.AsAsync(by, act);

    private static Task<Outcome<Dispute>> MediateAsync(LicensingWorld world, Func<MediationDesk, Task<Outcome<Dispute>>> act, Person? by = null) => world.AsAsync(by ?? world.Bureau.Person, act);

    private static Task<Dispute> ReadAsync(LicensingWorld world, Dispute dispute) => world.App.WithDatabaseAsync(db => db.Set<Dispute>().AsNoTracking().SingleAsync(d => d.Id == dispute.Id, Ct));

    private static Task<int> NightAsync(LicensingWorld world) => world.AsAsync<DisputeNight, int>(world.Giver.Person, night => night.RunAsync(Ct));

    private static async Task<int> ComeAsync(LicensingWorld world, int days)
    {
        world.Time.Advance(TimeSpan.FromDays(days));
        return await NightAsync(world);
    }

    /// <summary>As if a bureau above had said so: which level the world's bureau has is the seed's affair.</summary>
    private static Task<int> PowerAsync(LicensingWorld world, bool has) => world.App.WithDatabaseAsync(async db =>
    {
        var bureau = await db.Set<Organisation>().Where(o => o.Kind == OrganisationKind.Bureau).OrderByDescending(o => o.RegionPath.Length).FirstAsync(Ct);
        db.Add(new MediationPower { BureauId = bureau.Id, Has = has, Reason = "测试", SetBy = bureau.Id, At = world.Time.GetUtcNow() });
        return await db.SaveChangesAsync(Ct);
    });

    private static async Task<(LicensingWorld World, Licence Licence)> StartAsync(PostgresServer server, bool power = true)
    {
        var world = await LicensingWorld.StartAsync(server);
        await PowerAsync(world, power);
        return (world, await world.EffectiveAsync());
    }

    private static async Task<Dispute> AcceptedAsync(LicensingWorld world, Licence licence, NewDispute? about = null)
    {
        var dispute = (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, about ?? About(), Ct))).Value;
        (await DeskAsync(world, world.Taker.Person, desk => desk.AskAsync(dispute.Id, Ct))).Succeeded.ShouldBeTrue();
        return (await MediateAsync(world, desk => desk.AcceptAsync(dispute.Id, world.Bureau.Person.Id, "无利害关系", Ct))).Value;
    }

    [Fact]
    public async Task It_is_opened_once_negotiated_and_asked_by_either()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, new(Guid.CreateVersion7(), DisputeSubject.Fee, Guid.CreateVersion7(), " ", null), Ct))).Failures.Select(f => f.Field).ShouldBe(["claims", "wanted", "subject"]);
        (await DeskAsync(world, world.Bureau.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Failures.Single().Status.ShouldBe(404);
        var about = About();
        var dispute = (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, about, Ct))).Value;
        (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, about, Ct))).Value.Id.ShouldBe(dispute.Id);
        (await DeskAsync(world, world.Giver.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Failures.Single().Code.ShouldBe("dispute_there");
        (await DeskAsync(world, world.Giver.Person, desk => desk.WithdrawAsync(dispute.Id, "不争了", Ct))).Failures.Single().Code.ShouldBe("guarded");
        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DeskAsync(world, world.Giver.Person, desk => desk.AskAsync(dispute.Id, Ct))));
        asked.Count(one => one.Succeeded).ShouldBe(1);
        (await ReadAsync(world, dispute)).State.ShouldBe(DisputeState.Asked);
        (await DeskAsync(world, world.Taker.Person, desk => desk.RefuseAsync(dispute.Id, null, Ct))).Failures.Single().Code.ShouldBe("guarded");
        (await DeskAsync(world, world.Taker.Person, desk => desk.WithdrawAsync(dispute.Id, "谈妥了", Ct))).Value.State.ShouldBe(DisputeState.Withdrawn);
        (await DeskAsync(world, world.Giver.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_the_power_it_goes_up_and_nobody_gives_it_to_themselves()
    {
        var (world, licence) = await StartAsync(server, power: false);
        await using var _ = world;
        var dispute = (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Value;
        (await DeskAsync(world, world.Taker.Person, desk => desk.AskAsync(dispute.Id, Ct))).Failures.Single().Code.ShouldBe("no_bureau");
        var nearest = await world.App.WithDatabaseAsync(db => db.Set<Organisation>().AsNoTracking().Where(o => o.Kind == OrganisationKind.Bureau).OrderByDescending(o => o.RegionPath.Length).FirstAsync(Ct));
        (await world.AsAsync<MediationPowers, Outcome<MediationPower>>(world.Bureau.Person, powers => powers.SetAsync(nearest.Id, true, "想要", Ct))).Failures.Single().Code.ShouldBe("own_power");
        (await ReadAsync(world, dispute)).BureauIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_confirm_exactly_the_same_words_or_there_is_no_agreement()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        var dispute = await AcceptedAsync(world, licence);
        (dispute.State, dispute.MediatorName).ShouldBe((DisputeState.Accepted, world.Bureau.Person.DisplayName));
        var session = Guid.CreateVersion7();
        (await MediateAsync(world, desk => desk.AddSessionAsync(dispute.Id, session, null, "", null, null, Ct))).Failures.Select(f => f.Field).ShouldBe(["sessionOn", "place", "minutes"]);
        (await MediateAsync(world, desk => desk.AddSessionAsync(dispute.Id, session, world.Today, "线上", "双方陈述", null, Ct))).Succeeded.ShouldBeTrue();
        (await MediateAsync(world, desk => desk.AddSessionAsync(dispute.Id, session, world.Today, "线上", "双方陈述", null, Ct))).Succeeded.ShouldBeTrue();
        (await world.App.WithDatabaseAsync(db => db.Set<DisputeSession>().CountAsync(Ct))).ShouldBe(1);
        (await MediateAsync(world, desk => desk.ExtendAsync(dispute.Id, " ", Ct))).Failures.Single().Field.ShouldBe("extendReason");
        (await MediateAsync(world, desk => desk.ExtendAsync(dispute.Id, "需要鉴定", Ct))).Succeeded.ShouldBeTrue();
        (await MediateAsync(world, desk => desk.ExtendAsync(dispute.Id, "再延", Ct))).Failures.Single().Code.ShouldBe("guarded");
        var first = (await MediateAsync(world, desk => desk.ProposeAsync(dispute.Id, "减为 4 万元", Ct))).Value;
        (await ConfirmAsync(world.Taker.Person, first, world.Enterprise.Name)).Value.State.ShouldBe(DisputeState.Proposed);
        (await ConfirmAsync(world.Taker.Person, first, world.Enterprise.Name)).Failures.Single().Code.ShouldBe("guarded");
        (await DeskAsync(world, world.Giver.Person, desk => desk.ObjectAsync(dispute.Id, "太少", Ct))).Value.TakerConfirmed.ShouldBeNull();
        var second = (await MediateAsync(world, desk => desk.ProposeAsync(dispute.Id, "减为 4.5 万元", Ct))).Value;
        (await ConfirmAsync(world.Giver.Person, first, world.Holder.Name)).Failures.Single().Code.ShouldBe("agreement_changed");
        (await ConfirmAsync(world.Giver.Person, second, "别人")).Failures.Single().Field.ShouldBe("confirmed");
        (await ConfirmAsync(world.Giver.Person, second, world.Holder.Name)).Succeeded.ShouldBeTrue();
        (await ConfirmAsync(world.Taker.Person, second, world.Enterprise.Name)).Value.State.ShouldBe(DisputeState.Agreed);
        (await (await world.App.SignedInAsync(world.Taker.Person)).GetStringAsync($"/disputes/{dispute.Id}/record.html", Ct)).ShouldContain("减为 4.5 万元");

        Task<Outcome<Dispute>> ConfirmAsync(Person by, Dispute read, string name) => DeskAsync(world, by, desk => desk.ConfirmAsync(dispute.Id, MediationDesk.Code(read), "某人", name, Ct));
    }

    [Fact]
    public async Task A_mediator_has_nothing_to_do_with_either_side()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        var dispute = (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Value;
        await DeskAsync(world, world.Taker.Person, desk => desk.AskAsync(dispute.Id, Ct));
        (await MediateAsync(world, desk => desk.AcceptAsync(dispute.Id, world.Giver.Person.Id, " ", Ct))).Failures.Select(f => f.Field).ShouldBe(["mediator", "declared"]);
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new Web.Organisations.Members.Membership { OrganisationId = world.Enterprise.Id, PersonId = world.Bureau.Person.Id, Role = Role.Operator, Since = world.Time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        var other = await world.App.NewMemberAsync(await world.App.WithDatabaseAsync(db => db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == db.Set<Dispute>().First().BureauId, Ct)), Role.BureauReviewer);
        (await MediateAsync(world, desk => desk.AcceptAsync(dispute.Id, world.Bureau.Person.Id, "无利害关系", Ct), other.Person)).Failures.Single().Code.ShouldBe("guarded");
        (await MediateAsync(world, desk => desk.AcceptAsync(dispute.Id, other.Person.Id, "无利害关系", Ct), other.Person)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Silence_ends_it_in_time()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        var alone = (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Value;
        (await ComeAsync(world, DisputeMachine.NegotiationTerm.LastDay(alone.Since).DayNumber - world.Today.DayNumber)).ShouldBe(0);
        (await ComeAsync(world, 1)).ShouldBe(1);
        (await NightAsync(world)).ShouldBe(0);
        (await ComeAsync(world, DisputeMachine.SilenceTerm.LastDay(alone.Since).DayNumber - world.Today.DayNumber + 1)).ShouldBe(1);
        (await ReadAsync(world, alone)).State.ShouldBe(DisputeState.Lapsed);
        var mediated = await AcceptedAsync(world, licence);
        mediated.EndsOn.ShouldBe(new Workdays().NextFrom(world.Today.AddDays(60)));
        await MediateAsync(world, desk => desk.ProposeAsync(mediated.Id, "各退一步", Ct));
        await ComeAsync(world, mediated.EndsOn!.Value.DayNumber - world.Today.DayNumber);
        (await ReadAsync(world, mediated)).State.ShouldBe(DisputeState.Proposed);
        await ComeAsync(world, 1);
        (await ReadAsync(world, mediated)).State.ShouldBe(DisputeState.Failed);
    }

    [Fact]
    public async Task A_bureau_takes_the_steps_there_are_with_the_record_as_their_paper()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        var payment = await world.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(p => p.LicenceId == licence.Id, Ct));
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有到账", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        var dispute = await AcceptedAsync(world, licence, About(DisputeSubject.Payment, payment.Id));
        (await MediateAsync(world, desk => desk.FailAsync(dispute.Id, "各执一词", null, Ct))).Failures.Single().Field.ShouldBe("record");
        (await StepAsync(world.Bureau.Person))!.Code.ShouldBe("record_missing");
        (await MediateAsync(world, desk => desk.FailAsync(dispute.Id, "各执一词", LicensingWorld.Paper(), Ct))).Value.State.ShouldBe(DisputeState.Failed);
        (await StepAsync(world.Taker.Person))!.Status.ShouldBe(404);
        (await StepAsync(world.Bureau.Person)).ShouldBeNull();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Voided);
        (await StepAsync(world.Bureau.Person))!.Code.ShouldBe("state_forbids");

        Task<Failure?> StepAsync(Person by) => world.AsAsync<MediatedSteps, Failure?>(by, steps => steps.TakeAsync(dispute.Id, null, null, "银行查无此款", Ct));
    }

    [Fact]
    public async Task A_pack_is_frozen_with_everything_and_new_evidence_makes_a_new_one()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        var dispute = await AcceptedAsync(world, licence);
        var first = (await FreezeAsync(world.Taker.Person)).Value;
        (await FreezeAsync(world.Giver.Person)).Value.Number.ShouldBe(1);
        using (var zip = new ZipArchive(new MemoryStream(first.Content)))
        {
            var manifest = await new StreamReader(await zip.GetEntry("MANIFEST.sha256")!.OpenAsync(Ct)).ReadToEndAsync(Ct);
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(manifest))).ShouldBe(first.Code);
            zip.Entries.Count.ShouldBe(first.Files + 1);
            foreach (var line in manifest.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await using var file = await zip.GetEntry(line[66..])!.OpenAsync(Ct);
                Convert.ToHexStringLower(await SHA256.HashDataAsync(file, Ct)).ShouldBe(line[..64]);
            }
            zip.Entries.ShouldContain(entry => entry.FullName.StartsWith("附件/", StringComparison.Ordinal));
        }
        var once = Guid.CreateVersion7();
        (await DeskAsync(world, world.Giver.Person, desk => desk.AddEvidenceAsync(dispute.Id, once, " ", null, Ct))).Failures.Select(f => f.Field).ShouldBe(["evidenceWords", "evidenceFile"]);
        foreach (var again in new[] { 1, 2 }) (await DeskAsync(world, world.Giver.Person, desk => desk.AddEvidenceAsync(dispute.Id, once, "检测报告", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue(again.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await FreezeAsync(world.Bureau.Person)).Value.Number.ShouldBe(2);
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<EvidencePack>().ExecuteUpdateAsync(set => set.SetProperty(p => p.Code, "0"), Ct)));
        await Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(db => db.Set<EvidencePack>().ExecuteDeleteAsync(Ct)));
        (await (await world.App.SignedInAsync(world.Taker.Person)).GetByteArrayAsync($"/disputes/{dispute.Id}/evidence-1.zip", Ct)).ShouldBe(first.Content);

        Task<Outcome<EvidencePack>> FreezeAsync(Person by) => world.AsAsync<EvidenceDesk, Outcome<EvidencePack>>(by, desk => desk.FreezeAsync(dispute.Id, Ct));
    }

    [Fact]
    public async Task Nobody_else_sees_it_and_no_bureau_before_it_is_asked()
    {
        var (world, licence) = await StartAsync(server);
        await using var _ = world;
        var dispute = (await DeskAsync(world, world.Taker.Person, desk => desk.OpenAsync(licence.Id, About(), Ct))).Value;
        var (bureau, taker, giver) = (await world.App.SignedInAsync(world.Bureau.Person), await world.App.SignedInAsync(world.Taker.Person), await world.App.SignedInAsync(world.Giver.Person));
        var stranger = await world.App.SignedInAsync((await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Operator)).Person);
        (await StatusAsync(bureau)).ShouldBe(HttpStatusCode.NotFound);
        (await bureau.GetStringAsync("/disputes", Ct)).ShouldNotContain(dispute.Reference);
        await DeskAsync(world, world.Taker.Person, desk => desk.AskAsync(dispute.Id, Ct));
        (await StatusAsync(bureau)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(giver)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(stranger)).ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetStringAsync("/disputes/export.csv", Ct)).ShouldNotContain(dispute.Number);
        (await bureau.GetStringAsync("/disputes/export.csv", Ct)).ShouldContain(dispute.Number);
        (await taker.GetStringAsync($"/disputes/new?licence={licence.Id}", Ct)).ShouldContain("name=\"claims\"");
        (await bureau.GetStringAsync("/disputes/powers", Ct)).ShouldContain("<table");
        await DeskAsync(world, world.Giver.Person, desk => desk.RefuseAsync(dispute.Id, "不同意", Ct));
        (await ReadAsync(world, dispute)).State.ShouldBe(DisputeState.Failed);

        async Task<HttpStatusCode> StatusAsync(HttpClient http) => (await http.GetAsync($"/disputes/{dispute.Id}", Ct)).StatusCode;
    }
}
