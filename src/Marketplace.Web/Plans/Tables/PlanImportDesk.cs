using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Plans.Tables;

/// <summary>A table that was read and held against what is there.</summary>
/// <param name="Fingerprint">Of what would change: confirmed is what was looked at.</param>
public sealed record ImportPreview(PlanImport Import, IReadOnlyList<CellFault> Faults, TableChange Change, string Fingerprint);

/// <summary>Takes tables of indicators and tasks: looked at first, then taken as a whole or not at all.</summary>
public sealed class PlanImportDesk(AppDbContext db, PlanDesk plans, Actor actor, AuditLog audit, TimeProvider time, IOptions<Platform.Files.FileOptions> limits)
{
    public async Task<Outcome<PlanImport>> TakeAsync(string key, ImportWhat what, IFormFile? upload, CancellationToken ct)
    {
        var (plan, failure) = await plans.OpenAsync(key, Act.KeepPlans, ct);
        if (plan is null) return failure!;
        if (plan.State == PlanState.Closed) return new Failure("state_forbids", 409, PlanTexts.PlanClosed);
        var sent = await Upload.ReadAsync(upload, limits.Value.MaxBytes, PlanTexts.FileMissing, "file", ct);
        if (!sent.Succeeded) return sent.Failures.ToList();
        var read = what == ImportWhat.Tasks ? Failing(TaskSheet.Read(sent.Value.Bytes)) : Failing(IndicatorSheet.Read(sent.Value.Bytes));
        if (read is not null) return read with { Field = "file" };
        var import = new PlanImport { PlanId = plan.Id, What = what, FileName = sent.Value.Name, File = sent.Value.Bytes, State = PlanImportState.Preview, PersonId = actor.Id, At = time.GetUtcNow() };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever begins again has given up what they did not finish.
        await GiveUpAsync(db.Set<PlanImport>().Where(i => i.PlanId == plan.Id && i.PersonId == actor.Id), ct);
        db.Add(import);
        audit.Record(db, "plan.table-looked-at", PlanDesk.Subject(plan), new { import = import.Id, what, bytes = import.File.Length });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return import;
    }

    /// <summary>Null: not there for this reader, or decided.</summary>
    public async Task<ImportPreview?> LookAsync(string key, Guid id, CancellationToken ct)
    {
        if (await plans.OpenAsync(key, Act.KeepPlans, ct) is not ({ } plan, _)) return null;
        if (await db.Set<PlanImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == id && i.PlanId == plan.Id && i.State == PlanImportState.Preview, ct) is not { File: { } file } import) return null;
        IReadOnlyList<CellFault> faults;
        TableChange change;
        if (import.What == ImportWhat.Tasks)
        {
            var read = TaskSheet.Read(file).Value;
            (faults, change) = (read.Faults, await PlanWriter.ChangeAsync(db, plan.Id, read.Rows, ct));
        }
        else
        {
            var read = IndicatorSheet.Read(file).Value;
            (faults, change) = (read.Faults, await PlanWriter.ChangeAsync(db, plan.Id, read.Rows, ct));
        }
        return new(import, faults, change, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(change)))));
    }

    public async Task<Failure?> ConfirmAsync(string key, Guid id, string? fingerprint, CancellationToken ct)
    {
        var (plan, failure) = await plans.OpenAsync(key, Act.KeepPlans, ct);
        if (plan is null) return failure;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Whoever changes this plan's tables does it one after the other.
        await db.Database.ExecuteSqlAsync($"select 1 from plans where id = {plan.Id} for update", ct);
        if (await LookAsync(key, id, ct) is not { } preview) return new("import_decided", 409, PlanTexts.ImportDecided);
        if (preview.Faults.Count > 0) return new("table_wrong", 409, PlanTexts.TableWrong);
        if (preview.Fingerprint != fingerprint) return new("table_moved", 409, PlanTexts.TableMoved);
        var now = time.GetUtcNow();
        if (preview.Import.What == ImportWhat.Tasks) await PlanWriter.ApplyAsync(db, plan.Id, TaskSheet.Read(preview.Import.File!).Value.Rows, ct);
        else await PlanWriter.ApplyAsync(db, plan.Id, IndicatorSheet.Read(preview.Import.File!).Value.Rows, now, actor.Id, ct);
        await db.Set<PlanImport>().Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, PlanImportState.Taken).SetProperty(i => i.DecidedAt, now), ct);
        audit.Record(db, "plan.table-taken", PlanDesk.Subject(plan), new { import = id, preview.Import.What, added = preview.Change.New.Count, changed = preview.Change.Changed.Count });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    public async Task<Failure?> DropAsync(string key, Guid id, CancellationToken ct)
    {
        var (plan, failure) = await plans.OpenAsync(key, Act.KeepPlans, ct);
        if (plan is null) return failure;
        await GiveUpAsync(db.Set<PlanImport>().Where(i => i.Id == id && i.PlanId == plan.Id), ct);
        return null;
    }

    private Task<int> GiveUpAsync(IQueryable<PlanImport> imports, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return imports.Where(i => i.State == PlanImportState.Preview)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, PlanImportState.Dropped).SetProperty(i => i.DecidedAt, now).SetProperty(i => i.File, (byte[]?)null), ct);
    }

    private static Failure? Failing<T>(Outcome<TableRead<T>> read) => !read.Succeeded ? read.Failures[0]
        : read.Value.Rows.Count == 0 && read.Value.Faults.Count == 0 ? new("table_empty", 400, PlanTexts.TableEmpty) : null;
}
