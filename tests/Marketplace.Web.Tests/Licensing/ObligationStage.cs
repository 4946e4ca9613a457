using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>What tests of obligations do over and over.</summary>
internal static class ObligationStage
{
    public static readonly FeeTerms Quarterly = new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售额", Period = FeePeriod.Quarter, LateRate = 7.3m };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static FeeTerms Parts(params (decimal Amount, int Days)[] parts) => new() { Parts = [.. parts.Select(part => new FeePart(part.Amount, part.Days))], LateRate = 7.3m };

    /// <summary>Three parts: at once, after twenty days, after a year less some days.</summary>
    public static readonly FeeTerms ThreeParts = Parts((10_000, 0), (20_000, 20), (30_000.50m, 300));

    public static async Task<Licence> TakenAsync(LicensingWorld world, FeeModel model, FeeTerms terms, decimal? stated = null)
    {
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync(model, terms), world.Notice() with { Stated = stated })).Value;
        if (licence.FirstFee > 0) (await world.PayAsync(licence, world.Transfer(licence.FirstFee))).Succeeded.ShouldBeTrue();
        return await world.ReadAsync(licence);
    }

    public static Task<List<FeeObligation>> FeesAsync(LicensingWorld world, Licence licence) =>
        world.App.WithDatabaseAsync(db => db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licence.Id).OrderBy(o => o.Ordinal).ToListAsync(Ct));

    public static async Task<FeeObligation> FeeAsync(LicensingWorld world, Licence licence, int ordinal) => (await FeesAsync(world, licence))[ordinal - 1];

    public static Task<int> NightAsync(LicensingWorld world) => world.AsAsync<ObligationNight, int>(world.Giver.Person, night => night.RunAsync(Ct));

    public static Task<Outcome<FeeObligation>> PayAsync(LicensingWorld world, Licence licence, int ordinal, NewPayment transfer, Person? by = null) =>
        world.AsAsync<ObligationPayments, Outcome<FeeObligation>>(by ?? world.Taker.Person, desk => desk.ShowAsync(licence.Id, ordinal, transfer, LicensingWorld.Paper(), Ct));

    public static Task<Outcome<FeeObligation>> ReportAsync(LicensingWorld world, Licence licence, int ordinal, decimal? reported, string? reason = null, Person? by = null) =>
        world.AsAsync<ObligationDesk, Outcome<FeeObligation>>(by ?? world.Taker.Person, desk => desk.ReportAsync(licence.Id, ordinal, reported, reason, null, Ct));

    public static Task<Outcome<FeeObligation>> InvoiceAsync(LicensingWorld world, Licence licence, int ordinal, NewInvoice invoice, Person? by = null, bool file = true) =>
        world.AsAsync<ObligationDesk, Outcome<FeeObligation>>(by ?? world.Giver.Person, desk => desk.InvoiceAsync(licence.Id, ordinal, invoice, file ? LicensingWorld.Paper() : null, Ct));

    public static NewInvoice Invoice(LicensingWorld world, string number = "26502000000012345678", decimal amount = 20_000, string? reason = null) => new(Guid.CreateVersion7(), number, world.Today, amount, reason);

    public static Task<Outcome<T>> DeskAsync<T>(LicensingWorld world, Person by, Func<ObligationDesk, Task<Outcome<T>>> act) where T : class => world.AsAsync(by, act);

    public static Task<Outcome<T>> AgreeAsync<T>(LicensingWorld world, Person by, Func<AgreementDesk, Task<Outcome<T>>> act) where T : class => world.AsAsync(by, act);

    /// <summary>To a day, with the night that came with it.</summary>
    public static async Task<int> ComeAsync(LicensingWorld world, DateOnly day)
    {
        world.Time.Advance(TimeSpan.FromDays(day.DayNumber - world.Today.DayNumber));
        return await NightAsync(world);
    }

    public static Task<int> MailsAsync(LicensingWorld world, ObligationNotice notice) => world.App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.DedupeKey.StartsWith($"fee.news:{notice}:"), Ct));

    public static Task<List<string>> WorkAsync(LicensingWorld world) => world.App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.DoneAt == null && !w.Kind.StartsWith("filing.") && w.Kind != LicenceNotices.Record && w.Kind != LicenceNotices.Receipt).OrderBy(w => w.Kind).Select(w => w.Kind).ToListAsync(Ct));
}
