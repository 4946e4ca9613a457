using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Payments;

/// <summary>Money that buys nothing is known from the day it was seen until its payer has it back.</summary>
public sealed class RefundTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_much_twice_and_too_late_are_owed_back_and_shown_to_both_sides()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        (await world.PayAsync(licence, world.Transfer(60_000))).Succeeded.ShouldBeTrue();
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.Effective);
        (await OneAsync(world, RefundWhy.TooMuch)).Amount.ShouldBe(10_000);
        var again = world.Transfer();
        (await world.PayAsync(licence, again)).Failures[0].Code.ShouldBe("already_paid");
        // The form sent twice is one refund; the same transfer on another form is known.
        (await world.PayAsync(licence, again)).Failures[0].Code.ShouldBe("already_paid");
        (await world.PayAsync(licence, again with { Once = Guid.CreateVersion7() })).Failures[0].Code.ShouldBe("payment_shown");
        (await OneAsync(world, RefundWhy.Twice)).Amount.ShouldBe(50_000);
        var late = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        world.Time.Advance(TimeSpan.FromDays(45));
        await world.NightAsync();
        (await world.PayAsync(late)).Failures[0].Code.ShouldBe("notice_lapsed");
        var lapsed = await OneAsync(world, RefundWhy.Lapsed);
        (lapsed.GiverId, lapsed.TakerId, lapsed.VoucherId is null).ShouldBe((world.Holder.Id, world.Enterprise.Id, false));
        // A month later their sessions have run out.
        var giver = await world.App.SignedInAsync(world.Giver.Person);
        foreach (var http in (HttpClient[])[await world.App.SignedInAsync(world.Taker.Person), giver, await world.App.SignedInAsync(world.Bureau.Person)])
        {
            (await http.GetStringAsync("/payments/refunds", Ct)).ShouldContain($"/payments/refunds/{lapsed.Id}");
            (await http.GetStringAsync($"/payments/refunds/{lapsed.Id}", Ct)).ShouldContain("通知失效后付款");
            (await http.GetStringAsync($"/licences/{late.Id}", Ct)).ShouldContain($"/payments/refunds/{lapsed.Id}");
        }
        (await giver.GetStringAsync("/payments/refunds/export.csv", Ct)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        (await giver.GetStringAsync("/payments/refunds", Ct)).ShouldContain("110,000");
        (await world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "refund.owed" && m.Channel == MessageChannel.InApp, Ct))).ShouldBe(9);
    }

    [Fact]
    public async Task Strangers_see_no_refund_and_no_proof_of_it()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var refund = await OwedAsync(world);
        (await Send(world, refund)).Succeeded.ShouldBeTrue();
        var proof = (await ReadAsync(world, refund)).SentProofId!.Value;
        var (stranger, http) = await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(), Role.Operator);
        (await http.GetAsync($"/payments/refunds/{refund.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync($"/papers/{proof}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetStringAsync("/payments/refunds", Ct)).ShouldContain("没有退款");
        (await Desk(world, stranger, desk => desk.ReceiveAsync(refund.Id, Ct))).Failures[0].Status.ShouldBe(404);
        (await world.Taker.Http.GetAsync($"/papers/{proof}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sent_with_proof_received_or_let_stand()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var refund = await OwedAsync(world);
        (await Desk(world, world.Giver.Person, desk => desk.SendAsync(refund.Id, world.Today.AddDays(1), "", null, Ct))).Failures.Select(f => f.Field).ShouldBe(["sentOn", "sentReference", "sentProof"]);
        (await Desk(world, world.Taker.Person, desk => desk.SendAsync(refund.Id, world.Today, "TK", LicensingWorld.Paper(), Ct))).Failures[0].Status.ShouldBe(404);
        (await Desk(world, world.Taker.Person, desk => desk.ReceiveAsync(refund.Id, Ct))).Failures[0].Code.ShouldBe("state_forbids");
        var sent = await Task.WhenAll(Send(world, refund), Send(world, refund));
        sent.Count(one => one.Succeeded).ShouldBe(1);
        (await Desk(world, world.Giver.Person, desk => desk.DeclineAsync(refund.Id, "不退", Ct))).Failures[0].Code.ShouldBe("state_forbids");
        world.Time.Advance(TimeSpan.FromDays(14));
        (await NightAsync(world)).ShouldBe(1);
        (await ReadAsync(world, refund)).State.ShouldBe(RefundState.Sent);
        (await world.App.WithDatabaseAsync(db => db.Set<Message>().AnyAsync(m => m.Template == "refund.waits" && m.RecipientKey == PersonMessages.KeyOf(world.Taker.Person.Id), Ct))).ShouldBeTrue();
        world.Time.Advance(TimeSpan.FromDays(31));
        (await NightAsync(world)).ShouldBe(1);
        (await NightAsync(world)).ShouldBe(0);
        (await ReadAsync(world, refund)).State.ShouldBe(RefundState.Received);
        (await world.App.WithDatabaseAsync(db => db.Set<Web.WorkList.WorkItem>().AnyAsync(w => w.DoneAt == null && w.Key.EndsWith(refund.Id.ToString()), Ct))).ShouldBeFalse();
    }

    [Fact]
    public async Task Declined_contested_and_settled_by_a_bureau_alone()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var refund = await OwedAsync(world);
        (await Desk(world, world.Giver.Person, desk => desk.DeclineAsync(refund.Id, " ", Ct))).Failures[0].Code.ShouldBe("reason_missing");
        (await Desk(world, world.Giver.Person, desk => desk.DeclineAsync(refund.Id, "没有到账", Ct))).Value.State.ShouldBe(RefundState.Declined);
        (await world.Taker.Http.GetStringAsync($"/payments/refunds/{refund.Id}", Ct)).ShouldContain("没有到账");
        (await Desk(world, world.Taker.Person, desk => desk.ContestAsync(refund.Id, "银行说已到账", Ct))).Value.State.ShouldBe(RefundState.Contested);
        (await Desk(world, world.Giver.Person, desk => desk.DeclineAsync(refund.Id, "还是没有", Ct))).Failures[0].Code.ShouldBe("state_forbids");
        (await Settle(world.Giver.Person, LicensingWorld.Paper())).Failures[0].Status.ShouldBe(404);
        (await Settle(world.Bureau.Person, null)).Failures[0].Code.ShouldBe("paper_missing");
        (await Settle(world.Bureau.Person, LicensingWorld.Paper())).Value.State.ShouldBe(RefundState.Declined);

        Task<Outcome<Refund>> Settle(Person by, IFormFile? record) => Desk(world, by, desk => desk.SettleAsync(refund.Id, "查明未到账", record, Ct));
    }

    [Fact]
    public async Task When_the_payment_never_was_its_rest_is_not_owed()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        var payment = (await world.PayAsync(licence, world.Transfer(60_000))).Value;
        await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Giver.Person, desk => desk.ContestAsync(payment.Id, "没有", LicensingWorld.Paper(), Ct));
        (await world.AsAsync<PaymentDesk, Outcome<Payment>>(world.Bureau.Person, desk => desk.DisproveAsync(payment.Id, "没有这笔转账", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await OneAsync(world, RefundWhy.TooMuch)).State.ShouldBe(RefundState.Declined);
    }

    [Fact]
    public async Task Paid_once_more_after_all_it_is_entered_on_its_own_page()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = await world.EffectiveAsync();
        (await world.Taker.Http.GetStringAsync($"/licences/{licence.Id}", Ct)).ShouldContain($"/licences/{licence.Id}/refund");
        (await world.Giver.Http.GetAsync($"/licences/{licence.Id}/refund", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Forms.TokenIn(await world.Taker.Http.GetStringAsync($"/licences/{licence.Id}/refund", Ct))), "__RequestVerificationToken" },
            { new StringContent("50000"), "amount" }, { new StringContent(world.Today.ToString("yyyy-MM-dd", null)), "paidOn" },
            { new StringContent(world.Enterprise.Name), "payer" }, { new StringContent("AGAIN1"), "bankReference" },
            { new ByteArrayContent("%PDF-1.4 凭证 %%EOF"u8.ToArray()), "voucher", "凭证.pdf" },
        };
        var sent = await world.Taker.Http.PostAsync($"/licences/{licence.Id}/refund", form, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        var refund = await OneAsync(world, RefundWhy.Twice);
        sent.Headers.Location!.ToString().ShouldBe($"/payments/refunds/{refund.Id}");
        (await world.Taker.Http.GetStringAsync($"/payments/refunds/{refund.Id}", Ct)).ShouldContain("AGAIN1");
    }

    private static async Task<Refund> OwedAsync(LicensingWorld world)
    {
        await world.PayAsync(await world.EffectiveAsync());
        return await OneAsync(world, RefundWhy.Twice);
    }

    private static Task<Refund> OneAsync(LicensingWorld world, RefundWhy why) => world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().SingleAsync(r => r.Why == why, Ct));

    private static Task<Refund> ReadAsync(LicensingWorld world, Refund refund) => world.App.WithDatabaseAsync(db => db.Set<Refund>().AsNoTracking().SingleAsync(r => r.Id == refund.Id, Ct));

    private static Task<Outcome<Refund>> Send(LicensingWorld world, Refund refund) => Desk(world, world.Giver.Person, desk => desk.SendAsync(refund.Id, world.Today, "TK2026", LicensingWorld.Paper(), Ct));

    private static Task<Outcome<Refund>> Desk(LicensingWorld world, Person person, Func<RefundDesk, Task<Outcome<Refund>>> act) => world.AsAsync(person, act);

    private static Task<int> NightAsync(LicensingWorld world) => world.AsAsync<RefundNight, int>(world.Giver.Person, night => night.RunAsync(Ct));
}
