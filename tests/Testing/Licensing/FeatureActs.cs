using Marketplace.Web.Data;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Testing.Licensing;

/// <param name="Name">For the report.</param>
/// <param name="Weight">How often, beside the others.</param>
/// <param name="Plan">Looks for something to do it to; null: there is nothing.</param>
internal sealed record WalkAct(string Name, int Weight, Func<Random, Task<Attempt?>> Plan);

/// <summary>What somebody does, with all its particulars, so that it can be done again when it was cut off.</summary>
/// <param name="By">Who.</param>
/// <param name="Do">Whether it was taken; refused otherwise.</param>
internal sealed record Attempt(Person By, Func<IServiceProvider, Task<bool>> Do);

/// <summary>What of a form does not change when it is sent again.</summary>
/// <param name="Once">The form's own number.</param>
/// <param name="Seed">Of what is typed.</param>
internal sealed record Form(Guid Once, int Seed)
{
    public static Form New(Random random) => new(Guid.CreateVersion7(), random.Next());

    public Random Typed => new(Seed);
}

/// <summary>Everything a walk does.</summary>
internal sealed class WalkActs
{
    private readonly List<WalkAct> _drawn;

    public WalkActs(WalkStage stage)
    {
        FeatureActs[] features = [new LicenceActs(stage), new OrderActs(stage), new DeclarationActs(stage), new DealActs(stage), new SigningActs(stage), new TrialActs(stage), new ConditionActs(stage), new DisputeActs(stage), new PledgeActs(stage)];
        All = [.. features.SelectMany(feature => feature.All)];
        _drawn = [.. All.SelectMany(act => Enumerable.Repeat(act, act.Weight))];
    }

    public IReadOnlyList<WalkAct> All { get; }

    public WalkAct Any(Random random) => _drawn[random.Next(_drawn.Count)];
}

/// <summary>What people do to the cases of one feature, each by the desk that their page calls.</summary>
internal abstract class FeatureActs(WalkStage stage)
{
    protected static readonly CancellationToken Ct = CancellationToken.None;

    protected WalkStage Stage => stage;

    public abstract IReadOnlyList<WalkAct> All { get; }

    /// <param name="name">For the report.</param>
    /// <param name="weight">How often.</param>
    /// <param name="which">To one of these; sometimes there is none.</param>
    /// <param name="who">By whom.</param>
    /// <param name="act">What is done.</param>
    protected WalkAct On<TCase, TDesk, T>(string name, int weight, Func<AppDbContext, IQueryable<TCase>> which, Func<TCase, Random, Person> who, Func<TDesk, TCase, Form, Task<Outcome<T>>> act)
        where TCase : class where TDesk : notnull where T : class => Told(name, weight, which, who, async (TDesk desk, TCase one, Form form) => (await act(desk, one, form)).Succeeded);

    /// <inheritdoc cref="On{TCase, TDesk, T}"/>
    protected WalkAct Told<TCase, TDesk>(string name, int weight, Func<AppDbContext, IQueryable<TCase>> which, Func<TCase, Random, Person> who, Func<TDesk, TCase, Form, Task<bool>> act) where TCase : class where TDesk : notnull => new(name, weight, async random =>
    {
        if (await stage.PickAsync(which) is not { } one) return null;
        var form = Form.New(random);
        return new Attempt(who(one, random), services => act(services.GetRequiredService<TDesk>(), one, form));
    });

    protected static Attempt By<TDesk, T>(Person person, Func<TDesk, Task<Outcome<T>>> act) where TDesk : notnull where T : class =>
        new(person, async services => (await act(services.GetRequiredService<TDesk>())).Succeeded);

    protected Task<T?> FindAsync<T>(Func<IQueryable<T>, IQueryable<T>> which) where T : class => stage.App.WithDatabaseAsync(db => which(db.Set<T>()).AsNoTracking().FirstOrDefaultAsync());
}
