using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>What is known of a conversion now.</summary>
/// <param name="Conversion">It, or the one it was merged into: that is the one to ask about.</param>
/// <param name="Filing">Its last words.</param>
public sealed record Known(Conversion Conversion, Filing Filing);

/// <summary>Filings found by what they share with others; the same few questions for one filing and for ten thousand.</summary>
internal static class KnownFilings
{
    /// <summary>$1 fingerprints; $2, $3 registers and numbers; $4, $5 banks and loans; $6, $7 patents and parties; $8, $9 givers and takers.</summary>
    private const string Alike = """
        with said as materialized (
          select id from filings where fingerprint = any ($1)
          union select r.filing_id from unnest($2::text[], $3::text[]) k (register, number) join filing_registers r using (register, number)
          union select f.id from unnest($4::text[], $5::text[]) k (bank, number) join filings f on f.loan_no = k.number join filing_parties p on p.filing_id = f.id and p.side = 'Taker' and p.key = k.bank
          union select n.filing_id from unnest($6::text[], $7::text[]) k (patent, party) join filing_patents n on n.application_no = k.patent join filing_parties p on p.filing_id = n.filing_id and p.key = k.party
          union select n.filing_id from unnest($6::text[], $7::text[]) k (patent, party) join filing_patents n on n.counts_as = k.patent join filing_parties p on p.filing_id = n.filing_id and p.key = k.party
          union select g.filing_id from unnest($8::text[], $9::text[]) k (giver, taker) join filing_parties g on g.key = k.giver and g.side = 'Giver'
            join filing_parties t on t.filing_id = g.filing_id and t.key = k.taker and t.side = 'Taker'
        )
        select distinct f.conversion_id from said join filings f using (id)
        """;

    /// <summary>The last words of each conversion that shares anything with one of these.</summary>
    public static async Task<List<Known>> LikeAsync(AppDbContext db, IReadOnlyList<Filing> filings, CancellationToken ct)
    {
        var registers = filings.SelectMany(Keys.Registers).Select(r => (First: r.Register.ToString(), Second: r.Number)).ToHashSet();
        var loans = filings.SelectMany(Keys.Loans).Select(l => (First: l.Bank, Second: l.Number)).ToHashSet();
        // The side of a party is looked at by the index of keys: here it only brings a few more.
        var takings = filings.SelectMany(f => Keys.Numbers(f).SelectMany(n => f.Parties.Select(p => (First: n, Second: p.Key)))).ToHashSet();
        var back = filings.SelectMany(Keys.Directions).Select(d => (First: d.Taker, Second: d.Giver)).ToHashSet();
        await using var command = Command(db, Alike,
            filings.Select(f => f.Fingerprint).Distinct(StringComparer.Ordinal).ToArray(), [.. registers.Select(r => r.First)], [.. registers.Select(r => r.Second)],
            [.. loans.Select(l => l.First)], [.. loans.Select(l => l.Second)], [.. takings.Select(t => t.First)], [.. takings.Select(t => t.Second)], [.. back.Select(b => b.First)], [.. back.Select(b => b.Second)]);
        var ids = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        }
        return await OfAsync(db, ids, ct);
    }

    /// <summary>Their last words, but for those that were taken down.</summary>
    public static async Task<List<Known>> OfAsync(AppDbContext db, IReadOnlyCollection<Guid> conversions, CancellationToken ct)
    {
        if (conversions.Count == 0) return [];
        var filings = await db.Set<Filing>().AsNoTracking().Where(f => conversions.Contains(f.ConversionId) && f.State != FilingState.Dropped)
            .Where(f => !db.Set<Filing>().Any(later => later.ConversionId == f.ConversionId && later.Number > f.Number && later.State != FilingState.Dropped))
            .Include(f => f.Patents).Include(f => f.Parties).Include(f => f.Registers).Include(f => f.Proofs).AsSplitQuery().OrderBy(f => f.Id).ToListAsync(ct);
        var here = await db.Set<Conversion>().AsNoTracking().Where(c => conversions.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        // A chain of merges is as long as there were decisions on one contract: one, rarely two.
        while (here.Values.Select(c => c.IntoId).OfType<Guid>().Where(into => !here.ContainsKey(into)).Distinct().ToList() is { Count: > 0 } more)
            foreach (var into in await db.Set<Conversion>().AsNoTracking().Where(c => more.Contains(c.Id)).ToListAsync(ct)) here[into.Id] = into;
        return filings.ConvertAll(f => new Known(Root(here[f.ConversionId], here), f));
    }

    private static Conversion Root(Conversion one, Dictionary<Guid, Conversion> here)
    {
        while (one.IntoId is { } into) one = here[into];
        return one;
    }

    internal static NpgsqlCommand Command(AppDbContext db, string sql, params string[][] arrays)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (connection.State != System.Data.ConnectionState.Open) db.Database.OpenConnection();
        var command = new NpgsqlCommand(sql, connection, db.Database.CurrentTransaction?.GetDbTransaction() as NpgsqlTransaction);
        foreach (var array in arrays) command.Parameters.Add(new() { Value = array });
        return command;
    }
}
