using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>Looks for the signals of one conversion and keeps what it finds, in the caller's transaction. Looking twice finds the same.</summary>
public sealed class SignalFinder(AppDbContext db, SignalReader reader, PartyReader parties, TimeProvider time)
{
    /// <summary>The conversions its signals rest on, now and before: what changed here may have changed there.</summary>
    public async Task<IReadOnlyCollection<Guid>> LookAsync(Guid conversion, CancellationToken ct)
    {
        // Two who look at once would find the same new one twice.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"signals:" + conversion}, 0))", ct);
        var found = await reader.DealingsAsync([conversion], ct) is [var subject] ? await FindAsync(subject, ct) : [];
        var kept = await db.Set<Signal>().Include(s => s.Basis).Where(s => s.ConversionId == conversion).AsTracking().ToListAsync(ct);
        var others = kept.SelectMany(s => s.Basis).Select(b => b.ConversionId).Concat(found.SelectMany(f => f.Others)).ToHashSet();
        var now = time.GetUtcNow();
        foreach (var gone in kept.Where(s => s.GoneAt is null && !found.Exists(f => f.Kind == s.Kind && f.Key == s.Key))) gone.GoneAt = now;
        foreach (var one in found)
        {
            var reasons = Signal.Write(one.Why);
            var signal = kept.Find(s => s.Kind == one.Kind && s.Key == one.Key);
            if (signal is null) db.Add(signal = new() { ConversionId = conversion, Kind = one.Kind, Key = one.Key, Reasons = reasons, At = now });
            signal.GoneAt = null;
            // The database writes its JSON its own way.
            if (Signal.Write(signal.Why) != reasons) signal.Reasons = reasons;
            var named = one.Others.Take(Thresholds.Named).ToHashSet();
            signal.Basis.RemoveAll(b => !named.Contains(b.ConversionId));
            signal.Basis.AddRange(named.Where(id => !signal.Basis.Exists(b => b.ConversionId == id)).Select(id => new SignalBasis { SignalId = signal.Id, ConversionId = id }));
        }
        await db.SaveChangesAsync(ct);
        return others;
    }

    private async Task<List<Found>> FindAsync(Dealing subject, CancellationToken ct)
    {
        var traits = await parties.TraitsAsync(subject, ct);
        List<Found?> found =
        [
            RelatedParties.Of(subject, traits),
            .. FreeBulk.Of(subject, await reader.FreeAsync(subject, ct)),
            RoundTrip.Chain(subject, await reader.HopsAsync(subject, ct)),
            RoundTrip.Swap(subject, await reader.BackAsync(subject, ct)),
            SameContact.Of(subject, traits, await parties.ContactsAsync(subject.Conversion, subject, ct)),
        ];
        var regionPath = await db.Set<Conversion>().Where(c => c.Id == subject.Conversion).Select(c => c.RegionPath).SingleAsync(ct);
        var planEnds = await reader.PlanEndsAsync(regionPath, ct);
        if (await reader.MovedAsync(subject.Conversion, ct) is var (before, after)) found.Add(DeadlineSpike.Moved(before, after, planEnds));
        if (subject.On is { } on)
            foreach (var late in DeadlineSpike.Before(on, planEnds))
            {
                var (from, isPlan) = (DeadlineSpike.CountedFrom(late), late.End != Platform.Calendar.Quarter.Of(late.End).Last);
                foreach (var giver in subject.Givers)
                    if (DeadlineSpike.Of(late, DeadlineSpike.Giver, await reader.DaysOfGiverAsync(giver.Key, from, late.End, ct), isPlan) is { } spike) found.Add(spike with { Others = await reader.LateAsync(subject.Conversion, giver.Key, null, late, ct) });
                if (DeadlineSpike.Of(late, DeadlineSpike.Keeper, await reader.DaysOfKeeperAsync(regionPath, from, late.End, ct), isPlan) is { } rush) found.Add(rush with { Others = await reader.LateAsync(subject.Conversion, null, regionPath, late, ct) });
            }
        // Two givers of one rush are one signal.
        return [.. found.OfType<Found>().DistinctBy(f => (f.Kind, f.Key))];
    }
}
