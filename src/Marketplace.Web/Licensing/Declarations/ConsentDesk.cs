using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>共有人同意: asked of those who are here, shown on paper of the others (G8).</summary>
public sealed class ConsentDesk(AppDbContext db, DeclarationReach reach, DeclarationChecks checks, DeclarationNotices notices, AccessCheck access, AuditLog audit, FileStore files, Actor actor, TimeProvider time)
{
    /// <summary>Every other patentee that is registered and has not agreed to what it says now.</summary>
    public async Task<Outcome<Declaration>> AskAsync(Guid id, ConsentTo to, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (declaration, refused) = await reach.LockAsync(id, Act.KeepListings, ct);
        if (declaration is null) return refused!;
        if (!MayChange(declaration, to) || await checks.OfAsync(declaration, ct) is not { } check) return Closed();
        var asked = 0;
        foreach (var holder in check.Others.Where(holder => holder.OrganisationId is not null && (check.ConsentOf(holder, to) is not { } given || !check.Holds(given))))
        {
            Keep(declaration, to, holder, check, ConsentState.Asked, null, null);
            await notices.AskConsentAsync(declaration, holder.OrganisationId!.Value, to, ct);
            asked++;
        }
        if (asked == 0) return new Failure("nobody_to_ask", 409, DeclareTexts.NobodyToAsk);
        audit.Record(db, "declaration.consents-asked", Subject(id), new { to, asked });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return declaration;
    }

    /// <summary>What another patentee signed.</summary>
    public async Task<Outcome<Declaration>> ShowAsync(Guid id, ConsentTo to, string? name, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (declaration, refused) = await reach.LockAsync(id, Act.KeepListings, ct);
        if (declaration is null) return refused!;
        if (!MayChange(declaration, to) || await checks.OfAsync(declaration, ct) is not { } check) return Closed();
        if (check.Others.FirstOrDefault(other => other.FoldedName == name) is not { } holder) return Failures.OfStatus(404);
        if (paper is null) return new Failure("paper_missing", 400, DeclareTexts.ConsentPaperMissing, "consentPaper");
        var file = await files.AddAsync(db, paper, DeclarationFiles.Of(id), ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "consentPaper" })]);
        Keep(declaration, to, holder, check, ConsentState.Agreed, null, file.Value.Id);
        await notices.ConsentSettledAsync(declaration, holder.OrganisationId, ct);
        audit.Record(db, "declaration.consent-shown", Subject(id), new { to, holder.Name, file = file.Value.Id });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return declaration;
    }

    /// <summary>By the one who was asked.</summary>
    public async Task<Outcome<Declaration>> AnswerAsync(Guid id, ConsentTo to, bool agrees, string? reason, string? termsRead, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own || await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct) is not { } organisation || !access.May(Act.DisposePatents, organisation.Target)) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from declarations where id = {id} for update", ct);
        if (await db.Set<DeclarationConsent>().SingleOrDefaultAsync(c => c.DeclarationId == id && c.To == to && c.OrganisationId == own, ct) is not { } consent) return Failures.OfStatus(404);
        var declaration = await db.Set<Declaration>().SingleAsync(d => d.Id == id, ct);
        if (!MayChange(declaration, to) || await checks.OfAsync(declaration, ct) is not { } check) return Closed();
        if (to == ConsentTo.Declare && termsRead != check.TermsHash) return new Failure("terms_changed", 409, DeclareTexts.ConsentTermsChanged);
        if (Consents.Refuse(agrees, reason) is { } unsaid) return unsaid;
        Say(consent, agrees ? ConsentState.Agreed : ConsentState.Refused, check, agrees ? null : reason!.Trim(), null);
        await notices.ConsentAnsweredAsync(declaration, organisation, agrees, ct);
        audit.Record(db, "declaration.consent-answered", Subject(id), new { to, organisation = own, agrees });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return declaration;
    }

    /// <summary>To declare is agreed before it is looked at; to withdraw while it stands.</summary>
    private static bool MayChange(Declaration declaration, ConsentTo to) => to == ConsentTo.Declare
        ? declaration.State is { } state && (state.IsOpenToChange() || state is DeclarationState.InternalReview or DeclarationState.Ready)
        : declaration.State is DeclarationState.Announced or DeclarationState.Hold;

    private void Keep(Declaration declaration, ConsentTo to, PatentHolder holder, DeclarationCheck check, ConsentState state, string? reason, Guid? paper)
    {
        if (check.ConsentOf(holder, to) is { } there)
        {
            db.Attach(there);
            Say(there, state, check, reason, paper);
            return;
        }
        var consent = new DeclarationConsent { DeclarationId = declaration.Id, To = to, FoldedName = holder.FoldedName, Name = holder.Name, OrganisationId = holder.OrganisationId, State = state, At = time.GetUtcNow() };
        Say(consent, state, check, reason, paper);
        db.Add(consent);
    }

    private void Say(DeclarationConsent consent, ConsentState state, DeclarationCheck check, string? reason, Guid? paper) =>
        consent.Say(state, check.TermsHash, reason, paper, actor.PersonId, time.GetUtcNow());

    private static Failure Closed() => new("state_forbids", 409, CaseTexts.StateForbids);

    private static string Subject(Guid id) => $"declaration:{id}";
}
