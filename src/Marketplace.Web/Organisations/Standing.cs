using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

public enum StandingAct
{
    /// <summary>暂停</summary>
    Suspend,

    /// <summary>恢复</summary>
    Resume,

    /// <summary>合并</summary>
    Merge,

    /// <summary>注销</summary>
    Dissolve,
}

/// <summary>What a bureau does about an organisation's standing: with reason and proof; the members are told.</summary>
public sealed class Standing(AppDbContext db, AccessCheck access, FileStore files, AuditLog audit, PersonMail mail, JoinDesk joining, TimeProvider time)
{
    public static readonly MessageTemplate Changed = new()
    {
        Key = "organisation.standing",
        Texts = OrganisationTexts.ResourceManager,
        SubjectName = nameof(OrganisationTexts.MailStandingSubject),
        TextName = nameof(OrganisationTexts.MailStandingText),
        Parameters = ["organisation", "state", "reason"],
        Purpose = MessagePurpose.Service,
    };

    public static IReadOnlyList<StandingAct> From(OrganisationState state) => state switch
    {
        OrganisationState.Active => [StandingAct.Suspend, StandingAct.Merge, StandingAct.Dissolve],
        OrganisationState.Suspended => [StandingAct.Resume, StandingAct.Merge, StandingAct.Dissolve],
        _ => [],
    };

    public async Task<Outcome<Organisation>> ChangeAsync(Guid id, StandingAct? act, string? into, string? reason, IFormFile? proof, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberDesk.LockAsync(db, id, ct);
        var row = await db.Set<Organisation>().SingleAsync(o => o.Id == id, ct);
        if (access.Refuse(Act.SuperviseOrganisations, row.Target) is { } refused) return refused;
        var failures = new List<Failure>();
        if (act is null || !From(row.State).Contains(act.Value)) failures.Add(new("act_missing", 400, OrganisationTexts.StandingMissing, "act"));
        if (RegistrationRules.Reason(reason) is { } missing) failures.Add(missing);
        if (proof is null) failures.Add(new("proof_missing", 400, OrganisationTexts.ProofMissing, "proof"));
        var code = Uscc.Clean(into ?? "");
        var other = act == StandingAct.Merge ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code && o.Id != id && o.State == OrganisationState.Active, ct) : null;
        if (act == StandingAct.Merge && other is null) failures.Add(new("into_unknown", 400, OrganisationTexts.IntoUnknown, "into"));
        if (failures.Count > 0) return failures;
        var kept = await files.AddAsync(db, proof!, $"organisation:{id}", FileKind.Papers, ct);
        if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "proof" }).ToList();

        row.State = act switch
        {
            StandingAct.Suspend => OrganisationState.Suspended,
            StandingAct.Resume => OrganisationState.Active,
            StandingAct.Merge => OrganisationState.Merged,
            _ => OrganisationState.Dissolved,
        };
        row.MergedInto = other?.Id;
        audit.Record(db, "organisation." + row.State.Word(), $"organisation:{id}", new { reason = reason!.Trim(), proof = kept.Value.Id, into = other?.Id });
        await db.SaveChangesAsync(ct);
        if (row.State is OrganisationState.Merged or OrganisationState.Dissolved) await joining.LapseAsync(id, ct);
        var members = await db.Set<Membership>().Where(m => m.OrganisationId == id && m.Until == null).Select(m => m.PersonId).Distinct().ToListAsync(ct);
        await mail.TellAsync(db, members, Changed, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = row.Name,
            ["state"] = other is null ? row.State.Name() : OrganisationTexts.MergedIntoWord.Fill(other.Name),
            ["reason"] = reason.Trim(),
        }, $"organisation.standing:{id}:{time.GetUtcNow().UtcTicks}", ct);
        await transaction.CommitAsync(ct);
        return row;
    }
}
