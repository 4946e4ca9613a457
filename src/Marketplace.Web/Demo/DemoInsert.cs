using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Marketplace.Web.Demo;

/// <summary>Rows in one statement for each table: a row at a time would raise each table's triggers a row at a time.</summary>
internal static class DemoInsert
{
    /// <param name="db">In a transaction.</param>
    /// <param name="table">Ours, never what somebody typed.</param>
    /// <param name="rows">Each with the same columns; what a column means to the database, as JSON.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task RowsAsync(AppDbContext db, string table, IReadOnlyList<Dictionary<string, object?>> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        var columns = string.Join(", ", rows[0].Keys.Select(column => $"\"{column}\""));
        var sql = $"insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, @rows)";
        await db.Database.ExecuteSqlRawAsync(sql, [new NpgsqlParameter("rows", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(rows) }], ct);
    }
}
