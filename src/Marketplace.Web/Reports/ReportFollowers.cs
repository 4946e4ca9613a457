using Marketplace.Web.Contact;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Reports;

/// <summary>Puts a report on the list of the office that answers it, and tells whoever reported.</summary>
internal sealed class ReportReceived(WorkDesk work, ReportWriter writer, ILogger<ReportReceived> logger) : IOutboxHandler
{
    public string Kind => ReportDesk.Received;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var id = happened.Read<ReportHappened>().ReportId;
        if (await db.Set<Report>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } report) return;
        await writer.WriteAsync(db, report, ReportMessages.Received, ct);
        if (report.JoinedTo is not null || report.AnsweredAt is not null) return;
        if (report.OfficeId is not { } office)
        {
            logger.LogError("Report {Report} has nobody to answer it: there is no bureau for its place and no operator of the platform", id);
            return;
        }
        await work.AddAsync(db, new(
            ReportsSetup.Work, ReportDesk.WorkKey(id), new Audience.Holders(office, await ReportOffice.AnsweringRoleAsync(db, office, ct)), $"/reports/{id}",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = report.Title }, report.Due, WaitingPersonId: report.PersonId), ct);
    }
}

/// <summary>Tells everybody who reported the thing that there is an answer. The answer itself stays on the page: messages are read by others too.</summary>
internal sealed class ReportAnswered(ReportWriter writer) : IOutboxHandler
{
    public string Kind => ReportDesk.Answered;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var id = happened.Read<ReportHappened>().ReportId;
        foreach (var report in await db.Set<Report>().AsNoTracking().Where(r => r.Id == id || r.JoinedTo == id).OrderBy(r => r.Id).ToListAsync(ct))
            await writer.WriteAsync(db, report, ReportMessages.Answered, ct);
    }
}

internal sealed class ReportWriter(Messenger messenger, MessageChannels channels, PublicAddress address)
{
    public async Task WriteAsync(AppDbContext db, Report report, MessageTemplate template, CancellationToken ct)
    {
        // A landline takes no text message.
        if (report.Contact is not { } contact || (!ContactRules.IsMail(contact) && !ContactRules.IsMobile(contact))) return;
        var channel = ContactRules.IsMail(contact) ? MessageChannel.Mail : MessageChannel.Sms;
        if (!channels.IsOn(channel)) return;   // The number they were given still shows the answer.
        await messenger.QueueAsync(db, new()
        {
            Channel = channel,
            Address = contact,
            RecipientKey = $"report:{report.Id}",
            Template = template,
            Language = MessageLanguages.All.Contains(report.Language, StringComparer.Ordinal) ? report.Language : MessageLanguages.Chinese,
            DedupeKey = $"{template.Key}:{report.Id}",
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["title"] = WorkActions.OneLine(report.Title),
                ["code"] = ReportDesk.Shown(report.Code),
                ["due"] = Dates.InTable(report.Due),
                ["link"] = address.Of($"/report/track/{report.Code}"),
            },
        }, ct);
    }
}
