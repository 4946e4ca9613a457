using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Marketplace.Web.Platform.Audit;

/// <param name="Entries">How many entries were read.</param>
/// <param name="Head">Position and hash of the last link: noted outside the database, it shows later that nothing was cut off the end.</param>
/// <param name="BrokenAt">The first position that is not as written, or null.</param>
public sealed record AuditReport(long Entries, string Head, long? BrokenAt, string? Reason);

/// <summary>Computes the chain anew from the entries as they stand and compares it with the links.</summary>
public static class AuditVerifier
{
    /// <summary>False for a database that was never migrated: it has no log that could be whole.</summary>
    public static async Task<bool> HasLogAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select to_regclass('audit_links') is not null");
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <param name="source">The database.</param>
    /// <param name="expectedHead">A head noted earlier (<c>position:hash</c>) that the chain must still hold.</param>
    /// <param name="ct">Ends the check.</param>
    public static async Task<AuditReport> VerifyAsync(NpgsqlDataSource source, string? expectedHead, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // One snapshot for both queries, so that entries committed meanwhile are not taken for strays.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var position = 0L;
        var hash = Array.Empty<byte>();
        var expectedSeen = expectedHead is null;
        AuditReport Broken(long at, string reason) => new(position, Head(position, hash), at, reason);

        await using (var command = new NpgsqlCommand($"""
            select l.position, l.previous, l.hash, {AuditSql.Canonical} as canonical, e.id is null as lost
            from audit_links l left join audit_entries e on e.id = l.entry_id order by l.position
            """, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var at = reader.GetInt64(0);
                if (at != position + 1) return Broken(position + 1, "link missing");
                if (reader.GetBoolean(4)) return Broken(at, "entry missing");
                if (!reader.GetFieldValue<byte[]>(1).AsSpan().SequenceEqual(hash)) return Broken(at, "does not follow the link before it");
                var computed = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(reader.GetString(3))]);
                if (!reader.GetFieldValue<byte[]>(2).AsSpan().SequenceEqual(computed)) return Broken(at, "entry differs from its hash");
                (position, hash) = (at, computed);
                expectedSeen |= Head(position, hash) == expectedHead;
            }
        }
        await using var unlinked = new NpgsqlCommand("select count(*) from audit_entries e where not exists (select from audit_links l where l.entry_id = e.id)", connection);
        if (await unlinked.ExecuteScalarAsync(ct) is not 0L) return Broken(position + 1, "entry without a link");
        if (!expectedSeen) return Broken(position + 1, "the head noted earlier is gone");
        return new(position, Head(position, hash), null, null);
    }

    private static string Head(long position, byte[] hash) => $"{position}:{Convert.ToHexStringLower(hash)}";
}
