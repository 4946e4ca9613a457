using Marketplace.Testing;
using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Organisations;
using Marketplace.Web.Privacy;
using Marketplace.Web.Tests.Catalogue.LegalStatus;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Import;

/// <summary>Who uploaded, claimed, answered and decided: in their own data, and gone with them or with time.</summary>
public sealed class PatentPeopleTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;
    private Guid _me, _other;
    private Organisation _owner = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        (_me, _other) = ((await _app.NewPersonAsync()).Id, (await _app.NewPersonAsync()).Id);
        _owner = await _app.NewOrganisationAsync(OrganisationKind.University, name: "天山农业大学");
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (age, person) in ((int, Guid)[])[(1, _me), (400, _me), (400, _other)])
        {
            await _app.WithDatabaseAsync(db =>
            {
                var import = PatentImportDesk.New(_owner.Id, person, $"{age}天前.xlsx", [1, 2, 3], PatentImportState.Done, TimeProvider.System);
                import.FinishedAt = now.AddDays(-age);
                db.Add(import);
                return db.SaveChangesAsync(Ct);
            });
        }
        await ClaimAsync(ClaimState.Granted, now.AddDays(-2000), _me, _other, _other);
        await ClaimAsync(ClaimState.Refused, now.AddDays(-3), _other, null, _me);
        await ClaimAsync(ClaimState.Asked, now.AddDays(-2000), _me, null, null);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task They_stand_in_the_persons_own_data_and_go_with_the_person()
    {
        var (imports, claims) = (Section("patentImports"), Section("patentClaims"));
        (await ReadAsync(imports, _me)).Select(r => r.Single(f => f.Key == "file").Value).ShouldBe(["1天前.xlsx", "400天前.xlsx"], ignoreOrder: true);
        (await ReadAsync(imports, _me))[0].Single(f => f.Key == "organisation").Value.ShouldBe("天山农业大学");
        (await ReadAsync(claims, _me)).Select(r => (r.Single(f => f.Key == "step").Value, r.Single(f => f.Key == "text").Value)).ShouldBe(
            [(ClaimTexts.DataClaimed, "证据"), (ClaimTexts.DataDecided, "理由"), (ClaimTexts.DataClaimed, "证据")], ignoreOrder: true);

        await _app.WithDatabaseAsync(async db =>
        {
            foreach (var section in (IPersonalData[])[imports, claims]) await section.EraseAsync(db, _me, TimeProvider.System.GetUtcNow(), Ct);
            return 0;
        });

        foreach (var section in (IPersonalData[])[imports, claims]) (await ReadAsync(section, _me)).ShouldBeEmpty();
        (await ReadAsync(imports, _other)).Count.ShouldBe(1);
        (await ReadAsync(claims, _other)).Count.ShouldBe(3);
        (await _app.WithDatabaseAsync(db => db.Set<PatentImport>().CountAsync(Ct))).ShouldBe(3);
    }

    [Fact]
    public async Task They_are_forgotten_when_their_time_is_over()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<Retention>(scope.ServiceProvider).ApplyAsync(Ct);

        (await _app.WithDatabaseAsync(db => db.Set<PatentImport>().Where(i => i.PersonId != null).Select(i => i.FileName).ToListAsync(Ct))).ShouldBe(["1天前.xlsx"]);
        // What is settled long ago; not what is young, nor what somebody still waits for.
        (await _app.WithDatabaseAsync(db => db.Set<PatentClaim>().Where(c => c.ClaimedBy != null || c.AnsweredBy != null || c.DecidedBy != null).Select(c => c.State).ToListAsync(Ct)))
            .ShouldBe([ClaimState.Refused, ClaimState.Asked], ignoreOrder: true);
    }

    private async Task ClaimAsync(ClaimState state, DateTimeOffset at, Guid? claimed, Guid? answered, Guid? decided)
    {
        var patent = await _app.NewPatentAsync([_owner]);
        await _app.WithDatabaseAsync(db =>
        {
            db.Add(new PatentClaim
            {
                ApplicationNo = patent.ApplicationNo,
                ClaimantId = _owner.Id,
                State = state,
                HolderName = "旧名",
                RegionPath = _owner.RegionPath,
                CreatedAt = at,
                ClaimedBy = claimed,
                ClaimedAt = at,
                Evidence = "证据",
                AnsweredBy = answered,
                AnsweredAt = answered is null ? null : at,
                Answer = answered is null ? null : "答复",
                DecidedBy = decided,
                DecidedAt = decided is null ? null : at,
                Reason = decided is null ? null : "理由",
            });
            return db.SaveChangesAsync(Ct);
        });
    }

    private IPersonalData Section(string key) => _app.Services.GetServices<IPersonalData>().Single(d => d.Key == key);

    private Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(IPersonalData section, Guid person) => _app.WithDatabaseAsync(db => section.ReadAsync(db, person, Ct));
}
