using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>A case took a step. Written with it; whoever counts, reminds or mirrors reads along.</summary>
public sealed record CaseMoved(string Machine, Guid Id, string From, string Cause, string To, DateOnly On)
{
    public const string Kind = "case.moved";
}

/// <param name="Blocking">Guards that say no, each with its reason in words and a way out.</param>
/// <param name="Papers">Code of each paper shown, and its file.</param>
/// <param name="Reason">In the words of who takes the step.</param>
/// <param name="On">The day it counts from; today without.</param>
/// <param name="Facts">What is worth knowing later.</param>
/// <param name="ByRegister">The gazette or the register itself says so: papers and reasons are asked of people.</param>
public sealed record StepShown(IReadOnlyDictionary<string, string>? Blocking = null, IReadOnlyDictionary<string, Guid>? Papers = null, string? Reason = null, DateOnly? On = null, object? Facts = null, bool ByRegister = false)
{
    public static readonly StepShown Nothing = new();

    public StepShown With(string paper, Guid file) => this with { Papers = new Dictionary<string, Guid>(StringComparer.Ordinal) { [paper] = file } };
}

/// <summary>Takes the steps of all cases: state, log, audit entry and event in one unit of work. Who may is asked before, of the policy table; the machine says whether it goes.</summary>
public sealed class CaseBook(AppDbContext db, AuditLog audit, Actor actor, TimeProvider time)
{
    public const int ReasonMax = 500;

    /// <summary>Null: it was taken. Nothing is saved here.</summary>
    public Failure? Take<TState, TCause>(StateMachine<TState, TCause> machine, Case<TState> one, TCause cause, StepShown? given = null) where TState : struct, Enum where TCause : struct, Enum
    {
        var shown = given ?? StepShown.Nothing;
        var on = shown.On ?? Dates.Today(time);
        var papers = shown.Papers ?? new Dictionary<string, Guid>(StringComparer.Ordinal);
        var blocking = shown.Blocking ?? new Dictionary<string, string>(StringComparer.Ordinal);
        if (shown.Reason?.Trim().Length > ReasonMax) return new("reason_too_long", 400, CaseTexts.ReasonTooLong.Fill(ReasonMax), "reason");
        var position = new Position<TState>(one.State, one.Since, one.Before is { } before ? new(before, one.Since) : null);
        var answer = machine.Step(position, cause, on, new(blocking.ContainsKey, shown.ByRegister ? null : [.. papers.Keys], shown.Reason));
        if (answer.Refusal is { } refusal) return Refused(refusal, answer.Wanting ?? [], blocking);
        var (from, to) = (one.State, answer.Position.State!.Value);
        // A way back forgets where it led from: two disputes after each other both end where the licence stood.
        one.Before = answer.Row!.To is null ? null : from;
        (one.State, one.Since, one.Steps) = (to, on, one.Steps + 1);
        db.Add(new CaseStep
        {
            CaseId = one.Id,
            Number = one.Steps,
            Machine = machine.Name,
            From = from?.ToString() ?? "",
            Cause = cause.ToString(),
            To = to.ToString(),
            On = on,
            At = time.GetUtcNow(),
            PersonId = actor.PersonId,
            OrganisationId = actor.ActingFor,
            Reason = string.IsNullOrWhiteSpace(shown.Reason) ? null : shown.Reason.Trim(),
            Evidence = JsonSerializer.Serialize(papers, JsonSerializerOptions.Web),
            Facts = JsonSerializer.Serialize(shown.Facts ?? new { }, JsonSerializerOptions.Web),
        });
        audit.Record(db, $"{machine.Name}.{cause.ToString().ToLowerInvariant()}", $"{machine.Name}:{one.Id}", new { from = from?.ToString(), to = to.ToString(), on, reason = shown.Reason, papers, facts = shown.Facts });
        db.Publish(CaseMoved.Kind, one.Id, new CaseMoved(machine.Name, one.Id, from?.ToString() ?? "", cause.ToString(), to.ToString(), on));
        return null;
    }

    private static Failure Refused(MachineRefusal refusal, IReadOnlyList<string> wanting, IReadOnlyDictionary<string, string> blocking) => refusal switch
    {
        MachineRefusal.Guarded => new("guarded", 409, string.Join(' ', wanting.Select(code => blocking[code]).Distinct(StringComparer.Ordinal))),
        MachineRefusal.EvidenceMissing => new("paper_missing", 400, CaseTexts.PaperMissing.Fill(string.Join('、', wanting.Select(CaseWords.Paper))), wanting[0]),
        MachineRefusal.ReasonMissing => new("reason_missing", 400, CaseTexts.ReasonMissing, "reason"),
        _ => new("state_forbids", 409, CaseTexts.StateForbids),
    };
}
