using System.Net;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Reports;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>An objection as it is typed.</summary>
public sealed record NewObjection(Guid Once, string? Name, string? Contact, string? Text)
{
    public List<Failure> Check()
    {
        var failures = new List<Failure>();
        void Typed(string? value, int most, string field, string missing)
        {
            if (string.IsNullOrWhiteSpace(value)) failures.Add(new(field + "_missing", 400, missing, field));
            else if (value.Trim().Length > most) failures.Add(new(field + "_long", 400, DeclareTexts.TooLong.Fill(most), field));
        }
        Typed(Name, DeclarationObjectionTable.NameMax, "name", DeclareTexts.NameMissing);
        Typed(Contact, DeclarationObjectionTable.ContactMax, "contact", DeclareTexts.ContactMissing);
        Typed(Text, DeclarationObjectionTable.TextMax, "text", DeclareTexts.ObjectionMissing);
        return failures;
    }
}

/// <summary>公示: what anybody may read while name and price are in public, and say against it.</summary>
public sealed class PublicityDesk(AppDbContext db, DeclarationNotices notices, ReportLimiter limiter, AuditLog audit, TimeProvider time)
{
    /// <summary>In public now, or whoever objected looks what became of it; null for everybody else.</summary>
    public async Task<(Declaration Declaration, DeclarationObjection? Objection)?> FindAsync(Guid id, Guid? objection, CancellationToken ct)
    {
        if (await db.Set<Declaration>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } declaration) return null;
        var own = objection is { } sent ? await db.Set<DeclarationObjection>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == sent && o.DeclarationId == id, ct) : null;
        return declaration.State == DeclarationState.Publicity || own is not null ? (declaration, own) : null;
    }

    public async Task<Outcome<DeclarationObjection>> ObjectAsync(Guid id, NewObjection given, IPAddress? from, CancellationToken ct)
    {
        if (await db.Set<DeclarationObjection>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == given.Once && o.DeclarationId == id, ct) is { } sent) return sent;
        var failures = given.Check();
        if (failures.Count > 0) return failures;
        if (!limiter.Admits(from)) return Failures.RateLimited();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The night that ends the publicity waits, or was first.
        await db.Database.ExecuteSqlAsync($"select 1 from declarations where id = {id} for update", ct);
        if (await db.Set<Declaration>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { State: DeclarationState.Publicity } declaration) return new Failure("publicity_over", 409, DeclareTexts.PublicityIsOver);
        var objection = new DeclarationObjection { Id = given.Once, DeclarationId = id, Name = given.Name!.Trim(), Contact = given.Contact!.Trim(), Text = given.Text!.Trim(), At = time.GetUtcNow() };
        db.Add(objection);
        audit.Record(db, "declaration.objected", $"declaration:{id}", new { objection = objection.Id });
        await db.SaveChangesAsync(ct);
        await notices.ObjectedAsync(declaration, objection.Id, ct);
        await transaction.CommitAsync(ct);
        return objection;
    }
}
