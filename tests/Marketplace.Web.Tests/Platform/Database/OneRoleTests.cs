using System.Net;
using System.Net.Http.Json;
using Marketplace.Testing;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Npgsql;

namespace Marketplace.Web.Tests.Platform.Database;

/// <summary>One ordinary role owns the database and works in it: what the container's compose file and a first try look like.</summary>
public sealed class OneRoleTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audited_writes_work_and_the_log_still_refuses_changes()
    {
        var address = await server.NewOneRoleDatabaseAsync();
        await Migrator.ApplyAsync(address, _ => { }, Ct);
        await using var app = await RunningApp.StartAsync(address);
        var sent = await app.Http.PostAsJsonAsync("/api/v1/enquiries", new { role = "other", text = "想咨询一下", name = "王五", phone = "13800001234" }, Ct);
        sent.StatusCode.ShouldBe(HttpStatusCode.Created);
        await app.DrainOutboxAsync();

        await using var source = NpgsqlDataSource.Create(address.App);
        foreach (var attempt in (string[])
        [
            "update audit_entries set actor = 'x'", "delete from audit_entries", "truncate audit_entries cascade", "update audit_links set hash = ''", "delete from audit_links",
            "insert into audit_links (position, entry_id, previous, hash) select 9, entry_id, '', '' from audit_links",
        ])
        {
            await using var command = source.CreateCommand(attempt);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct), attempt)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
        (await AuditVerifier.VerifyAsync(source, null, Ct)).ShouldSatisfyAllConditions(r => r.Entries.ShouldBe(1), r => r.BrokenAt.ShouldBeNull());
    }
}
