using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Orders;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Payments.Sandbox;
using Marketplace.Web.Platform.SignIn;

namespace Marketplace.Testing.Licensing;

/// <summary>Online payment: the payer at the till, and the provider that says things once, twice, late and wrong.</summary>
internal sealed class OrderActs(WalkStage stage) : FeatureActs(stage)
{
    private static readonly TillAct[] s_acts = [TillAct.Pay, TillAct.Pay, TillAct.PayTwiceTold, TillAct.PaySilently, TillAct.PayLess, TillAct.PayMore, TillAct.Fail, TillAct.Close, TillAct.Tell, TillAct.RefundSucceeds, TillAct.RefundFails];

    public override IReadOnlyList<WalkAct> All =>
    [
        On<Licence, OrderDesk, PaymentOrder>("order online", 5, db => db.Set<Licence>().Where(l => l.State == LicenceState.NoticeReceived && l.FirstFee > 0 && l.HolderId != null), (one, random) => Stage.Of(one, random, true), (desk, one, form) => desk.StartAsync(one.Id, form.Once, Ct)),
        Told<PaymentOrder, SandboxTill>("payer at the till", 6, db => db.Set<PaymentOrder>().Where(o => o.State == OrderState.Pending), (_, random) => Stage.Taker(random).Clerk, async (till, one, form) =>
        {
            var done = till.Act(one.Id.ToString("N"), s_acts[form.Typed.Next(s_acts.Length)], (TillRefunds)form.Typed.Next(3));
            await till.CalledAsync();
            return done;
        }),
        Told<PaymentOrder, OrderBook>("word about a payment, twice", 4, db => db.Set<PaymentOrder>(), (_, random) => Stage.Taker(random).Clerk, async (book, one, form) =>
        {
            var typed = form.Typed;
            var report = typed.Next(6) switch
            {
                0 => new OrderReport(one.Id, OrderWord.Closed),
                1 => new OrderReport(one.Id, OrderWord.Failed, Reason: "INSUFFICIENT_FUNDS"),
                var n => new(one.Id, OrderWord.Paid, Transaction: $"W{n % 2}{one.Id:N}"[..20], Amount: Math.Max(0.01m, one.Amount + typed.Next(-1, 2)), PaidAt: Stage.Now),
            };
            return await book.HearAsync(one.Provider, report, Ct) && await book.HearAsync(one.Provider, report, Ct);
        }),
        On<Refund, RefundDesk, Refund>("send back by the provider", 3, db => db.Set<Refund>().Where(r => r.State == RefundState.Owed && r.OrderId != null), Giver, (desk, one, _) => desk.SendByProviderAsync(one.Id, Ct)),
        Told<Refund, OrderBook>("word about a refund, twice", 2, db => db.Set<Refund>().Where(r => r.OrderId != null), (_, random) => Stage.Taker(random).Clerk, async (book, one, form) =>
        {
            var report = new RefundReport(one.Id, form.Typed.Next(3) == 0 ? RefundWord.Failed : RefundWord.Succeeded, "ACCOUNT_CLOSED");
            return await book.HearAsync(report, Ct) && await book.HearAsync(report, Ct);
        }),
        On<Refund, RefundDesk, Refund>("settle a refund", 1, db => db.Set<Refund>().Where(r => r.State == RefundState.Contested), (_, random) => Stage.Bureau(random), (desk, one, _) => desk.SettleAsync(one.Id, "调解", WalkStage.Paper(), Ct)),
    ];

    private Person Giver(Refund one, Random random) => Stage.Keeper(one.GiverId, random);
}
