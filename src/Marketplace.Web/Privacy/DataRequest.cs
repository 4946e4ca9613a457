using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Privacy;

/// <summary>What a person asks to have corrected and cannot correct alone (PIPL Art. 46).</summary>
public sealed class DataRequest
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateOnly Due { get; init; }
    public string? Answer { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public Guid? AnsweredBy { get; set; }
}

internal sealed class DataRequestTable : IEntityTypeConfiguration<DataRequest>
{
    public void Configure(EntityTypeBuilder<DataRequest> builder)
    {
        builder.ToTable("data_requests");
        builder.Property(r => r.Text).HasMaxLength(DataRequestDesk.TextMax);
        builder.Property(r => r.Answer).HasMaxLength(DataRequestDesk.TextMax);
        builder.HasIndex(r => new { r.PersonId, r.Id });
        builder.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

public sealed class DataRequestDesk(
    AppDbContext db, WorkDesk work, PersonMessages messages, PublicAddress address, Workdays workdays, Actor actor, AuditLog audit, TimeProvider time)
{
    public const string Work = "privacy.request";
    public const int TextMin = 5;
    public const int TextMax = 1000;

    /// <summary>The usual reading of "in time" (及时) in PIPL Art. 50; the same as for reports.</summary>
    private const int AnswerWithinWorkdays = 15;

    /// <summary>More open ones than anybody has mistakes in their data.</summary>
    private const int OpenAtMost = 5;

    internal static readonly MessageTemplate Answered = new()
    {
        Key = "privacy.answered",
        Texts = PrivacyTexts.ResourceManager,
        SubjectName = nameof(PrivacyTexts.AnsweredSubject),
        TextName = nameof(PrivacyTexts.AnsweredText),
        Parameters = ["link"],
        Purpose = MessagePurpose.Service,
    };

    public async Task<Outcome<DataRequest>> AskAsync(string? text, CancellationToken ct)
    {
        var wanted = text?.Trim() ?? "";
        if (wanted.Length is < TextMin or > TextMax) return Wrong("text");
        var me = actor.Id;
        if (await db.Set<DataRequest>().CountAsync(r => r.PersonId == me && r.AnsweredAt == null, ct) >= OpenAtMost)
            return new Failure("too_many_requests", 429, PrivacyTexts.RequestTooMany, "text");
        var now = time.GetUtcNow();
        var request = new DataRequest { PersonId = me, Text = wanted, At = now, Due = workdays.After(Dates.Day(now), AnswerWithinWorkdays) };
        var office = await db.Set<Organisation>().Where(o => o.Kind == OrganisationKind.PlatformOperator && o.State == OrganisationState.Active).OrderBy(o => o.Id).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(request);
        audit.Record(db, "privacy.requested", $"request:{request.Id}");
        await db.SaveChangesAsync(ct);
        if (office is { } id)
            await work.AddAsync(db, new(Work, $"privacy.request:{request.Id}", new Audience.Holders(id, Role.SecurityAdministrator), $"/privacy/requests/{request.Id}",
                new Dictionary<string, string>(StringComparer.Ordinal), request.Due, WaitingPersonId: me), ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    public async Task<Outcome<DataRequest>> AnswerAsync(Guid id, string? answer, CancellationToken ct)
    {
        var text = answer?.Trim() ?? "";
        if (await db.Set<DataRequest>().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } request) return Failures.OfStatus(404);
        if (text.Length is < TextMin or > TextMax) return Wrong("answer");
        if (request.AnsweredAt is not null) return Failures.Conflict();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        (request.Answer, request.AnsweredAt, request.AnsweredBy) = (text, time.GetUtcNow(), actor.Id);
        audit.Record(db, "privacy.answered", $"request:{id}");
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, $"privacy.request:{id}", actor.Id, ct);
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == request.PersonId, ct);
        await messages.QueueAsync(db, person, Answered, $"privacy.answered:{id}", () => new Dictionary<string, string>(StringComparer.Ordinal) { ["link"] = address.Of("/account/data") }, inApp: true, ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    private static Failure Wrong(string field) => new("text_wrong", 400, string.Format(CultureInfo.CurrentCulture, PrivacyTexts.RequestWrong, TextMin, TextMax), field);
}

internal sealed class DataRequestData : IPersonalData
{
    public string Key => "requests";
    public string Title => PrivacyTexts.RequestsTitle;
    public string Purpose => PrivacyTexts.RequestsPurpose;
    public string Basis => PrivacyTexts.BasisLaw;
    public string OnErasure => PrivacyTexts.RequestsErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<DataRequest>().AsNoTracking().Where(r => r.PersonId == personId).OrderByDescending(r => r.Id).Take(1000).ToListAsync(ct)).Select(r => (IReadOnlyList<PersonalField>)
        [
            new("at", PrivacyTexts.FieldAt, Dates.Minute(r.At)),
            new("text", PrivacyTexts.FieldText, r.Text),
            new("answer", PrivacyTexts.FieldAnswer, r.Answer),
            new("answeredAt", PrivacyTexts.FieldAnswered, r.AnsweredAt is { } at ? Dates.Minute(at) : null),
        ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"update work_items set done_at = {now} where done_at is null and key in (select 'privacy.request:' || id from data_requests where person_id = {personId})", ct);
        await db.Set<DataRequest>().Where(r => r.PersonId == personId).ExecuteDeleteAsync(ct);
    }
}
