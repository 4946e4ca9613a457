using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Platform.Verbs;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Import;

/// <summary><c>marketplace import patents FILE [--holder USCC] [--dry-run]</c>: one JSON object on standard output.</summary>
internal static class PatentImportVerb
{
    public const string Words = "import patents ";

    /// <summary>Only when nobody says that the work is done: the other program died over it.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("holder", "dry-run");
        var started = TimeProvider.System.GetTimestamp();
        var path = line.Verb[Words.Length..];
        if (!File.Exists(path)) throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, PatentImportTexts.VerbNoFile, path));
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        await using var db = AppDbContext.Over(source);
        var holder = line.Option("holder") is { } code ? await HolderAsync(db, Uscc.Clean(code)) : (Guid?)null;
        var import = await RunAsync(source, db, holder, path, await File.ReadAllBytesAsync(path), line.Flag("dry-run"));
        if (import.State == PatentImportState.Failed) throw new OperatorException(ExitCode.NotInOrder, import.Fault!);
        var rejects = import.Rejected == 0 ? null : await WriteRejectsAsync(db, import, database.Folder.Path);
        if (line.Flag("dry-run")) await db.Set<PatentImport>().Where(i => i.Id == import.Id).ExecuteDeleteAsync();
        else await Searchable.WaitAsync(database, CancellationToken.None);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new
        {
            read = import.Read,
            accepted = import.Accepted,
            updated = import.Updated,
            unchanged = import.Unchanged,
            rejected = import.Rejected,
            seconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 3),
            rejects,
        }));
        return ExitCode.Ok;
    }

    /// <summary>A command that was interrupted is given again: then it goes on where it was.</summary>
    internal static async Task<PatentImport> RunAsync(NpgsqlDataSource source, AppDbContext db, Guid? holder, string path, byte[] file, bool dryRun)
    {
        var hash = SHA256.HashData(file);
        var state = dryRun ? PatentImportState.Checking : PatentImportState.Running;
        var import = await db.Set<PatentImport>().AsNoTracking().Where(i => i.Sha256 == hash && i.OrganisationId == holder && i.PersonId == null && i.State == state).OrderBy(i => i.Id).FirstOrDefaultAsync();
        if (import is null)
        {
            import = PatentImportDesk.New(holder, null, Upload.NameOf(path), file, state, TimeProvider.System);
            db.Add(import);
            db.Add(new PatentImportFile { ImportId = import.Id, Bytes = file });
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
        var importer = new PatentImporter(source, new Workdays(), new AuditLog(new HttpContextAccessor(), TimeProvider.System), new WorkDesk(TimeProvider.System), TimeProvider.System);
        await using var ears = await source.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand($"listen {PatentImportWorker.Moved}", ears)) await listen.ExecuteNonQueryAsync();
        // The worker of a program that serves may have taken it first: then it is waited for. Should that die, its lock is free and the work is ours at the next look.
        while (true)
        {
            await importer.RunAsync(import.Id, CancellationToken.None);
            var now = await db.Set<PatentImport>().AsNoTracking().SingleAsync(i => i.Id == import.Id);
            if (now.State != state) return now;
            await ears.WaitAsync(s_look, CancellationToken.None);
        }
    }

    private static async Task<Guid?> HolderAsync(AppDbContext db, string uscc) =>
        (await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == uscc && o.State == OrganisationState.Active))?.Id
            ?? throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, PatentImportTexts.VerbNoHolder, uscc));

    private static async Task<string> WriteRejectsAsync(AppDbContext db, PatentImport import, string data)
    {
        var folder = Directory.CreateDirectory(Path.Combine(data, "imports"));
        var format = SheetFile.FormatOf(import.FileName);
        var path = Path.GetFullPath(Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{import.Id:N}-rejects.{format}")));
        await File.WriteAllBytesAsync(path, await PatentImportDesk.RejectsAsync(db, import.Id, format, CancellationToken.None));
        return path;
    }
}
