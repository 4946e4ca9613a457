using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Tests.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.People;

/// <summary>A program with an operator and two security administrators: the one who asks never decides.</summary>
public sealed class PeopleWorld(PostgresServer server) : IAsyncLifetime
{
    private readonly SignInWorld _world = new(server);

    public RunningApp App => _world.App;
    public Organisation Operator { get; private set; } = null!;
    public Person Guard { get; private set; } = null!;
    public HttpClient Security { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        Operator = await App.NewOrganisationAsync(OrganisationKind.PlatformOperator);
        (Guard, Security) = await App.NewMemberAsync(Operator, Role.SecurityAdministrator);
    }

    /// <summary>An authenticator app set up a while ago.</summary>
    public async Task<(byte[] Secret, IReadOnlyList<string> Codes)> TurnOnFactorAsync(Person person)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<SecondFactorDesk>();
        var secret = await desk.SecretToSetUpAsync(person.Id, Ct);
        var on = await App.WithDatabaseAsync(db => db.Set<Person>().SingleAsync(p => p.Id == person.Id, Ct));
        scope.ServiceProvider.GetRequiredService<Data.AppDbContext>().Attach(on);
        var codes = (await desk.ConfirmAsync(on, Now(secret), null, Ct)).Value.Codes;
        await App.WithDatabaseAsync(db => db.Set<SecondFactor>().Where(f => f.PersonId == person.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, f => f.LastStep - 10), Ct));
        return (secret, codes);
    }

    public static string Now(byte[] secret) => Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    public async ValueTask DisposeAsync()
    {
        Security.Dispose();
        await _world.DisposeAsync();
    }
}
