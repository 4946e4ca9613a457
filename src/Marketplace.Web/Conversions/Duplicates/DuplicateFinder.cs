using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Duplicates;

/// <param name="Filing">That was looked at.</param>
/// <param name="Other">That it looks like.</param>
/// <param name="Known">Of the other, where it is in the database; null: it stands in the same table.</param>
public sealed record Match(Filing Filing, Filing Other, Known? Known, Finding Finding)
{
    /// <summary>The conversion to ask about.</summary>
    public Guid OtherId => Known?.Conversion.Id ?? Other.ConversionId;
}

/// <summary>Finds what was filed before, in the transaction in which a filing is handed in, and puts it on the list of those who decide.</summary>
public sealed class DuplicateFinder(AppDbContext db, WorkDesk work, TimeProvider time)
{
    /// <summary>Kind of the work: one item for a bureau, however many wait.</summary>
    public const string Work = "conversion.duplicates";

    private const string Put = """
        insert into suspects (id, first_id, second_id, rules, state, words, at)
        select i::uuid, f::uuid, s::uuid, string_to_array(r, ','), 'Open', w, $6 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) t (i, f, s, r, w)
        on conflict (first_id, second_id) do update set
          rules = (select array_agg(distinct r order by r) from unnest(suspects.rules || excluded.rules) r),
          state = case when suspects.state = 'Different' and suspects.words <> excluded.words then 'Open' else suspects.state end,
          reason = case when suspects.state = 'Different' and suspects.words <> excluded.words then null else suspects.reason end,
          decided_by = case when suspects.state = 'Different' and suspects.words <> excluded.words then null else suspects.decided_by end,
          decided_at = case when suspects.state = 'Different' and suspects.words <> excluded.words then null else suspects.decided_at end,
          words = excluded.words
        """;

    public Task FindAsync(Filing filing, CancellationToken ct) => FindAsync([filing], ct);

    /// <summary>Each held against all that is known and against those before it; what has to be asked is written down.</summary>
    public async Task FindAsync(IReadOnlyList<Filing> filings, CancellationToken ct)
    {
        var asked = (await LookAsync(filings, ct)).Where(m => m.Finding.IsAsked && m.Filing.ConversionId != m.OtherId).ToList();
        if (asked.Count == 0) return;
        var pairs = asked.GroupBy(m => Ordered(m.Filing.ConversionId, m.OtherId)).Select(same => (Pair: same.Key, Rules: string.Join(',', same.SelectMany(m => m.Finding.Rules).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), Words: WordsOf(same.First().Filing, same.First().Other))).ToList();
        await using (var command = KnownFilings.Command(db, Put,
            [.. pairs.Select(_ => Guid.CreateVersion7().ToString())], [.. pairs.Select(p => p.Pair.First.ToString())], [.. pairs.Select(p => p.Pair.Second.ToString())], [.. pairs.Select(p => p.Rules)], [.. pairs.Select(p => p.Words)]))
        {
            command.Parameters.Add(new() { Value = time.GetUtcNow() });
            await command.ExecuteNonQueryAsync(ct);
        }
        foreach (var region in asked.Select(m => Common(m.Filing.RegionPath, (m.Known?.Conversion.RegionPath) ?? m.Other.RegionPath)).Distinct(StringComparer.Ordinal)) await TellAsync(region, ct);
    }

    /// <summary>What each of them looks like; nothing is written.</summary>
    public async Task<List<Match>> LookAsync(IReadOnlyList<Filing> filings, CancellationToken ct)
    {
        var index = new Dictionary<string, List<(Filing Filing, Known? Known)>>(StringComparer.Ordinal);
        var own = filings.Select(f => f.ConversionId).ToHashSet();
        foreach (var known in await KnownFilings.LikeAsync(db, filings, ct))
            if (!own.Contains(known.Filing.ConversionId)) Add(known.Filing, known);
        var found = new List<Match>();
        foreach (var filing in filings)
        {
            var seen = new HashSet<Guid>();
            foreach (var key in Keys.Asked(filing))
                foreach (var (other, known) in index.GetValueOrDefault(key) ?? [])
                    if (other.ConversionId != filing.ConversionId && seen.Add(other.Id) && DuplicateRules.Compare(filing, other) is { Likeness: not Likeness.None } finding) found.Add(new(filing, other, known, finding));
            Add(filing, null);
        }
        return found;

        void Add(Filing filing, Known? known)
        {
            foreach (var key in Keys.Of(filing).Distinct(StringComparer.Ordinal))
            {
                if (!index.TryGetValue(key, out var under)) index[key] = under = [];
                under.Add((filing, known));
            }
        }
    }

    /// <summary>On the list of the reviewers of the bureau that reaches both, once.</summary>
    private async Task TellAsync(string region, CancellationToken ct)
    {
        if (await BureauOf.RegionAsync(db, region, ct) is not { } bureau) return;
        await work.AddAsync(db, new(Work, $"{Work}:{bureau.Id:N}", new Audience.Holders(bureau.Id, Role.BureauReviewer), "/conversions/duplicates", new Dictionary<string, string>(StringComparer.Ordinal)), ct);
    }

    public static (Guid First, Guid Second) Ordered(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);

    /// <summary>The smallest region that holds both; where there is none, the first's own.</summary>
    internal static string Common(string one, string other)
    {
        var both = BureauOf.Upwards(one).Intersect(BureauOf.Upwards(other), StringComparer.Ordinal).MaxBy(path => path.Length);
        return both ?? one;
    }

    /// <summary>Of what the rules go by, of both in their order.</summary>
    private static string WordsOf(Filing one, Filing other)
    {
        var (first, second) = one.ConversionId.CompareTo(other.ConversionId) < 0 ? (one, other) : (other, one);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Words(first) + "\n" + Words(second))));
    }

    private static string Words(Filing f) => FormattableString.Invariant(
        $"{f.Fingerprint}|{f.Kind}|{f.Type}|{f.ContractNo}|{f.LoanNo}|{f.Amount:0.##}|{f.NewAmount:0.##}|{string.Join(',', f.Registers.Select(r => r.Register + r.Number).Order(StringComparer.Ordinal))}");
}
