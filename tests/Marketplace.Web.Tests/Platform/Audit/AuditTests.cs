using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Tests.Platform.Audit;

public sealed class AuditTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_that_nobody_touched_is_intact_and_gives_its_head()
    {
        var address = await WriteAsync(3);
        var report = await VerifyAsync(address);
        report.ShouldSatisfyAllConditions(r => r.BrokenAt.ShouldBeNull(), r => r.Entries.ShouldBe(3), r => r.Head.ShouldStartWith("3:"));
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'somebody else' where act = 'act 2'", 2)]
    [InlineData("update audit_entries set details = '{\"n\": 20}' where act = 'act 2'", 2)]
    [InlineData("update audit_entries set at = at + interval '1 microsecond' where act = 'act 2'", 2)]
    [InlineData("update audit_entries set succeeded = not succeeded where act = 'act 3'", 3)]
    [InlineData("delete from audit_links where position = 2", 2)]
    [InlineData("delete from audit_links where position = 3; delete from audit_entries where act = 'act 3'; update audit_links set position = 3 where position = 4", 3)]
    [InlineData("update audit_links set hash = sha256('x') where position = 1", 1)]
    [InlineData("insert into audit_entries (id, at, actor, act, subject, succeeded, details) values (gen_random_uuid(), now(), 'a', 'b', 'c', true, '{}')", 5)]
    public async Task Whatever_a_superuser_changes_is_found_where_he_changed_it(string tampering, long brokenAt)
    {
        var address = await WriteAsync(4);
        await ExecuteAsync(address.Owner, $"""
            set session_replication_role = replica; alter table audit_links drop constraint if exists fk_audit_links_audit_entries_entry_id; {tampering}
            """);
        (await VerifyAsync(address)).BrokenAt.ShouldBe(brokenAt);
    }

    [Fact]
    public async Task Entries_cut_off_the_end_are_missed_only_without_a_head_noted_earlier()
    {
        var address = await WriteAsync(4);
        var head = (await VerifyAsync(address)).Head;
        await ExecuteAsync(address.Owner, "set session_replication_role = replica; delete from audit_links where position = 4; delete from audit_entries where act = 'act 4'");
        (await VerifyAsync(address)).BrokenAt.ShouldBeNull();
        (await VerifyAsync(address, head)).BrokenAt.ShouldBe(4);
    }

    [Theory]
    [InlineData("update audit_entries set actor = 'x'")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries cascade")]
    [InlineData("update audit_links set hash = ''")]
    [InlineData("insert into audit_links (position, entry_id, previous, hash) select 9, entry_id, '', '' from audit_links")]
    [InlineData("alter table audit_entries disable trigger all")]
    public async Task The_program_itself_has_no_right_to_change_the_log(string attempt)
    {
        var address = await WriteAsync(1);
        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(address.App, attempt));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Even_the_owner_meets_a_trigger()
    {
        var address = await WriteAsync(1);
        (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(address.Owner, "delete from audit_entries"))).MessageText.ShouldContain("append-only");
    }

    [Fact]
    public async Task Many_writers_at_once_make_one_chain()
    {
        var address = await server.NewDatabaseAsync();
        await Parallel.ForAsync(0, 40, Ct, async (n, ct) => await WriteOneAsync(address, n, ct));
        (await VerifyAsync(address)).ShouldSatisfyAllConditions(r => r.BrokenAt.ShouldBeNull(), r => r.Entries.ShouldBe(40));
    }

    private async Task<DatabaseAddress> WriteAsync(int entries)
    {
        var address = await server.NewDatabaseAsync();
        for (var n = 1; n <= entries; n++) await WriteOneAsync(address, n, Ct);
        return address;
    }

    private static async Task WriteOneAsync(DatabaseAddress address, int n, CancellationToken ct)
    {
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(address.App).Options);
        db.Add(new AuditEntry { At = DateTimeOffset.UnixEpoch.AddMinutes(n), Actor = "system", Act = $"act {n}", Subject = "test", Succeeded = true, Details = $$"""{"n": {{n}}}""" });
        await db.SaveChangesAsync(ct);
    }

    private static async Task<AuditReport> VerifyAsync(DatabaseAddress address, string? head = null)
    {
        await using var source = NpgsqlDataSource.Create(address.App);
        return await AuditVerifier.VerifyAsync(source, head, Ct);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
