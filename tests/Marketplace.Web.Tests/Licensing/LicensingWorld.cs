using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Tests.Catalogue.Listings;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>A university whose declarations are announced, an enterprise that wants a licence, and the bureau of its place.</summary>
internal sealed class LicensingWorld(ListingWorld listings, Organisation enterprise, (Person Person, HttpClient Http) taker, (Person Person, HttpClient Http) bureau) : IAsyncDisposable
{
    private static int s_transfer;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App => listings.App;
    public ManualTime Time => listings.Time;
    public DateOnly Today => Dates.Today(Time);
    public Organisation Holder => listings.Owner;
    public (Person Person, HttpClient Http) Giver => listings.Boss;
    public (Person Person, HttpClient Http) Clerk => listings.Clerk;
    public Organisation Enterprise => enterprise;
    public (Person Person, HttpClient Http) Taker => taker;
    public (Person Person, HttpClient Http) Bureau => bureau;

    public static async Task<LicensingWorld> StartAsync(PostgresServer server)
    {
        var listings = await ListingWorld.StartAsync(server);
        var enterprise = await listings.App.NewOrganisationAsync();
        var bureau = await listings.App.NewOrganisationAsync(OrganisationKind.Bureau);
        return new(listings, enterprise, await listings.App.NewMemberAsync(enterprise, Role.Operator), await listings.App.NewMemberAsync(bureau, Role.BureauClerk));
    }

    /// <summary>A patent with an announced declaration, of the university or of somebody the platform does not know.</summary>
    public async Task<string> AnnouncedAsync(FeeModel model = FeeModel.LumpSum, FeeTerms? fee = null, bool registered = true)
    {
        var no = await listings.PatentAsync();
        if (!registered) await App.WithDatabaseAsync(db => db.Set<PatentHolder>().Where(h => h.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(h => h.OrganisationId, (Guid?)null), Ct));
        await OfferAsync(no, registered ? Holder : null, model, fee, "XK" + no);
        return no;
    }

    /// <summary>A patent of the university, or of another holder, offered under open licence and not declared yet.</summary>
    public async Task<(Guid Listing, string No)> OfferedAsync(Organisation? holder = null, string? otherHolder = null)
    {
        var no = await listings.PatentAsync(holder, otherHolder: otherHolder);
        return (await OfferAsync(no, holder ?? Holder, FeeModel.LumpSum, null, null), no);
    }

    private async Task<Guid> OfferAsync(string no, Organisation? owner, FeeModel model, FeeTerms? fee, string? announcement)
    {
        var terms = fee ?? new FeeTerms { Amount = 50_000 };
        var listing = new Listing
        {
            OwnerId = owner?.Id,
            RegionPath = Holder.RegionPath,
            State = ListingState.Public,
            Forms = [OfferForm.OpenLicence],
            FeeModel = model,
            FeeTerms = terms.ToJson(),
            FeeYuan = terms.Headline(model),
            ExpiresOn = Today.AddYears(3),
            ContactName = "李工",
            ContactPhone = "13800138000",
            Maturity = 7,
            AnnouncementNo = announcement,
            AnnouncedOn = announcement is null ? null : Today.AddDays(-10),
            PublishedAt = Time.GetUtcNow(),
            CreatedAt = Time.GetUtcNow(),
            ChangedAt = Time.GetUtcNow(),
        };
        await listings.AsAsync(Giver.Person, async services =>
        {
            var db = services.GetRequiredService<Web.Data.AppDbContext>();
            db.Add(listing);
            db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = 1 });
            await db.SaveChangesAsync(Ct);
            await services.GetRequiredService<DeclarationBook>().AnnouncedAsync(listing, no, Ct);
            return await db.SaveChangesAsync(Ct);
        });
        return listing.Id;
    }

    public NewNotice Notice(Organisation? by = null) => new()
    {
        Once = Guid.CreateVersion7(),
        Products = "滴灌带",
        StartsOn = Today,
        EndsOn = Today.AddYears(1),
        ContactName = "马经理",
        ContactPhone = "13900139000",
        Address = "博乐市工业园 1 号",
        InvoiceTitle = (by ?? enterprise).Name,
        InvoiceCode = (by ?? enterprise).Uscc,
        SignedBy = "马经理",
        Confirmed = (by ?? enterprise).Name,
    };

    public NewPayment Transfer(decimal amount = 50_000, DateOnly? on = null) => new(Guid.CreateVersion7(), amount, on ?? Today, enterprise.Name, null, $"T{Interlocked.Increment(ref s_transfer)}");

    public Task<Outcome<Licence>> NotifyAsync(string no, NewNotice? notice = null, Person? by = null) => AsAsync<OpenLicenceDesk, Outcome<Licence>>(by ?? taker.Person, desk => desk.NotifyAsync(no, notice ?? Notice(), null, Ct));

    public Task<Outcome<Payment>> PayAsync(Licence licence, NewPayment? transfer = null, Person? by = null) => AsAsync<PaymentDesk, Outcome<Payment>>(by ?? taker.Person, desk => desk.ShowAsync(licence.Id, transfer ?? Transfer(), Paper(), Ct));

    public Task<T> AsAsync<TDesk, T>(Person person, Func<TDesk, Task<T>> act) where TDesk : notnull => listings.AsAsync(person, services => act(services.GetRequiredService<TDesk>()));

    /// <summary>In effect, as most begin.</summary>
    public async Task<Licence> EffectiveAsync()
    {
        var licence = (await NotifyAsync(await AnnouncedAsync())).Value;
        (await PayAsync(licence)).Succeeded.ShouldBeTrue();
        return await ReadAsync(licence);
    }

    public Task<Licence> ReadAsync(Licence licence) => App.WithDatabaseAsync(db => db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == licence.Id, Ct));

    public Task<int> NightAsync() => listings.AsAsync(Giver.Person, services => services.GetRequiredService<LicenceNight>().RunAsync(Ct));

    public Task<int> PatentAsync(string no, PatentState state) => App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, state), Ct));

    /// <summary>What the office and the patentees do outside, told here.</summary>
    public Task<int> StepAsync(string no, params DeclarationCause[] causes) => listings.AsAsync(Giver.Person, async services =>
    {
        var (db, book) = (services.GetRequiredService<Web.Data.AppDbContext>(), services.GetRequiredService<CaseBook>());
        var declaration = await db.Set<Declaration>().SingleAsync(d => d.ApplicationNo == no, Ct);
        foreach (var cause in causes)
        {
            var papers = DeclarationMachine.Machine.Find(declaration.State, cause)!.Evidence.ToDictionary(code => code, _ => Guid.CreateVersion7(), StringComparer.Ordinal);
            book.Take(DeclarationMachine.Machine, declaration, cause, new(Papers: papers, Reason: "测试")).ShouldBeNull();
        }
        return await db.SaveChangesAsync(Ct);
    });

    public static IFormFile Paper()
    {
        var bytes = "%PDF-1.4 凭证 %%EOF"u8.ToArray();
        return new FormFile(new MemoryStream(bytes), 0, bytes.Length, "voucher", "凭证.pdf") { Headers = new HeaderDictionary(), ContentType = "application/pdf" };
    }

    public ValueTask DisposeAsync() => listings.DisposeAsync();
}
