using Marketplace.Web.Platform.Verbs;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>Migrates at start, and waits for a database that is away instead of giving up: the pages that need none already answer.</summary>
public sealed class DatabaseStart(
    DatabaseAddress address, DatabaseReady ready, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<DatabaseStart> logger) : BackgroundService
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);

    /// <summary>Why the program stops when it cannot go on with this database.</summary>
    public string? Refusal { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PrepareAsync(stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e) when (DatabaseFault.IsAway(e))
            {
                logger.LogWarning("{Message}", string.Format(VerbTexts.Culture, VerbTexts.DatabaseAway, e.GetBaseException().GetType().Name));
                await Task.Delay(s_retry, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or OperatorException)
            {
                Refusal = e.GetBaseException().Message;
                // What the operator can put right is one sentence; a migration that fails is a bug, whose place is wanted.
                if (e is OperatorException || DatabaseFault.IsRefused(e)) logger.LogCritical("{Message}", Refusal);
                else logger.LogCritical(e, "The database cannot be brought to this program's version");
                // Stopped in the middle of its start the host would report that as a failure of its own.
                using var started = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStarted, stoppingToken);
                await Task.Delay(Timeout.InfiniteTimeSpan, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lifetime.StopApplication();
                return;
            }
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        if (configuration.GetValue<bool>("no-migrate"))
        {
            var pending = await Migrator.CountPendingAsync(address, ct);
            if (pending > 0) throw new OperatorException(ExitCode.DatabaseAway, string.Format(VerbTexts.Culture, VerbTexts.NotMigrated, pending));
        }
        else
        {
            await Migrator.ApplyAsync(address, message => logger.LogInformation("{Message}", message), ct);
        }
        ready.Open();
    }
}
