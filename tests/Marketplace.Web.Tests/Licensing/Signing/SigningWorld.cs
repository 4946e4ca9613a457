using System.Security.Cryptography;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Signing.Sandbox;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Signing;

/// <summary>A case of the tests' own: it writes down what it hears, and can refuse it.</summary>
internal sealed class HearingCase : IApprovalFollower, ISigningFollower
{
    public const string Name = "test";

    public string Kind => Name;
    public List<string> Heard { get; } = [];
    public Failure? Refuses { get; set; }

    public Task<Failure?> DecidedAsync(Guid caseId, Guid organisation, bool approved, CancellationToken ct) => HearAsync(approved ? "approved" : "refused");

    public Task<Failure?> CompletedAsync(Guid signingId, Guid caseId, DateOnly on, CancellationToken ct) => HearAsync($"complete {on:yyyy-MM-dd}");

    public Task<Failure?> FailedAsync(Guid signingId, Guid caseId, string why, CancellationToken ct) => HearAsync($"failed {why}");

    private Task<Failure?> HearAsync(string what)
    {
        if (Refuses is null) Heard.Add(what);
        return Task.FromResult(Refuses);
    }
}

/// <summary>A university and an enterprise, each with somebody who decides and somebody who prepares, and a case between them.</summary>
internal sealed class SigningWorld(
    RunningApp app, ManualTime time, HearingCase follower, Organisation giver, Organisation taker, (Person Person, HttpClient Http) boss, (Person Person, HttpClient Http) clerk, (Person Person, HttpClient Http) chief) : IAsyncDisposable
{
    public const string Code = "A1B2-C3D4-E5F6-A7B8";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public RunningApp App => app;
    public ManualTime Time => time;
    public DateOnly Today => Dates.Today(time);
    public HearingCase Follower => follower;
    public Organisation Giver => giver;
    public Organisation Taker => taker;

    /// <summary>The university's administrator, its operator, the enterprise's administrator.</summary>
    public (Person Person, HttpClient Http) Boss => boss;
    public (Person Person, HttpClient Http) Clerk => clerk;
    public (Person Person, HttpClient Http) Chief => chief;
    public Guid CaseId { get; } = Guid.CreateVersion7();

    public static async Task<SigningWorld> StartAsync(PostgresServer server)
    {
        var (time, follower) = (new ManualTime(TimeProvider.System.GetUtcNow()), new HearingCase());
        var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox", ["Signatures:Gateway"] = "sandbox" }, services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<IApprovalFollower>(follower);
            services.AddSingleton<ISigningFollower>(follower);
        });
        var (giver, taker) = (await app.NewOrganisationAsync(OrganisationKind.University), await app.NewOrganisationAsync());
        return new(app, time, follower, giver, taker, await app.NewMemberAsync(giver, Role.Administrator), await app.NewMemberAsync(giver, Role.Operator), await app.NewMemberAsync(taker, Role.Administrator));
    }

    /// <summary>As this member, as a request of theirs would.</summary>
    public async Task<T> AsAsync<TDesk, T>(Person person, Func<TDesk, Task<T>> act) where TDesk : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, Ct));
        scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        return await act(scope.ServiceProvider.GetRequiredService<TDesk>());
    }

    /// <summary>In a unit of work of the case's own, as features begin approvals and signings.</summary>
    public Task<T> InCaseAsync<T>(Person person, Func<IServiceProvider, Task<T>> act) => AsAsync<IServiceProvider, T>(person, async services =>
    {
        var db = services.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(Ct);
        var made = await act(services);
        await db.SaveChangesAsync(Ct);
        await transaction.CommitAsync(Ct);
        return made;
    });

    public Task<ApprovalRun> AskAsync(decimal? amount = 200_000, Person? by = null, Guid? caseId = null) => InCaseAsync(by ?? clerk.Person, services =>
        services.GetRequiredService<ApprovalBook>().BeginAsync(new(caseId ?? CaseId, giver.Id, HearingCase.Name, amount, "滴灌带专利转让", "/licences"), Ct));

    public Task<Outcome<Organisation>> RouteAsync(string name, Role? role = null, Guid[]? members = null, decimal? from = null, string[]? kinds = null) => AsAsync<ApprovalRouteDesk, Outcome<Organisation>>(boss.Person, desk =>
        desk.AddAsync(giver, new(Guid.CreateVersion7(), name, role, members ?? [], from, kinds ?? []), Ct));

    public Task<Outcome<ApprovalRun>> DecideAsync(ApprovalRun run, int place, bool agrees, Person by, string? reason = null) => AsAsync<ApprovalDesk, Outcome<ApprovalRun>>(by, desk => desk.DecideAsync(run.Id, place, agrees, reason, Ct));

    public Task<SigningCase> BeginAsync(string words = "合同正文", string code = Code, Organisation? other = null, decimal? amount = 200_000, string? absent = null) => InCaseAsync(boss.Person, async services =>
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"%PDF-1.4 {words} %%EOF");
        var file = (await services.GetRequiredService<FileStore>().AddAsync(services.GetRequiredService<AppDbContext>(), new FormFile(new MemoryStream(bytes), 0, bytes.Length, "document", "合同.pdf") { Headers = new HeaderDictionary() }, $"case:{CaseId}", Ct)).Value;
        await services.GetRequiredService<AppDbContext>().SaveChangesAsync(Ct);
        return await services.GetRequiredService<SigningBook>().BeginAsync(new(CaseId, HearingCase.Name, "滴灌带专利转让合同", "/licences", file.Id, Convert.ToHexStringLower(SHA256.HashData(bytes)), code,
            [new(giver.Id, giver.Name), absent is null ? new((other ?? taker).Id, (other ?? taker).Name) : new(null, absent)], Today.AddDays(30), amount), Ct);
    });

    public Task<Outcome<SigningCase>> ShowAsync(SigningCase signing, int place, Person by, DateOnly? on = null, NewSigner? signer = null, bool scan = true, bool power = false, string? code = null) => AsAsync<SigningDesk, Outcome<SigningCase>>(by, desk =>
        desk.ShowAsync(signing.Id, place, signer ?? new("王校长", SignerAuthority.LegalRepresentative), on ?? Today, code, scan ? LicensingWorld.Paper() : null, power ? LicensingWorld.Paper() : null, Ct));

    public Task<Outcome<SigningCase>> ConfirmAsync(SigningCase signing, int place, Person by, string? code = Code) => AsAsync<SigningDesk, Outcome<SigningCase>>(by, desk => desk.ConfirmAsync(signing.Id, place, code, Ct));

    public async Task<SignatureOrder> OrderAsync(SigningCase signing, Person? by = null) =>
        (await AsAsync<SignatureOrderDesk, Outcome<SignatureOrder>>(by ?? boss.Person, desk => desk.StartAsync(signing.Id, Guid.CreateVersion7(), new("王校长", SignerAuthority.LegalRepresentative), null, Ct))).Value;

    /// <summary>What the signer does at the provider, until its calls have arrived.</summary>
    public async Task SignerAsync(SignatureOrder order, SignAct act)
    {
        var sent = await app.Http.PostFormAsync($"/sandbox/signer/{order.Id:N}", null, ("act", act.ToString()));
        sent.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        await app.Services.GetRequiredService<SandboxSigner>().CalledAsync();
    }

    public Task WorkAsync() => app.Services.GetRequiredService<SignatureWorker>().RunAsync(Ct);

    public Task<SigningCase> ReadAsync(SigningCase signing) => app.WithDatabaseAsync(db => db.Set<SigningCase>().AsNoTracking().SingleAsync(s => s.Id == signing.Id, Ct));

    public Task<Signature> SignatureAsync(SigningCase signing, int place) => app.WithDatabaseAsync(db => db.Set<Signature>().AsNoTracking().SingleAsync(s => s.SigningId == signing.Id && s.Place == place, Ct));

    public Task<SignatureOrder> ReadAsync(SignatureOrder order) => app.WithDatabaseAsync(db => db.Set<SignatureOrder>().AsNoTracking().SingleAsync(o => o.Id == order.Id, Ct));

    public Task<ApprovalRun> ReadAsync(ApprovalRun run) => app.WithDatabaseAsync(db => db.Set<ApprovalRun>().AsNoTracking().SingleAsync(r => r.Id == run.Id, Ct));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
