using Marketplace.Search.Analysis;
using Marketplace.Search.Suggestions;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What is offered while somebody types, and the words that a wrong character is put right by: from titles, holders and classes of the catalogue.</summary>
public sealed class CatalogueWords(Analyzer analyzer, Readings readings, IpcTitles ipc, RemovedTitles removed, TimeProvider time)
{
    public const string Holder = "holder", Class = "class", Title = "title";

    /// <summary>Titles beyond so many make the list no better and the program larger.</summary>
    private const int MostTitles = 300_000;

    /// <summary>Reading everything again takes no more than a twentieth of the time, and nobody misses a title for some seconds.</summary>
    private const int PauseFactor = 20;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(5);

    private readonly SuggestionIndex _suggestions = new(analyzer, readings);
    private volatile DidYouMean? _spelling;

    public DidYouMean? Spelling => _spelling;

    public IReadOnlyList<SuggestionGroup> Suggest(string typed)
    {
        var found = _suggestions.Find(typed);
        return removed.IsEmpty ? found : [.. found.Select(group => group with { Texts = [.. group.Texts.Where(text => !removed.Contains(text))] }).Where(group => group.Texts.Count > 0)];
    }

    /// <summary>Reads all anew; returns how long to leave it at that.</summary>
    internal async Task<TimeSpan> RefreshAsync(Func<AppDbContext> open, CancellationToken ct)
    {
        var since = time.GetTimestamp();
        var round = removed.Begin();
        var counts = new TermCounts(new(StringComparer.Ordinal));
        var entries = new List<SuggestionEntry>();
        await using var db = open();
        var holders = await db.Set<PatentHolder>().AsNoTracking().Where(holder => !db.Set<Patent>().Any(p => p.ApplicationNo == holder.ApplicationNo && p.RemovedAt != null)).GroupBy(holder => holder.Name).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(ct);
        // An empty catalogue has no words that would tell a right from a wrong one, and needs no classes to choose from.
        if (!await db.Set<Patent>().AnyAsync(p => p.RemovedAt == null, ct))
        {
            _suggestions.Rebuild([]);
            removed.Forget(round);
            return TimeSpan.Zero;
        }
        foreach (var holder in holders)
        {
            entries.Add(new(holder.Key, Holder, holder.Count));
            Count(holder.Key);
        }
        foreach (var title in ipc.All.Where(title => title.Level is "class" or "subclass"))
        {
            entries.Add(new($"{title.Code} {title.Title}", Class, 1));
            Count(title.Title);
        }
        await foreach (var title in db.Set<Patent>().AsNoTracking().Where(p => p.RemovedAt == null).OrderByDescending(p => p.FilingDate).ThenBy(p => p.ApplicationNo).Take(MostTitles).Select(p => p.Title)
            .AsAsyncEnumerable().WithCancellation(ct))
        {
            entries.Add(new(title, Title, 1));
            Count(title);
        }
        _spelling = new DidYouMean(counts.Counts, analyzer, readings);
        _suggestions.Rebuild(entries);
        removed.Forget(round);
        var took = time.GetElapsedTime(since);
        return took * PauseFactor > s_shortest ? took * PauseFactor : s_shortest;

        void Count(string text) => analyzer.Analyze(text, ref counts);
    }

    private readonly record struct TermCounts(Dictionary<string, long> Counts) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(Counts.GetAlternateLookup<ReadOnlySpan<char>>(), term, out _)++;
        }
    }
}
