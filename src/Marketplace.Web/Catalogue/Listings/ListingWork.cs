using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>What the steps of a listing put on people's lists and write to them.</summary>
public sealed class ListingWork(WorkDesk work, PersonMail mail, TimeProvider time)
{
    public const string Review = "listing.review";
    public const string ReviewMany = "listing.review.many";
    public const string Returned = "listing.returned";
    public const string Confirm = "listing.confirm";

    public static readonly MessageTemplate MailReturned = About("listing.returned", nameof(ListingTexts.MailReturnedSubject), nameof(ListingTexts.MailReturnedText), "reason");
    public static readonly MessageTemplate MailPublished = About("listing.published", nameof(ListingTexts.MailPublishedSubject), nameof(ListingTexts.MailPublishedText));
    public static readonly MessageTemplate MailWithdrawn = About("listing.withdrawn", nameof(ListingTexts.MailWithdrawnSubject), nameof(ListingTexts.MailWithdrawnText), "reason");
    public static readonly MessageTemplate MailExpired = About("listing.expired", nameof(ListingTexts.MailExpiredSubject), nameof(ListingTexts.MailExpiredText));
    public static readonly MessageTemplate MailConfirm = About("listing.confirm", nameof(ListingTexts.MailConfirmSubject), nameof(ListingTexts.MailConfirmText), "day");
    public static readonly MessageTemplate MailStale = About("listing.stale", nameof(ListingTexts.MailStaleSubject), nameof(ListingTexts.MailStaleText));
    public static readonly MessageTemplate MailBatch = PersonMail.About(ListingTexts.ResourceManager, "listing.batch", nameof(ListingTexts.MailBatchSubject), nameof(ListingTexts.MailBatchText), "done", "refused", "batch");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailReturned, MailPublished, MailWithdrawn, MailExpired, MailConfirm, MailStale, MailBatch];

    /// <summary>Somebody waits for it to be seen by others.</summary>
    private const int ReviewDays = 5;

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) =>
        PersonMail.About(ListingTexts.ResourceManager, key, subject, text, ["listing", .. more]);

    public async Task SubmittedAsync(AppDbContext db, Listing listing, string title, bool many, CancellationToken ct)
    {
        var owner = listing.OwnerId!.Value;
        await work.DoneAsync(db, Key(Returned, listing.Id), listing.PreparedBy, ct);
        // Of hundreds at once the list shows one line.
        var item = many
            ? new NewWork(ReviewMany, Key(ReviewMany, owner), new Audience.Holders(owner, Role.Administrator), "/listings?state=InReview", Words("organisation", await NameAsync(db, owner, ct)), Due())
            : new NewWork(Review, Key(Review, listing.Id), new Audience.Holders(owner, Role.Administrator), $"/listings/{listing.Id}/review", Words("listing", title), Due(), WaitingPersonId: listing.PreparedBy);
        await work.AddAsync(db, item, ct);
    }

    /// <summary>Decided, or taken back.</summary>
    public async Task ReviewedAsync(AppDbContext db, Listing listing, Guid? by, CancellationToken ct)
    {
        await work.DoneAsync(db, Key(Review, listing.Id), by, ct);
        if (!await db.Set<Listing>().AnyAsync(l => l.OwnerId == listing.OwnerId && l.State == ListingState.InReview && l.Id != listing.Id, ct)) await work.DoneAsync(db, Key(ReviewMany, listing.OwnerId!.Value), by, ct);
    }

    public async Task ReturnedAsync(AppDbContext db, Listing listing, string title, bool quiet, CancellationToken ct)
    {
        if (listing.PreparedBy is not { } preparer || !await db.Set<Platform.SignIn.Person>().AnyAsync(p => p.Id == preparer, ct)) return;
        await work.AddAsync(db, new(Returned, Key(Returned, listing.Id), new Audience.One(preparer, listing.OwnerId, Role.Operator), $"/listings/{listing.Id}/edit", Words("listing", title), Due()), ct);
        if (!quiet) await TellAsync(db, listing, MailReturned, title, [preparer], ct, ("reason", listing.ReturnReason!));
    }

    public async Task PublishedAsync(AppDbContext db, Listing listing, string title, bool quiet, CancellationToken ct)
    {
        if (!quiet && listing.PreparedBy is { } preparer && preparer != listing.ReviewedBy) await TellAsync(db, listing, MailPublished, title, [preparer], ct);
    }

    public async Task WithdrawnAsync(AppDbContext db, Listing listing, string title, Guid? by, bool quiet, CancellationToken ct)
    {
        var others = new[] { listing.PreparedBy, listing.ReviewedBy }.OfType<Guid>().Where(p => p != by).Distinct().ToList();
        if (!quiet && others.Count > 0) await TellAsync(db, listing, MailWithdrawn, title, others, ct, ("reason", listing.ReturnReason!));
    }

    /// <summary>Nothing is left to do about it.</summary>
    public async Task SettledAsync(AppDbContext db, Listing listing, Guid? by, CancellationToken ct)
    {
        await work.DoneAsync(db, Key(Confirm, listing.Id), by, ct);
        await work.DoneAsync(db, Key(Returned, listing.Id), by, ct);
        await ReviewedAsync(db, listing, by, ct);
    }

    public async Task AskAsync(AppDbContext db, Listing listing, string title, DateOnly until, CancellationToken ct)
    {
        var owner = listing.OwnerId!.Value;
        // Whoever keeps the listings: operators where there are any.
        var role = await db.Set<Membership>().AnyAsync(m => m.OrganisationId == owner && m.Until == null && m.Role == Role.Operator, ct) ? Role.Operator : Role.Administrator;
        await work.AddAsync(db, new(Confirm, Key(Confirm, listing.Id), new Audience.Holders(owner, role), $"/listings/{listing.Id}/review", Words("listing", title), until), ct);
        await TellAsync(db, listing, MailConfirm, title, await KeepersAsync(db, listing, ct), ct, ("day", Dates.InTable(until)));
    }

    public async Task StaleAsync(AppDbContext db, Listing listing, string title, CancellationToken ct) => await TellAsync(db, listing, MailStale, title, await KeepersAsync(db, listing, ct), ct);

    public async Task EndedAsync(AppDbContext db, Listing listing, string title, MessageTemplate template, CancellationToken ct) =>
        await TellAsync(db, listing, template, title, await KeepersAsync(db, listing, ct), ct, ("reason", listing.ReturnReason ?? ""));

    /// <summary>One administrator and nobody who prepares: there is no other person to approve.</summary>
    public async Task<bool> AloneAsync(AppDbContext db, Guid owner, CancellationToken ct) =>
        await db.Set<Membership>().Where(m => m.OrganisationId == owner && m.Until == null && (m.Role == Role.Administrator || m.Role == Role.Operator)).Select(m => m.PersonId).Distinct().CountAsync(ct) == 1;

    public async Task BatchDoneAsync(AppDbContext db, ListingBatch batch, CancellationToken ct)
    {
        if (batch.PersonId is not { } person) return;
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = await NameAsync(db, batch.OrganisationId, ct),
            ["done"] = batch.Done.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["refused"] = batch.Refused.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["batch"] = $"/listings/batches/{batch.Id}",
        };
        await mail.TellAsync(db, [person], MailBatch, words, $"listing.batch:{batch.Id}:{batch.State}", ct);
    }

    private async Task TellAsync(AppDbContext db, Listing listing, MessageTemplate template, string title, IReadOnlyCollection<Guid> people, CancellationToken ct, params (string Name, string Value)[] more)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = await NameAsync(db, listing.OwnerId!.Value, ct), ["listing"] = title.ReplaceLineEndings(" ") };
        foreach (var (name, value) in more) words[name] = value;
        // The moment tells two rounds of one listing apart.
        await mail.TellAsync(db, people, template, words, $"{template.Key}:{listing.Id}:{time.GetUtcNow().UtcTicks}", ct);
    }

    private static async Task<IReadOnlyCollection<Guid>> KeepersAsync(AppDbContext db, Listing listing, CancellationToken ct) =>
        await db.Set<Membership>().Where(m => m.OrganisationId == listing.OwnerId && m.Until == null && (m.Role == Role.Administrator || m.PersonId == listing.PreparedBy)).Select(m => m.PersonId).Distinct().ToListAsync(ct);

    private static Task<string> NameAsync(AppDbContext db, Guid owner, CancellationToken ct) => db.Set<Organisation>().Where(o => o.Id == owner).Select(o => o.Name).SingleAsync(ct);

    private static Dictionary<string, string> Words(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    private DateOnly Due() => Dates.Today(time).AddDays(ReviewDays);

    internal static string Key(string kind, Guid id) => $"{kind}:{id}";
}
