using Marketplace.Web.Data;
using Marketplace.Web.Platform.Verbs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary><c>marketplace reindex</c>: fills the search index from the database, whatever is in it now.</summary>
internal static class ReindexVerb
{
    public const string Word = "reindex";

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow();
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        await using var db = AppDbContext.Over(source);
        // A program that serves keeps its index in memory and writes the file itself: it is told, and does it beside its work.
        if ((await IndexFollowers.ServingAsync(db, CancellationToken.None)).Count > 0)
        {
            await db.Database.ExecuteSqlAsync($"select pg_notify({CatalogueIndex.RebuildChannel}, '')");
            await Console.Error.WriteLineAsync(SearchTexts.ReindexAsked);
            return ExitCode.Ok;
        }
        await Searchable.RebuildAsync(database.Folder.Path, () => AppDbContext.Over(source), CancellationToken.None);
        await Console.Error.WriteLineAsync(SearchTexts.ReindexDone);
        return ExitCode.Ok;
    }
}
