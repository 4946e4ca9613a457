using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>A university that received what a licence brought, and people who made the patent.</summary>
internal sealed class IncomeWorld(LicensingWorld licensing, PostgresServer server) : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public LicensingWorld Licensing => licensing;
    public RunningApp App => licensing.App;
    public PostgresServer Server => server;

    public static async Task<IncomeWorld> StartAsync(PostgresServer server) => new(await LicensingWorld.StartAsync(server), server);

    /// <summary>A licence that was paid for, and its payment; confirmed unless said otherwise.</summary>
    public async Task<(Licence Licence, Payment Payment)> ReceivedAsync(bool confirmed = true, decimal amount = 50_000, params string[] inventors)
    {
        var no = await licensing.AnnouncedAsync(fee: new() { Amount = amount });
        string[] names = inventors.Length > 0 ? inventors : ["陈教授", "王伟"];
        await App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(p => p.Inventors, names), Ct));
        var licence = (await licensing.NotifyAsync(no)).Value;
        var payment = (await licensing.PayAsync(licence, licensing.Transfer(amount))).Value;
        if (confirmed) (await licensing.AsAsync<PaymentDesk, Outcome<Payment>>(licensing.Giver.Person, desk => desk.ConfirmAsync(payment.Id, Ct))).Succeeded.ShouldBeTrue();
        return (await licensing.ReadAsync(licence), payment);
    }

    public Task<Outcome<Sharing>> DeskAsync(Func<SharingDesk, Task<Outcome<Sharing>>> act, Person? by = null) => licensing.AsAsync(by ?? licensing.Giver.Person, act);

    public Task<Outcome<Sharing>> OwnAsync(Person person, Func<ShareDesk, Task<Outcome<Sharing>>> act) => licensing.AsAsync(person, act);

    public Task<Outcome<Sharing>> StepAsync(Sharing sharing, SharingCause cause, string? reason = null, DateOnly? on = null) => DeskAsync(desk => desk.StepAsync(sharing.Id, cause, reason, on, Ct));

    public Task<Outcome<byte[]>> PayrollAsync(Sharing? only = null, string format = "csv") => licensing.AsAsync<PayrollDesk, Outcome<byte[]>>(licensing.Giver.Person, desk => desk.MakeAsync(licensing.Holder.Id, only?.Id, format, Ct));

    public Task<int> NightAsync() => licensing.AsAsync<IncomeNight, int>(licensing.Giver.Person, night => night.RunAsync(Ct));

    public async Task<Sharing> BegunAsync(Payment payment) => await ReadAsync((await DeskAsync(desk => desk.BeginAsync(payment.Id, Ct))).Value.Id);

    public Task<Sharing> ReadAsync(Guid id) => App.WithDatabaseAsync(db => db.Set<Sharing>().AsNoTracking().Include(s => s.Costs).Include(s => s.Shares.OrderBy(share => share.Ordinal)).SingleAsync(s => s.Id == id, Ct));

    /// <summary>The holder says who this name is.</summary>
    public Task<Outcome<InventorLink>> LinkAsync(Sharing sharing, string name, Guid? member = null, string? contact = null) =>
        licensing.AsAsync<InventorLinkDesk, Outcome<InventorLink>>(licensing.Giver.Person, desk => desk.LinkAsync(sharing.Id, sharing.Shares.Single(share => share.Name == name && share.ToPerson).Id, member, contact, Ct));

    /// <summary>Somebody outside, with an account, linked by their number.</summary>
    public async Task<(Person Person, HttpClient Http)> LinkedAsync(Sharing sharing, string name)
    {
        var person = await App.NewPersonAsync(name);
        (await LinkAsync(sharing, name, contact: person.PhoneNumber)).Succeeded.ShouldBeTrue();
        return (person, await App.SignedInAsync(person));
    }

    public async Task<Sharing> ConfirmedAsync(Payment payment)
    {
        var sharing = await BegunAsync(payment);
        (await StepAsync(sharing, SharingCause.Propose)).Failures.ShouldBeEmpty();
        licensing.Time.Advance(TimeSpan.FromDays(30));
        (await NightAsync()).ShouldBe(1);
        return await ReadAsync(sharing.Id);
    }

    public async Task<Sharing> PaidAsync(Payment payment)
    {
        var sharing = await ConfirmedAsync(payment);
        (await PayrollAsync(sharing)).Succeeded.ShouldBeTrue();
        return (await StepAsync(sharing, SharingCause.Pay, on: licensing.Today)).Value;
    }

    public ValueTask DisposeAsync() => licensing.DisposeAsync();
}
