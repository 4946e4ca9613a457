using Marketplace.Web.Contact;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Privacy;

/// <summary>What was sent to the person: on their account, and to their confirmed phone or mail in other matters.</summary>
internal sealed class MessageData(MessageTemplates templates) : IPersonalData
{
    public string Key => "messages";
    public string Title => PrivacyTexts.MessagesTitle;
    public string Purpose => PrivacyTexts.MessagesPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PrivacyTexts.MessagesErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (await OfAsync(db, personId, ct)).AsNoTracking().OrderByDescending(m => m.Id).Take(1000).ToListAsync(ct)).Select(m => (IReadOnlyList<PersonalField>)
        [
            new("at", PrivacyTexts.FieldAt, Dates.Minute(m.CreatedAt)),
            new("channel", PrivacyTexts.FieldChannel, MessageNames.Of(m.Channel)),
            new("address", PrivacyTexts.FieldTo, m.Address, RecipientMask.Of(m.Channel, m.Address)),
            new("kind", PrivacyTexts.FieldKind, Kind(m.Template)),
            new("state", PrivacyTexts.FieldState, MessageNames.Of(m.State)),
        ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await (await OfAsync(db, personId, ct)).Select(m => m.Id).ToArrayAsync(ct);
        await ClearAsync(db, ids, now, ct);
        var key = PersonMessages.KeyOf(personId);
        await db.Set<MessageOptOut>().Where(o => o.RecipientKey == key).ExecuteDeleteAsync(ct);
    }

    /// <summary>Address and words go, that something was sent stays; what was not sent yet never will be.</summary>
    internal static Task<int> ClearAsync(AppDbContext db, Guid[] ids, DateTimeOffset now, CancellationToken ct) => db.Database.ExecuteSqlAsync($$"""
        update messages set address = '', parameters = '{}'::jsonb, lease_id = null,
          state = case when state in ('Queued', 'Sending') then 'Expired' else state end, finished_at = coalesce(finished_at, {{now}})
        where id = any({{ids}})
        """, ct);

    /// <summary>What the message said it was about, in the reader's language and without the names it held.</summary>
    private string Kind(string template) => templates.Find(template) is { } found
        ? MessageText.Render(found, MessageLanguages.Of(System.Globalization.CultureInfo.CurrentUICulture), new Dictionary<string, string>(StringComparer.Ordinal)).Subject : template;

    private static async Task<IQueryable<Message>> OfAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var (key, addresses) = (PersonMessages.KeyOf(personId), await Own.AddressesAsync(db, personId, ct));
        return db.Set<Message>().Where(m => m.RecipientKey == key || addresses.Contains(m.Address));
    }
}

/// <summary>Enquiries bear no account: they are the person's when written from their confirmed phone or mail.</summary>
internal sealed class EnquiryData : IPersonalData
{
    public string Key => "enquiries";
    public string Title => PrivacyTexts.EnquiriesTitle;
    public string Purpose => PrivacyTexts.EnquiriesPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PrivacyTexts.EnquiriesErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (await OfAsync(db, personId, ct)).AsNoTracking().OrderByDescending(e => e.Id).Take(1000).ToListAsync(ct)).Select(e => (IReadOnlyList<PersonalField>)
        [
            new("reference", PrivacyTexts.FieldReference, e.Reference),
            new("at", PrivacyTexts.FieldAt, Dates.Minute(e.ReceivedAt)),
            new("name", PrivacyTexts.FieldName, e.Name, Masking.Name(e.Name)),
            new("phone", PrivacyTexts.FieldPhone, e.Phone, Masking.Phone(e.Phone)),
            new("mail", PrivacyTexts.FieldMail, e.Mail, Masking.Mail(e.Mail)),
            new("text", PrivacyTexts.FieldText, e.Text, "***"),
        ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await (await OfAsync(db, personId, ct)).Select(e => e.Id).ToListAsync(ct);
        await DeleteAsync(db, ids, ct);
    }

    internal static async Task DeleteAsync(AppDbContext db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var subjects = ids.Select(id => $"enquiry:{id}").ToList();
        await db.Set<StoredFile>().Where(f => subjects.Contains(f.Subject)).ExecuteDeleteAsync(ct);
        await db.Set<Enquiry>().Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(ct);
    }

    private static async Task<IQueryable<Enquiry>> OfAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var addresses = await Own.AddressesAsync(db, personId, ct);
        return db.Set<Enquiry>().Where(e => addresses.Contains(e.Phone!) || addresses.Contains(e.Mail!));
    }
}

internal sealed class ReportData : IPersonalData
{
    public string Key => "reports";
    public string Title => ReportTexts.Title;
    public string Purpose => PrivacyTexts.ReportsPurpose;
    public string Basis => PrivacyTexts.BasisConsent;
    public string OnErasure => PrivacyTexts.ReportsErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await (await OfAsync(db, personId, ct)).AsNoTracking().OrderByDescending(r => r.Id).Take(1000).ToListAsync(ct)).Select(r => (IReadOnlyList<PersonalField>)
        [
            new("code", ReportTexts.Code, r.Code, "***"),
            new("at", PrivacyTexts.FieldAt, Dates.Minute(r.ReceivedAt)),
            new("subject", ReportTexts.Subject, r.Title),
            new("text", PrivacyTexts.FieldText, r.Text, "***"),
            new("contact", ReportTexts.Contact, r.Contact, r.Contact is null ? null : "***"),
        ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct) =>
        await (await OfAsync(db, personId, ct)).ExecuteUpdateAsync(set => set.SetProperty(r => r.Contact, (string?)null).SetProperty(r => r.PersonId, (Guid?)null), ct);

    private static async Task<IQueryable<Report>> OfAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var addresses = await Own.AddressesAsync(db, personId, ct);
        return db.Set<Report>().Where(r => r.PersonId == personId || addresses.Contains(r.Contact!));
    }
}

internal sealed class WorkData(WorkKinds kinds) : IPersonalData
{
    public string Key => "work";
    public string Title => WorkTexts.Title;
    public string Purpose => PrivacyTexts.WorkPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => PrivacyTexts.WorkErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct) =>
        [.. (await db.Set<WorkItem>().AsNoTracking().Where(w => w.PersonId == personId || w.AssignedTo == personId || w.DoneBy == personId).OrderByDescending(w => w.Id).Take(1000).ToListAsync(ct))
            .Select(w => (IReadOnlyList<PersonalField>)
            [
                new("what", WorkTexts.What, kinds.Text(w)),
                new("since", WorkTexts.Since, Dates.Minute(w.CreatedAt)),
                new("doneAt", WorkTexts.DoneAt, w.DoneAt is { } at ? Dates.Minute(at) : null),
            ])];

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Set<WorkItem>().Where(w => w.AssignedTo == personId && w.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.AssignedTo, (Guid?)null), ct);
        await db.Set<WorkItem>().Where(w => w.PersonId == personId && w.DoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(w => w.DoneAt, now), ct);
        await db.Set<WorkPutOff>().Where(p => p.PersonId == personId).ExecuteDeleteAsync(ct);
        await db.Set<WorkAbsence>().Where(a => a.PersonId == personId || a.ColleagueId == personId).ExecuteDeleteAsync(ct);
    }
}

internal static class Own
{
    /// <summary>Confirmed ones only: whoever types a stranger's number must not see or erase what is that stranger's.</summary>
    public static async Task<string[]> AddressesAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == personId, ct);
        return [.. new[] { person.PhoneNumberConfirmed ? person.PhoneNumber : null, person.EmailConfirmed ? person.Email : null }.OfType<string>()];
    }
}
