using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Plans.Forms;

public sealed record FormLine(SuperiorForm Form, IReadOnlyList<FormVersionLine> Versions)
{
    public FormVersionLine Last => Versions[0];
}

public sealed record FormVersionLine(SuperiorFormVersion Version, StoredFile File, string? By);

/// <summary>A form filled for a quarter.</summary>
public sealed record FilledFile(string Name, string MediaType, byte[] Bytes);

/// <summary>上级表样: checked when they come, kept in versions, filled for a quarter.</summary>
public sealed class FormDesk(AppDbContext db, PlanDesk plans, FormReader reader, AccessCheck access, Actor actor, AuditLog audit, FileStore files, TimeProvider time)
{
    /// <summary>More than these nobody reads at once; with them mended the rest is told.</summary>
    private const int MostFaults = 30;

    private static readonly IReadOnlyList<FileKind> s_kinds = [.. FileKind.All.Where(kind => kind.Endings[0] is ".docx" or ".xlsx")];

    public static readonly string Accept = string.Join(',', s_kinds.SelectMany(kind => kind.Endings));

    /// <summary>Null: not there for this reader.</summary>
    public async Task<Plan?> PlanAsync(string key, CancellationToken ct) => await plans.FindAsync(key, ct) is { } plan && plans.May(Act.ReadFigures, plan) ? plan : null;

    public bool MayKeep(Plan plan) => plans.May(Act.KeepPlans, plan);

    public async Task<IReadOnlyList<FormLine>> ListAsync(Plan plan, CancellationToken ct) => await LinesAsync(db.Set<SuperiorForm>().Where(f => f.PlanId == plan.Id && f.DeletedAt == null), ct);

    public async Task<(Plan Plan, FormLine Line)?> FindAsync(string key, Guid id, CancellationToken ct) =>
        await PlanAsync(key, ct) is { } plan && (await LinesAsync(db.Set<SuperiorForm>().Where(f => f.Id == id && f.PlanId == plan.Id && f.DeletedAt == null), ct)) is [var line] ? (plan, line) : null;

    /// <param name="key">Of which plan.</param>
    /// <param name="id">A further version of this form; null: a new one.</param>
    /// <param name="name">What a new one is called.</param>
    /// <param name="file">A workbook or a document.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<SuperiorForm>> UploadAsync(string key, Guid? id, string? name, IFormFile? file, CancellationToken ct)
    {
        if (await PlanAsync(key, ct) is not { } plan) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, plan.Target) is { } refused) return refused;
        var form = id is null ? null : await db.Set<SuperiorForm>().SingleOrDefaultAsync(f => f.Id == id && f.PlanId == plan.Id && f.DeletedAt == null, ct);
        if (id is not null && form is null) return Failures.OfStatus(404);
        var (called, failures, now) = (name?.Trim() ?? "", new List<Failure>(), time.GetUtcNow());
        if (form is null && called.Length is 0 or > SuperiorForm.NameMax) failures.Add(new("name_missing", 400, FormTexts.NameMissing.Fill(SuperiorForm.NameMax), "name"));
        if (file is null) failures.Add(new("file_missing", 400, FormTexts.FileMissing, "file"));
        if (failures.Count > 0) return failures;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var added = form is null;
        form ??= new() { PlanId = plan.Id, Name = called, Versions = 0, At = now, PersonId = actor.Id };
        var kept = await files.AddAsync(db, file!, $"{FormPapers.KindName}:{form.Id}", s_kinds, ct);
        if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "file" }).ToList();
        if (!added && await SameAsync(form, kept.Value, ct)) return form;
        var known = await reader.ReadAsync(plan, Quarter.Of(Dates.Today(time)), ct);
        if (OfficeForm.Fill(await Upload.BytesAsync(file!, ct), word => known.GetValueOrDefault(word)) is not { } read) return new Failure("form_unreadable", 400, FormTexts.Unreadable, "file");
        if (read.Faults.Count > 0) return new Failure("placeholders_wrong", 400, string.Join(' ', read.Faults.Take(MostFaults).Select(FormWords.Said)), "file");
        if (read.Places == 0) return new Failure("placeholders_none", 400, FormTexts.NoPlaceholders, "file");
        if (added) db.Add(form);
        db.Add(new SuperiorFormVersion { FormId = form.Id, Number = ++form.Versions, FileId = kept.Value.Id, Places = read.Places, At = now, PersonId = actor.Id });
        audit.Record(db, "superior-form.uploaded", Subject(form.Id), new { plan = plan.Key, form.Name, version = form.Versions, file = kept.Value.Id });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Failure("version_at_once", 409, FormTexts.AtOnce, "file");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new Failure("name_taken", 409, FormTexts.NameTaken, "name");
        }
        await transaction.CommitAsync(ct);
        return form;
    }

    /// <param name="key">Of which plan.</param>
    /// <param name="id">Which form.</param>
    /// <param name="typed">Its name, typed to confirm.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> DeleteAsync(string key, Guid id, string? typed, CancellationToken ct)
    {
        if (await FindAsync(key, id, ct) is not var (plan, line)) return Failures.OfStatus(404);
        if (access.Refuse(Act.KeepPlans, plan.Target) is { } refused) return refused;
        if (typed?.Trim() != line.Form.Name) return new("not_confirmed", 400, FormTexts.DeleteTyped.Fill(line.Form.Name), "typed");
        var (now, by) = (time.GetUtcNow(), actor.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<SuperiorForm>().Where(f => f.Id == id && f.DeletedAt == null).ExecuteUpdateAsync(set => set.SetProperty(f => f.DeletedAt, now).SetProperty(f => f.DeletedBy, by), ct);
        audit.Record(db, "superior-form.deleted", Subject(id), new { plan = plan.Key, line.Form.Name });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>That figures went out is noted.</summary>
    /// <param name="key">Of which plan.</param>
    /// <param name="id">Which form.</param>
    /// <param name="number">Which version; null: the last.</param>
    /// <param name="typed">Which quarter.</param>
    /// <param name="ct">The reader left.</param>
    public async Task<Outcome<FilledFile>> FillAsync(string key, Guid id, int? number, string? typed, CancellationToken ct)
    {
        if (await FindAsync(key, id, ct) is not var (plan, line) || line.Versions.FirstOrDefault(v => number is null || v.Version.Number == number) is not { } version) return Failures.OfStatus(404);
        if (Quarter.Read(typed?.Trim()) is not { } quarter || quarter.First > Dates.Today(time)) return new Failure("quarter_wrong", 400, PlanTexts.QuarterWrong, "quarter");
        var known = await reader.ReadAsync(plan, quarter, ct);
        var bytes = await db.Set<StoredContent>().Where(c => c.Sha256 == version.File.ContentSha256).Select(c => c.Bytes).SingleAsync(ct);
        // It was read when it came; an indicator that is no longer there is unknown.
        var filled = OfficeForm.Fill(bytes, word => known.GetValueOrDefault(word, FormValue.Nothing))!;
        audit.Record(db, "superior-form.filled", Subject(id), new { plan = plan.Key, quarter = quarter.ToString(), version = version.Version.Number });
        await db.SaveChangesAsync(ct);
        return new FilledFile($"{line.Form.Name}-{quarter}{Path.GetExtension(version.File.Name).ToLowerInvariant()}", version.File.MediaType, filled.Bytes);
    }

    /// <summary>A double click, or the same file again.</summary>
    private Task<bool> SameAsync(SuperiorForm form, StoredFile file, CancellationToken ct) =>
        db.Set<SuperiorFormVersion>().AnyAsync(v => v.FormId == form.Id && v.Number == form.Versions && db.Set<StoredFile>().Any(f => f.Id == v.FileId && f.ContentSha256 == file.ContentSha256), ct);

    private async Task<IReadOnlyList<FormLine>> LinesAsync(IQueryable<SuperiorForm> which, CancellationToken ct)
    {
        var forms = await which.AsNoTracking().OrderBy(f => f.Name).ThenBy(f => f.Id).ToListAsync(ct);
        var ids = forms.ConvertAll(f => f.Id);
        var versions = (await (from v in db.Set<SuperiorFormVersion>().AsNoTracking()
                               join f in db.Set<StoredFile>() on v.FileId equals f.Id
                               where ids.Contains(v.FormId)
                               orderby v.Number descending
                               select new FormVersionLine(v, f, db.Set<Platform.SignIn.Person>().Where(p => p.Id == v.PersonId).Select(p => p.DisplayName).FirstOrDefault())).ToListAsync(ct)).ToLookup(v => v.Version.FormId);
        return forms.ConvertAll(form => new FormLine(form, [.. versions[form.Id]]));
    }

    private static string Subject(Guid form) => $"{FormPapers.KindName}:{form}";
}

/// <summary>The empty form: people of the plan's region.</summary>
internal sealed class FormPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public const string KindName = "superior-form";

    public string Kind => KindName;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await (from f in db.Set<SuperiorForm>()
                                                                                  join p in db.Set<Plan>() on f.PlanId equals p.Id
                                                                                  where f.Id == id
                                                                                  select p).AsNoTracking().SingleOrDefaultAsync(ct) is { } plan && access.May(Act.ReadFigures, plan.Target);
}
