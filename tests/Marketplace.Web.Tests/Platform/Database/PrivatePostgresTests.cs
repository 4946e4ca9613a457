using Marketplace.Testing;
using Marketplace.Web.Platform.Database;
using Npgsql;

namespace Marketplace.Web.Tests.Platform.Database;

/// <summary>One private server, through everything that can befall it; its folder lies below one that is closed to other users.</summary>
public sealed class PrivatePostgresTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_comes_back_after_a_crash_whatever_stands_in_the_way_and_is_told_from_others()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        using var held = data.TryLock();
        await using var postgres = await PrivatePostgres.StartAsync(data, null, durable: false, Ct);
        postgres.IsNew.ShouldBeTrue();
        await ExecuteAsync(postgres, "set synchronous_commit = on; create table kept (n int); insert into kept values (1)");
        var server = StrayServer.ReadProcessId(data.Postgres)!.Value;

        // By whatever path it is named it is the same folder, and a copy of its note elsewhere is not.
        var link = folder.In("link");
        Directory.CreateSymbolicLink(link, data.Path);
        StrayServer.Running(Path.Combine(link, "pg")).ShouldContain(server);   // Its workers come and go.
        StrayServer.Running(data.Postgres).ShouldContain(server);
        var copy = Directory.CreateDirectory(folder.In("copy")).FullName;
        File.Copy(Path.Combine(data.Postgres, "postmaster.pid"), Path.Combine(copy, "postmaster.pid"));
        await StrayServer.StopAsync(copy, Ct);
        StrayServer.Running(data.Postgres).ShouldContain(server);
        File.Exists(Path.Combine(copy, "postmaster.pid")).ShouldBeFalse();

        // A session that is busy does not notice the crash, and would keep a new server from starting.
        var busy = ExecuteAsync(postgres, "do $$ begin loop null; end loop; end $$");
        await UntilAsync(postgres, "select exists (select from pg_stat_activity where state = 'active' and query like 'do %')");
        await postgres.CrashAsync();
        await UntilAsync(postgres, "select count(*) = 1 from kept");
        await Should.ThrowAsync<NpgsqlException>(busy);

        // An attempt that fails, for a reason that passes.
        var hidden = data.PasswordFile + ".hidden";
        File.Move(data.PasswordFile, hidden);
        var complaint = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        postgres.Said = said => { if (said.Contains("pg-password", StringComparison.Ordinal)) complaint.TrySetResult(said); };
        await postgres.CrashAsync();
        await complaint.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        File.Move(hidden, data.PasswordFile);
        await UntilAsync(postgres, "select count(*) = 1 from kept");
    }

    private static async Task ExecuteAsync(PrivatePostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.Address.Owner + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task UntilAsync(PrivatePostgres postgres, string question)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(postgres.Address.Owner + ";Pooling=false");
                await connection.OpenAsync(patience.Token);
                await using var command = new NpgsqlCommand(question, connection);
                if (await command.ExecuteScalarAsync(patience.Token) is true) return;
            }
            catch (NpgsqlException) { /* Not yet. */ }
            await Task.Delay(50, patience.Token);   // The server was killed: nobody is left who could say when it is back.
        }
    }
}
