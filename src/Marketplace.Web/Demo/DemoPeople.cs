using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Demo;

/// <summary>Invented people do things through the desks, as people would.</summary>
internal static class DemoPeople
{
    /// <summary>Null: there is nobody of that name.</summary>
    public static async Task<(Person Person, IReadOnlyList<Grant> Grants)?> FindAsync(IServiceProvider services, AppDbContext db, string name, CancellationToken ct)
    {
        // By their block of numbers: somebody of the same name must not be taken for one.
        if (await db.Set<Person>().AsNoTracking().FirstOrDefaultAsync(p => p.DisplayName == name && p.PhoneNumber!.StartsWith("199000000"), ct) is not { } person) return null;
        var grants = new List<Grant>();
        foreach (var source in services.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, ct));
        return (person, grants);
    }

    public static async Task<T?> AsAsync<T>(IServiceProvider services, AppDbContext db, string name, Func<IServiceProvider, Task<T?>> act, CancellationToken ct) where T : class
    {
        if (await FindAsync(services, db, name, ct) is not var (person, grants)) return null;
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Become(person.Id, grants);
        return await act(scope.ServiceProvider);
    }
}
