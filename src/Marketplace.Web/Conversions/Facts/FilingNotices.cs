using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Puts a filing on the list of whoever has it next, and writes to its clerk when it comes back.</summary>
public sealed class FilingNotices(AppDbContext db, FilingReach reach, WorkDesk work, PersonMail mail, PublicAddress address, Actor actor)
{
    public const string Complete = "filing.complete", Check = "filing.check", Verify = "filing.verify", Correct = "filing.correct";

    public static readonly string[] Kinds = [Complete, Check, Verify, Correct];

    public static readonly MessageTemplate MailReturned = CaseNotices.About(ConversionTexts.ResourceManager, "filing.returned", nameof(ConversionTexts.MailReturnedSubject), nameof(ConversionTexts.MailReturnedText), "conversion", "reason", "link");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailReturned];

    public static string At(Conversion conversion) => $"/conversions/{conversion.Id}";

    /// <summary>What the step ended, and what it begins.</summary>
    public async Task MovedAsync(Conversion conversion, Filing filing, string? reason, CancellationToken ct)
    {
        foreach (var kind in Kinds) await work.DoneAsync(db, Key(kind, conversion), actor.PersonId, ct);
        switch (filing.State)
        {
            case FilingState.Submitted when await reach.OfStepAsync(ReportStep.Check, filing.RegionPath, ct) is { } checks:
                await AddAsync(Check, conversion, filing, new Audience.Holders(checks.Id, await OtherAsync(checks.Id, filing.EnteredBy, ct)), ct);
                break;
            case FilingState.Checked when await reach.OfStepAsync(ReportStep.Verify, filing.RegionPath, ct) is { } verifies:
                await AddAsync(Verify, conversion, filing, new Audience.Holders(verifies.Id, Role.BureauReviewer), ct);
                break;
            case FilingState.Returned when await reach.KeeperAsync(filing.RegionPath, ct) is { } keeper:
                await AddAsync(Correct, conversion, filing, filing.EnteredBy is { } person ? new Audience.One(person, keeper.Id, Role.BureauClerk) : new Audience.Holders(keeper.Id, Role.BureauClerk), ct);
                if (filing.EnteredBy is { } by)
                    await mail.TellAsync(db, [by], MailReturned, () => new Dictionary<string, string>(StringComparer.Ordinal) { ["conversion"] = conversion.Number, ["reason"] = reason ?? "", ["link"] = address.Of(At(conversion)) }, $"{MailReturned.Key}:{filing.Id}:{filing.Steps}", ct);
                break;
        }
        await db.SaveChangesAsync(ct);
    }

    /// <summary>What the platform wrote down and could not hand in by itself.</summary>
    public async Task IncompleteAsync(Conversion conversion, Filing filing, CancellationToken ct)
    {
        if (await reach.KeeperAsync(filing.RegionPath, ct) is { } keeper) await AddAsync(Complete, conversion, filing, new Audience.Holders(keeper.Id, Role.BureauClerk), ct);
    }

    /// <summary>A colleague of the clerk where there is one, so that the reviewers are left for what only they can do.</summary>
    private async Task<Role> OtherAsync(Guid bureau, Guid? enteredBy, CancellationToken ct) =>
        await db.Set<Membership>().AnyAsync(m => m.OrganisationId == bureau && m.Until == null && m.Role == Role.BureauClerk && m.PersonId != enteredBy, ct) ? Role.BureauClerk : Role.BureauReviewer;

    private Task AddAsync(string kind, Conversion conversion, Filing filing, Audience audience, CancellationToken ct) => work.AddAsync(db, new(kind, Key(kind, conversion), audience, At(conversion),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["conversion"] = conversion.Number, ["patent"] = filing.Patents.Count > 0 ? filing.Patents[0].Title ?? filing.Patents[0].ApplicationNo : "" }, WaitingPersonId: filing.EnteredBy), ct);

    private static string Key(string kind, Conversion conversion) => $"{kind}:{conversion.Id}";
}
