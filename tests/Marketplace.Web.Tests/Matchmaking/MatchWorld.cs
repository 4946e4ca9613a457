using System.Security.Cryptography;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking;

/// <summary>Needs, offers and what matches in a running program.</summary>
internal static class MatchWorld
{
    /// <summary>The encoder takes its time, and what it adds has tests of its own.</summary>
    public static readonly IReadOnlyDictionary<string, string?> WithoutEncoder = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Matching:Encoder"] = "false" };

    public static async Task<Need> NeedAsync(this RunningApp app, Organisation owner, string title, string summary = "", NeedSecrets? secrets = null, Action<Need>? more = null)
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var need = new Need
        {
            OwnerId = owner.Id,
            Source = NeedSource.Owner,
            State = NeedState.Open,
            Visibility = NeedVisibility.Anonymous,
            Pseudonym = RandomNumberGenerator.GetHexString(12),
            Title = title,
            Summary = summary,
            RegionPath = owner.RegionPath,
            CreatedAt = now,
            OpenedAt = now,
            ChangedAt = now,
        };
        if (secrets is not null) need.Sealed = app.Services.GetRequiredService<NeedSeal>().Close(need.Id, secrets);
        more?.Invoke(need);
        await app.WithDatabaseAsync(db =>
        {
            db.Add(need);
            db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
            return db.SaveChangesAsync();
        });
        return need;
    }

    public static Task ChangeAsync(this RunningApp app, Need need, Action<Need> change) => app.WithDatabaseAsync(async db =>
    {
        change(await db.Set<Need>().SingleAsync(n => n.Id == need.Id));
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        return await db.SaveChangesAsync();
    });

    /// <summary>A patent in force of this organisation, in a public listing.</summary>
    public static async Task<Patent> OfferAsync(this RunningApp app, Organisation holder, string title, string? summary = null)
    {
        var patent = PatentWorld.NewPatent(title, summary);
        await app.AddAsync(patent);
        await app.HoldAsync(patent, holder);
        await app.ListAsync(holder, patent);
        return patent;
    }

    /// <summary>Until all that is committed has been matched.</summary>
    public static async Task MatchedAsync(this RunningApp app)
    {
        var wanted = await app.WithDatabaseAsync(db => MatchEvents.NewestAsync(db, CancellationToken.None));
        await PatentWorld.UntilAsync(() => app.WithDatabaseAsync(db => db.Set<MatchState>().AnyAsync(s => s.Position >= wanted && s.FinishedAt != null)));
    }

    public static Task<List<Match>> MatchesAsync(this RunningApp app, Need need, MatchSide side = MatchSide.Need) =>
        app.WithDatabaseAsync(db => db.Set<Match>().AsNoTracking().Where(m => m.NeedId == need.Id && m.Side == side).OrderByDescending(m => m.Score).ToListAsync());
}
