using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.Verbs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Organisations.Directory;

/// <summary><c>marketplace import directory FILE --bureau USCC [--dry-run]</c>: one JSON object on standard output.</summary>
internal static class DirectoryVerb
{
    public const string Words = "import directory ";

    /// <summary>Only when nobody says that the work is done: the other program died over it.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("bureau", "dry-run");
        var started = TimeProvider.System.GetTimestamp();
        var path = line.Verb[Words.Length..];
        if (!File.Exists(path)) throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, DirectoryTexts.VerbNoFile, path));
        var uscc = Uscc.Clean(line.Option("bureau") ?? throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.NeedsValue, "--bureau")));
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql(database.Address.App).Options);
        var bureau = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == uscc && o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active)
            ?? throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, DirectoryTexts.VerbNoBureau, uscc));

        var import = await RunAsync(db, bureau, path, await File.ReadAllBytesAsync(path), line.Flag("dry-run"));
        if (import.State == ImportState.Failed) throw new OperatorException(ExitCode.NotInOrder, import.Fault!);
        var rejects = import.Rejected == 0 ? null : await WriteRejectsAsync(db, import, database.Folder.Path);
        if (line.Flag("dry-run")) await db.Set<DirectoryImport>().Where(i => i.Id == import.Id).ExecuteDeleteAsync();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            read = import.Read,
            accepted = import.Added,
            updated = import.Changed,
            unchanged = import.Unchanged,
            rejected = import.Rejected,
            seconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 3),
            rejects,
        }));
        return ExitCode.Ok;
    }

    /// <summary>Compared, and unless it is only tried, saved.</summary>
    internal static async Task<DirectoryImport> RunAsync(AppDbContext db, Organisation bureau, string path, byte[] file, bool dryRun)
    {
        var importer = new DirectoryImporter(db, new AuditLog(new HttpContextAccessor(), TimeProvider.System), TimeProvider.System);
        var import = new DirectoryImport
        {
            BureauId = bureau.Id,
            RegionPath = bureau.RegionPath,
            FileName = Upload.NameOf(path),
            File = file,
            State = ImportState.Reading,
            Language = MessageLanguages.Of(CultureInfo.CurrentUICulture),
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        db.Add(import);
        await db.SaveChangesAsync();
        var now = await FollowAsync(db, import.Id, ImportState.Reading, () => importer.CompareAsync(import.Id, _ => Task.CompletedTask, CancellationToken.None));
        while (now.State == ImportState.Compared && !dryRun)
        {
            await db.Set<DirectoryImport>().Where(i => i.Id == import.Id && i.State == ImportState.Compared).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Saving));
            now = await FollowAsync(db, import.Id, ImportState.Saving, () => importer.SaveAsync(import.Id, _ => Task.CompletedTask, CancellationToken.None));
        }
        return now;
    }

    /// <summary>
    /// The worker of a program that serves may have taken the work first: then it is waited for. It says so when it is done; should it die instead, its lock
    /// is free and the work is ours at the next look.
    /// </summary>
    private static async Task<DirectoryImport> FollowAsync(AppDbContext db, Guid id, ImportState from, Func<Task> work)
    {
        await db.Database.OpenConnectionAsync();   // One connection throughout, or what it listens to would be forgotten.
        await db.Database.ExecuteSqlRawAsync($"listen {DirectoryWorker.Moved}");
        while (true)
        {
            await work();
            var import = await db.Set<DirectoryImport>().AsNoTracking().SingleAsync(i => i.Id == id);
            if (import.State != from) return import;
            await ((NpgsqlConnection)db.Database.GetDbConnection()).WaitAsync(s_look, CancellationToken.None);
        }
    }

    private static async Task<string> WriteRejectsAsync(AppDbContext db, DirectoryImport import, string data)
    {
        var folder = System.IO.Directory.CreateDirectory(Path.Combine(data, "imports"));
        var format = SheetFile.FormatOf(import.FileName);
        var path = Path.GetFullPath(Path.Combine(folder.FullName, $"{import.Id:N}-rejects.{format}"));
        await File.WriteAllBytesAsync(path, await DirectoryDesk.RejectsAsync(db, import.Id, format, CancellationToken.None));
        return path;
    }
}
