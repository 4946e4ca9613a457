using System.Text.Encodings.Web;
using System.Text.Json;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>What a piece came to.</summary>
internal sealed record PieceCounts(int Accepted, int Updated, int Unchanged, int Rejected, int Claimed);

/// <summary>Judges and saves some rows in the transaction that is open on the connection; the connection has the tables of <see cref="PatentImportSql.Stage"/>.</summary>
internal sealed class PatentPiece(NpgsqlConnection connection, PatentImport import, Guid[]? mine, DateOnly today, DateTimeOffset now, Workdays workdays)
{
    /// <summary>Chinese stays Chinese, which takes half the bytes.</summary>
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<PieceCounts> SaveAsync(IReadOnlyList<PatentRow> rows, CancellationToken ct)
    {
        var sound = rows.Where(row => row.Faults.Count == 0).ToList();
        await using (var copy = await connection.BeginBinaryImportAsync(PatentImportSql.Copy, ct))
        {
            foreach (var row in sound) Write(copy, row);
            await copy.CompleteAsync(ct);
        }
        await ExecuteAsync(PatentImportSql.Link, ct);
        await ExecuteAsync(PatentImportSql.Judge, ct, Array((object?)mine, NpgsqlDbType.Array | NpgsqlDbType.Uuid));
        var byOrdinal = rows.ToDictionary(row => row.Ordinal);
        await RefuseAsync(byOrdinal, ct);
        if (import.State == PatentImportState.Running) await ApplyAsync(ct);
        await TellAsync(rows, byOrdinal, ct);
        var counts = await CountAsync(ct);
        return counts with { Rejected = rows.Count - counts.Accepted - counts.Updated - counts.Unchanged };
    }

    private async Task ApplyAsync(CancellationToken ct)
    {
        await ExecuteAsync(PatentImportSql.SaveNew, ct, Value(now), Value(today));
        await ExecuteAsync(PatentImportSql.SaveHolders, ct);
        await ExecuteAsync(PatentImportSql.SaveEvents, ct, Value(now), Value(today), Value(import.FileName), Array(import.PersonId, NpgsqlDbType.Uuid));
        await DeriveAsync(ct);
        await ExecuteAsync(PatentImportSql.SaveChanged, ct, Value(today));
        if (import.OrganisationId is { } claimant) await ExecuteAsync(PatentImportSql.SaveClaims, ct, Value(claimant), Value(import.Id), Value(now));
    }

    private async Task RefuseAsync(Dictionary<int, PatentRow> rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(PatentImportSql.Refusals, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows[reader.GetInt32(0)].Fault(reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3));
    }

    private async Task DeriveAsync(CancellationToken ct)
    {
        var derived = new List<(string No, Standing Standing)>();
        await using (var command = new NpgsqlCommand(PatentImportSql.ToDerive, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            (string No, PatentKind Kind, DateOnly Filed, DateOnly? Granted, int Compensation)? at = null;
            var events = new List<EventFact>();
            while (await reader.ReadAsync(ct))
            {
                var no = reader.GetString(0);
                if (at?.No != no)
                {
                    Fold();
                    at = (no, Enum.Parse<PatentKind>(reader.GetString(1)), reader.GetFieldValue<DateOnly>(2), reader.IsDBNull(3) ? null : reader.GetFieldValue<DateOnly>(3), reader.GetInt32(4));
                    events = [];
                }
                if (!reader.IsDBNull(5)) events.Add(new(Enum.Parse<PatentEventKind>(reader.GetString(5)), reader.GetFieldValue<DateOnly>(6), reader.IsDBNull(7) ? null : reader.GetInt32(7)));
            }
            Fold();

            void Fold()
            {
                if (at is { } p) derived.Add((p.No, PatentRight.Derive(p.Kind, p.Filed, p.Granted, p.Compensation, events, today, workdays)));
            }
        }
        if (derived.Count == 0) return;
        await using var copy = await connection.BeginBinaryImportAsync(PatentImportSql.CopyDerived, ct);
        foreach (var (no, standing) in derived)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(no, NpgsqlDbType.Varchar, ct);
            Write(copy, standing);
        }
        await copy.CompleteAsync(ct);
    }

    /// <summary>Rows with something to tell: what changed, why not, whose it is.</summary>
    private async Task TellAsync(IReadOnlyList<PatentRow> rows, Dictionary<int, PatentRow> byOrdinal, CancellationToken ct)
    {
        var told = new List<(PatentRow Row, string Outcome, bool Claimed, string? Differences)>();
        await using (var command = new NpgsqlCommand(PatentImportSql.Told, connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) told.Add((byOrdinal[reader.GetInt32(0)], reader.GetString(2), reader.GetBoolean(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        told.AddRange(rows.Where(row => row.Faults.Count > 0).Select(row => (row, nameof(PatentRowOutcome.Rejected), false, (string?)null)));
        if (told.Count == 0) return;
        await using var copy = await connection.BeginBinaryImportAsync(PatentImportSql.CopyRows, ct);
        foreach (var (row, outcome, claimed, differences) in told)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(import.Id, NpgsqlDbType.Uuid, ct);
            await copy.WriteAsync(row.Ordinal, NpgsqlDbType.Integer, ct);
            await copy.WriteAsync(row.Sheet.Length <= 100 ? row.Sheet : row.Sheet[..100], NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(row.Number, NpgsqlDbType.Integer, ct);
            Text(copy, row.ApplicationNo);
            Text(copy, row.Faults.Exists(f => f.Code == "secret") ? null : row.Title);
            await copy.WriteAsync(outcome, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(claimed, NpgsqlDbType.Boolean, ct);
            Json(copy, differences);
            Json(copy, row.Faults.Count > 0 ? JsonSerializer.Serialize(row.Faults, s_json) : null);
            Json(copy, row.Faults.Count > 0 ? JsonSerializer.Serialize(CellsOf(row), s_json) : null);
        }
        await copy.CompleteAsync(ct);
    }

    /// <summary>Of what is secret nothing is kept but where it stands.</summary>
    private static Dictionary<string, string> CellsOf(PatentRow row) =>
        PatentColumns.Plan.Columns.Where(c => row.Cells[c.Key].Length > 0 && (c.Key == PatentColumns.Number || !row.Faults.Exists(f => f.Code == "secret"))).ToDictionary(c => c.Key, c => row.Cells[c.Key].Replace("\0", "", StringComparison.Ordinal), StringComparer.Ordinal);

    private async Task<PieceCounts> CountAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(PatentImportSql.Count, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
    }

    private static void Write(NpgsqlBinaryImporter copy, PatentRow row)
    {
        copy.StartRow();
        copy.Write(row.Ordinal, NpgsqlDbType.Integer);
        copy.Write(row.ApplicationNo!, NpgsqlDbType.Varchar);
        copy.Write(row.SaysGranted, NpgsqlDbType.Boolean);
        copy.Write(row.Kind.ToString(), NpgsqlDbType.Text);
        foreach (var text in (ReadOnlySpan<string?>)[row.Title, row.Abstract, row.MainClaim]) Text(copy, text);
        foreach (var list in (ReadOnlySpan<string[]?>)[row.Ipc, row.Locarno, row.Inventors]) Texts(copy, list);
        Day(copy, row.FilingDate);
        Day(copy, row.PublicationDate);
        Text(copy, row.PublicationNo);
        Day(copy, row.GrantDate);
        Text(copy, row.GrantNo);
        foreach (var list in (ReadOnlySpan<string[]?>)[row.Family, row.Holders, row.Folded, row.Codes]) Texts(copy, list);
        copy.Write(row.Status is not null, NpgsqlDbType.Boolean);
        if (row.Status?.Granted is { } granted) copy.Write(granted, NpgsqlDbType.Boolean);
        else copy.WriteNull();
        Text(copy, row.Event?.Kind.ToString());
        Day(copy, row.Event?.On);
        copy.Write(row.EventIsExact, NpgsqlDbType.Boolean);
        Day(copy, row.StatusOn);
        Number(copy, row.FeePaidThrough);
        if (row.Standing is { } standing) Write(copy, standing);
        else for (var i = 0; i < 5; i++) copy.WriteNull();
    }

    private static void Write(NpgsqlBinaryImporter copy, Standing standing)
    {
        copy.Write(standing.State.ToString(), NpgsqlDbType.Text);
        Day(copy, standing.Since);
        Number(copy, standing.FeePaidThrough);
        Day(copy, standing.NextFeeDue);
        Day(copy, standing.LastDay);
    }

    private static void Text(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null) copy.WriteNull();
        else copy.Write(text, NpgsqlDbType.Text);
    }

    private static void Texts(NpgsqlBinaryImporter copy, string[]? texts)
    {
        if (texts is null) copy.WriteNull();
        else copy.Write(texts, NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    private static void Json(NpgsqlBinaryImporter copy, string? json)
    {
        if (json is null) copy.WriteNull();
        else copy.Write(json, NpgsqlDbType.Jsonb);
    }

    private static void Day(NpgsqlBinaryImporter copy, DateOnly? day)
    {
        if (day is { } given) copy.Write(given, NpgsqlDbType.Date);
        else copy.WriteNull();
    }

    private static void Number(NpgsqlBinaryImporter copy, int? number)
    {
        if (number is { } given) copy.Write(given, NpgsqlDbType.Integer);
        else copy.WriteNull();
    }

    private static NpgsqlParameter Value(object value) => new() { Value = value };

    private static NpgsqlParameter Array(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private async Task ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = PatentImporter.PatienceSeconds };
        command.Parameters.AddRange(values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
