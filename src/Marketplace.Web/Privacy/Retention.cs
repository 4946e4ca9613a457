using Marketplace.Web.Catalogue.Claims;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Contact;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Statements;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.People;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Privacy;

/// <param name="Key">For the log.</param>
/// <param name="What">For people, on their data page.</param>
/// <param name="Days">How long it is kept.</param>
/// <param name="Erase">Erases what is older; null: kept at least so long, and removed by nobody here.</param>
public sealed record RetentionRule(string Key, Func<string> What, int Days, Func<AppDbContext, DateTimeOffset, DateTimeOffset, CancellationToken, Task<int>>? Erase);

/// <summary>How long what is kept (PIPL Art. 19: the shortest the purpose allows; 网络安全法: network logs six months). The whole table is here.</summary>
public static class RetentionRules
{
    public static readonly IReadOnlyList<RetentionRule> All =
    [
        new("enquiries", () => PrivacyTexts.KeepEnquiries, 730, async (db, before, _, ct) =>
        {
            var ids = await db.Set<Enquiry>().Where(e => e.ReceivedAt < before).OrderBy(e => e.Id).Select(e => e.Id).Take(10_000).ToListAsync(ct);
            await EnquiryData.DeleteAsync(db, ids, ct);
            return ids.Count;
        }),
        new("messages", () => PrivacyTexts.KeepMessages, 180, async (db, before, now, ct) =>
        {
            var ids = await db.Set<Message>().Where(m => m.CreatedAt < before && m.Address != "").OrderBy(m => m.Id).Select(m => m.Id).Take(100_000).ToArrayAsync(ct);
            return await MessageData.ClearAsync(db, ids, now, ct);
        }),
        new("sessions", () => PrivacyTexts.KeepSessions, 180, (db, before, _, ct) => db.Set<SignInSession>().Where(s => (s.EndedAt ?? s.SeenAt) < before).ExecuteDeleteAsync(ct)),
        new("reports", () => PrivacyTexts.KeepReports, 730, async (db, before, _, ct) =>
        {
            var ids = await db.Set<Report>().Where(r => r.AnsweredAt < before && (r.Contact != null || r.PersonId != null)).OrderBy(r => r.Id).Select(r => r.Id).Take(10_000).ToListAsync(ct);
            var subjects = ids.Select(id => $"report:{id}").ToList();
            await db.Set<StoredFile>().Where(f => subjects.Contains(f.Subject)).ExecuteDeleteAsync(ct);
            return await db.Set<Report>().Where(r => ids.Contains(r.Id)).ExecuteUpdateAsync(set => set.SetProperty(r => r.Contact, (string?)null).SetProperty(r => r.PersonId, (Guid?)null), ct);
        }),
        new("requests", () => PrivacyTexts.KeepRequests, 1095, (db, before, _, ct) => db.Set<DataRequest>().Where(r => r.AnsweredAt < before).ExecuteDeleteAsync(ct)),
        new("work", () => PrivacyTexts.KeepWork, 1095, (db, before, _, ct) => db.Set<WorkItem>().Where(w => w.DoneAt < before).ExecuteDeleteAsync(ct)),
        new("joins", () => JoinTexts.Keep, 365, (db, before, _, ct) => db.Set<JoinRequest>().Where(r => r.AnsweredAt < before).ExecuteDeleteAsync(ct)),
        new("decisions", () => PrivacyTexts.KeepDecisions, 1095, async (db, before, _, ct) =>
            await db.Set<AccountClosing>().Where(c => c.ReopenedAt < before).ExecuteDeleteAsync(ct)
            + await db.Set<FactorReset>().Where(r => r.AskedAt < before && r.State != FactorResetState.Asked && r.State != FactorResetState.Granted).ExecuteDeleteAsync(ct)),
        // Three years: the usual term in which a claim can be brought (民法典 Art. 188).
        new("consents", () => PrivacyTexts.KeepConsents, 1095, (db, before, _, ct) => db.Set<Consent>().Where(c => c.WithdrawnAt < before).ExecuteDeleteAsync(ct)),
        // A clerk on leave must find what they uploaded; then it is a list of people's numbers that nobody asked for any more.
        new("directory-imports", () => PrivacyTexts.KeepImports, 30, DirectoryRetention.DropUnconfirmedAsync),
        // As long, counted from the import: time to look codes up in the register and send the file again.
        new("directory-rejects", () => PrivacyTexts.KeepRejects, 30, DirectoryRetention.DeleteRejectsAsync),
        // Ninety days they open something, and as long again they are told to have run out.
        new("follow-up-links", () => FollowUpTexts.KeepLinks, 180, FollowUpCodes.DropAsync),
        // Three years: the usual term in which a claim can be brought.
        new("follow-up-people", () => FollowUpTexts.KeepWhom, 1095, FollowUpData.ForgetWhomAsync),
        new("conversion-imports", () => DuplicateTexts.KeepTables, 30, ImportRetention.DropUnconfirmedAsync),
        new("patent-imports", () => PatentImportTexts.KeepFiles, 30, PatentImportRetention.DropAsync),
        new("patent-import-rows", () => PatentImportTexts.KeepRows, 180, PatentImportRetention.DeleteRowsAsync),
        new("patent-import-people", () => PatentImportTexts.KeepPeople, 180, PatentImportRetention.ForgetPeopleAsync),
        // Three years: the usual term in which a claim can be brought.
        new("patent-claims", () => ClaimTexts.KeepPeople, 1095, ClaimData.ForgetOldAsync),
        new("push-links", () => PushTexts.KeepLinks, 180, PushRetention.CloseLinksAsync),
        new("push-words", () => PushTexts.KeepWords, 1095, PushRetention.ForgetWordsAsync),
        new("match-told", () => PushTexts.KeepTold, 90, PushRetention.ForgetToldAsync),
        // Weights are taught by the last two years: what people wanted before is another market.
        new("match-log", () => MatchListTexts.KeepLog, 730, MatchRetention.ForgetMomentsAsync),
        // Three years: whoever opened a secret can say so long who saw it, the usual term in which a claim can be brought.
        new("need-seen", () => MeetingTexts.KeepSeen, 1095, MatchRetention.ForgetLooksAsync),
        // What nobody came for, went on with, or took back: two years, as enquiries.
        new("needs", () => NeedTexts.KeepNeeds, 730, NeedData.ForgetAsync),
        new("objections", () => DeclareTexts.KeepObjections, 730, async (db, before, _, ct) =>
            await db.Set<DeclarationObjection>().Where(o => o.AnsweredAt < before && o.Contact != "").ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, "").SetProperty(o => o.Contact, ""), ct)
            + await db.Set<DealObjection>().Where(o => o.AnsweredAt < before && o.Contact != "").ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, "").SetProperty(o => o.Contact, ""), ct)),
        new("kept-needs", () => NeedTexts.KeepWords, 1, (db, before, _, ct) => db.Set<KeptNeed>().Where(k => k.At < before).ExecuteDeleteAsync(ct)),
        new("bank-statements", () => PaymentTexts.KeepStatements, 30, StatementRetention.DropAsync),
        new("audit", () => PrivacyTexts.KeepAudit, 180, null),
    ];
}

/// <summary>Each night: what is past its time goes.</summary>
[DisallowConcurrentExecution]
public sealed class Retention(AppDbContext db, TimeProvider time, ILogger<Retention> logger) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(ApplyAsync(cancellationToken));

    public async Task ApplyAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var rule in RetentionRules.All)
        {
            if (rule.Erase is null) continue;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var erased = await rule.Erase(db, now.AddDays(-rule.Days), now, ct);
            await transaction.CommitAsync(ct);
            logger.LogInformation("Retention of {What}: {Count} rows were past {Days} days", rule.Key, erased, rule.Days);
        }
    }
}
