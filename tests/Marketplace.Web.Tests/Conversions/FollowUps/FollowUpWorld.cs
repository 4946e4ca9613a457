using System.Globalization;
using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Conversions.FollowUps;

/// <summary>博乐市's bureau, 博州's above it, and an enterprise that took something half a year ago.</summary>
public sealed class FollowUpWorld(PostgresServer server) : IAsyncLifetime
{
    public const string Pdf = "%PDF-1.4\n% ";

    public ManualTime Time { get; } = new(TimeProvider.System.GetUtcNow());
    public RunningApp App { get; private set; } = null!;
    public Organisation County { get; private set; } = null!;
    public Organisation Taker { get; private set; } = null!;
    public Person Clerk { get; private set; } = null!;
    public Person Checker { get; private set; } = null!;
    public Person Reviewer { get; private set; } = null!;
    public Person Stranger { get; private set; } = null!;

    /// <summary>Runs the enterprise's cases.</summary>
    public Person Member { get; private set; } = null!;
    public DateOnly Today => Dates.Today(Time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        App = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" }, services => services.AddSingleton<TimeProvider>(Time));
        County = await App.NewOrganisationAsync(OrganisationKind.Bureau);
        Taker = await App.NewOrganisationAsync();
        Clerk = (await App.NewMemberAsync(County, Role.BureauClerk)).Person;
        Checker = (await App.NewMemberAsync(County, Role.BureauReviewer)).Person;
        Reviewer = (await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), Role.BureauReviewer)).Person;
        Stranger = (await App.NewMemberAsync(await App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk, Role.BureauReviewer)).Person;
        Member = (await App.NewMemberAsync(Taker, Role.Operator)).Person;
    }

    /// <summary>A verified deal that took effect so many months ago.</summary>
    public async Task<Guid> VerifiedAsync(int months = 6, Action<FilingForm>? change = null)
    {
        var began = Typed(Today.AddMonths(-months));
        var form = new FilingForm
        {
            Once = Guid.CreateVersion7(),
            Type = nameof(ConversionType.OrdinaryLicence),
            Nature = nameof(MarketNature.Market),
            Patents = ConversionWorld.NewPatent() + " 一种滴灌带",
            Parties = [new() { Side = "Giver", Kind = nameof(PartyKind.Named), Name = "Outside University", Region = "610100" }, new() { Side = "Taker", Code = Taker.Uscc }],
            SignedOn = began,
            EffectiveOn = began,
            Amount = "50000",
            Proofs = [new() { Kind = nameof(ProofKind.Contract), File = File("合同.pdf", Pdf) }, new() { Kind = nameof(ProofKind.Payment), File = File("付款.pdf", Pdf) }],
        };
        change?.Invoke(form);
        var entered = await AsAsync<FilingDesk, Outcome<Conversion>>(Clerk, desk => desk.WriteAsync(form, true, Ct));
        entered.Failures.ShouldBeEmpty();
        await VerifyAsync(entered.Value.Id);
        return entered.Value.Id;
    }

    /// <summary>What was said last is checked and verified, as usual.</summary>
    public async Task VerifyAsync(Guid conversion, Person? checker = null)
    {
        foreach (var (who, cause) in new[] { (checker ?? Checker, FilingCause.Check), (Reviewer, FilingCause.Verify) })
        {
            var last = await LastAsync(conversion);
            (await AsAsync<FilingSteps, Outcome<Conversion>>(who, steps => steps.TakeAsync(conversion, cause, last.Steps, null, Ct))).Failures.ShouldBeEmpty();
        }
    }

    public Task<int> NightAsync() => AsAsync<FollowUpNight, int>(null, night => night.RunAsync(Ct));

    /// <summary>Asked by the night.</summary>
    public async Task<FollowUp> AskedAsync(Action<FilingForm>? change = null)
    {
        var conversion = await VerifiedAsync(6, change);
        await NightAsync();
        return (await RoundsAsync(conversion)).ShouldHaveSingleItem();
    }

    public Task<List<FollowUp>> RoundsAsync(Guid conversion) => App.WithDatabaseAsync(db => db.Set<FollowUp>().AsNoTracking().Include(f => f.Papers).Where(f => f.ConversionId == conversion).OrderBy(f => f.Round).ToListAsync(Ct));

    public Task<FollowUp> ReadAsync(FollowUp one) => App.WithDatabaseAsync(db => db.Set<FollowUp>().AsNoTracking().Include(f => f.Papers).SingleAsync(f => f.Id == one.Id, Ct));

    public Task<Filing> LastAsync(Guid conversion) => App.WithDatabaseAsync(db => db.Set<Filing>().AsNoTracking().Where(f => f.ConversionId == conversion).OrderByDescending(f => f.Number).Include(f => f.Registers).Include(f => f.Proofs).FirstAsync(Ct));

    public Task<List<WorkItem>> WorkAsync(FollowUp one) => App.WithDatabaseAsync(db => db.Set<WorkItem>().AsNoTracking().Where(w => w.Key.Contains(one.Id.ToString()) && w.DoneAt == null).OrderBy(w => w.Kind).ToListAsync(Ct));

    public static FollowUpForm InUse => new() { Use = nameof(Use.InUse), Product = "滴灌带", Sales = "120000", Jobs = "5" };

    public static FollowUpForm ByPhone => InUse with { Whom = "王厂长", WhomOn = "2026-01-05", WhomHow = nameof(AskedBy.Phone) };

    public Task<List<Failure>> AnswerAsync(FollowUp one, FollowUpForm? form = null, AnswerWay way = AnswerWay.Member, int? seen = null, IFormFile[]? photos = null, IFormFile[]? invoices = null, Person? by = null) =>
        AsAsync<FollowUpDesk, List<Failure>>(by ?? (way == AnswerWay.Bureau ? Clerk : Member), async desk =>
        {
            var found = (way == AnswerWay.Bureau ? await desk.ByBureauAsync(one.Id, Ct) : await desk.ByTakerAsync(one.Id, Ct)).ShouldNotBeNull();
            return await desk.AnswerAsync(found, form ?? (way == AnswerWay.Bureau ? ByPhone : InUse), seen ?? found.FollowUp.Steps, new(photos ?? [], invoices ?? [], []), true, way, Ct);
        });

    public async Task<Failure?> StepAsync(FollowUp one, FollowUpCause cause, Person? by = null, string? reason = null)
    {
        var seen = (await ReadAsync(one)).Steps;
        var taken = await AsAsync<FollowUpReview, Outcome<FollowUp>>(by ?? Checker, review => review.TakeAsync(one.Id, cause, seen, reason, Ct));
        return taken.Succeeded ? null : taken.Failures[0];
    }

    public async Task AcceptedAsync(FollowUp one)
    {
        foreach (var cause in (FollowUpCause[])[FollowUpCause.Look, FollowUpCause.Accept]) (await StepAsync(one, cause)).ShouldBeNull();
    }

    /// <summary>The path of a link that the bureau shows.</summary>
    public async Task<string> LinkAsync(FollowUp one)
    {
        var link = await AsAsync<FollowUpReview, Outcome<string>>(Clerk, review => review.LinkAsync(one.Id, Ct));
        link.Failures.ShouldBeEmpty();
        return new Uri(link.Value).AbsolutePath;
    }

    /// <summary>A browser of nobody in particular.</summary>
    public HttpClient Phone() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(App.Url) };

    public static async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, int seen, FollowUpForm form, params (string Field, string Name, string Content)[] papers)
    {
        var page = await http.GetStringAsync("/preferences", Ct);
        // Of somebody who is not signed in that page has no form with a token.
        if (!page.Contains("__RequestVerificationToken", StringComparison.Ordinal)) page = await http.GetStringAsync("/sign-in", Ct);
        using var body = new MultipartFormDataContent { { new StringContent(Forms.TokenIn(page)), "__RequestVerificationToken" }, { new StringContent(seen.ToString(CultureInfo.InvariantCulture)), "seen" } };
        foreach (var (name, value) in new[] { ("use", form.Use), ("product", form.Product), ("productNo", form.ProductNo), ("productOn", form.ProductOn), ("sales", form.Sales), ("jobs", form.Jobs), ("words", form.Words), ("whom", form.Whom), ("whomOn", form.WhomOn), ("whomHow", form.WhomHow) })
        {
            if (value is not null) body.Add(new StringContent(value), name);
        }
        foreach (var why in form.Why) body.Add(new StringContent(why), "why");
        foreach (var (field, name, content) in papers) body.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), field, name);
        return await http.PostAsync(path, body, Ct);
    }

    public static FormFile File(string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new(new MemoryStream(bytes), 0, bytes.Length, "file", name);
    }

    public async Task<T> AsAsync<TDesk, T>(Person? person, Func<TDesk, Task<T>> act) where TDesk : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        if (person is not null)
        {
            foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, Ct));
            scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        }
        return await act(scope.ServiceProvider.GetRequiredService<TDesk>());
    }

    public static string Typed(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
