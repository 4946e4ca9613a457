using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>博州's bureau and 博乐市's below it, for all tests of a class.</summary>
public sealed class ReportWorld(PostgresServer server) : IAsyncLifetime
{
    /// <summary>The last quarter that is over.</summary>
    public static readonly Quarter Last = Quarter.Of(Dates.Today(TimeProvider.System)).Before;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal PlanWorld Plans { get; private set; } = null!;
    public RunningApp App => Plans.App;
    public HttpClient Locker { get; private set; } = null!;
    public HttpClient Stranger { get; private set; } = null!;
    public Organisation County { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Plans = await PlanWorld.StartAsync(server);
        Locker = (await App.NewMemberAsync(Plans.Bureau, Role.BureauLocker)).Http;
        County = await App.NewOrganisationAsync(OrganisationKind.Bureau, "652701");
        Stranger = (await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk, Role.BureauLocker)).Http;
    }

    /// <summary>An ordinary licence, verified.</summary>
    public async Task FiledAsync(decimal amount, DateOnly day)
    {
        var conversion = new Conversion { Reference = SpokenCode.New(8), Origin = ConversionOrigin.Imported, RegionPath = County.RegionPath, Filings = 1, At = TimeProvider.System.GetUtcNow() };
        var filing = new Filing
        {
            ConversionId = conversion.Id,
            Number = 1,
            Kind = FilingKind.First,
            RegionPath = County.RegionPath,
            Type = ConversionType.OrdinaryLicence,
            SignedOn = day,
            EffectiveOn = day,
            Amount = amount,
            Level = EvidenceLevel.L2,
            Fingerprint = conversion.Id.ToString("N"),
            At = TimeProvider.System.GetUtcNow(),
            Patents = [new() { ApplicationNo = "202310000001", Place = 1 }],
            Parties = [new() { Side = Side.Giver, Place = 1, Key = "A", Name = "甲大学", RegionPath = County.RegionPath }, new() { Side = Side.Taker, Place = 1, Key = "B", Name = "乙公司", RegionPath = County.RegionPath }],
        };
        await using var scope = App.Services.CreateAsyncScope();
        var (db, book) = (scope.ServiceProvider.GetRequiredService<AppDbContext>(), scope.ServiceProvider.GetRequiredService<CaseBook>());
        book.Take(FilingMachine.Machine, filing, FilingCause.Write).ShouldBeNull();
        db.AddRange(conversion, filing);
        await db.SaveChangesAsync(Ct);
        foreach (var cause in (FilingCause[])[FilingCause.Submit, FilingCause.Check, FilingCause.Verify])
        {
            if (cause == FilingCause.Verify) filing.VerifiedAt = TimeProvider.System.GetUtcNow();
            book.Take(FilingMachine.Machine, filing, cause).ShouldBeNull();
            await db.SaveChangesAsync(Ct);
        }
    }

    public async ValueTask DisposeAsync() => await Plans.DisposeAsync();
}
