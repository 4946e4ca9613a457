using System.Net;
using System.Security.Cryptography;
using Marketplace.Web.Data;
using Marketplace.Web.Needs.Collecting;
using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Leaving;

/// <summary>As filled in by somebody without an account.</summary>
public sealed record LeftNeed
{
    public string? Text { get; init; }
    public string? Phone { get; init; }
    public string? Contact { get; init; }
    public string? Crop { get; init; }

    /// <summary>Code of a county or township.</summary>
    public string? Region { get; init; }
    public Guid? Drive { get; init; }
    public bool Agreed { get; init; }
    public Guid Once { get; init; }
}

/// <summary>Takes in what is left by phone number: proven by a code it is matched at once; else its bureau's station asks back first. Nobody owns it until it is claimed.</summary>
public sealed class LeaveDesk(
    AppDbContext db, NeedSeal seal, NeedChecks checks, NeedFiles files, NeedWork work, LeaveLimits limits, RegionTree regions, Crops crops, AuditLog audit, IDataProtectionProvider protection, TimeProvider time)
{
    public const int TextMin = 10;

    /// <summary>The station asks back within so many days.</summary>
    public const int VerifyDays = 3;

    private readonly IDataProtector _links = protection.CreateProtector("left need");

    public string LinkTo(Guid need) => "/needs/left/" + _links.Protect(need.ToString("N"));

    public async Task<Need?> FindAsync(string link, CancellationToken ct)
    {
        try
        {
            return Guid.TryParseExact(_links.Unprotect(link), "N", out var id) ? await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) : null;
        }
        catch (CryptographicException)
        {
            return null;   // Forged.
        }
    }

    public async Task<List<Failure>> CheckAsync(LeftNeed given, CancellationToken ct)
    {
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("need_" + code, 400, message, field));
        var length = given.Text?.Trim().Length ?? 0;
        if (length < TextMin) Wrong("text_short", "text", NeedTexts.TextShort.Fill(TextMin));
        if (length > NeedRules.SummaryMax) Wrong("too_long", "text", NeedTexts.TooLong.Fill(NeedTexts.Text, NeedRules.SummaryMax, length));
        if (LoginName.Parse(given.Phone) is not { Channel: MessageChannel.Sms }) Wrong("phone_wrong", "phone", CollectTexts.MobileWrong);
        if (given.Contact?.Length > NeedRules.ContactMax) Wrong("too_long", "contact", NeedTexts.TooLong.Fill(NeedTexts.Contact, NeedRules.ContactMax, given.Contact.Length));
        if (!string.IsNullOrEmpty(given.Crop) && crops.Find(given.Crop) is null) Wrong("crop_unknown", "crop", NeedTexts.CropUnknown.Fill(given.Crop));
        if (!string.IsNullOrEmpty(given.Region) && await regions.FindAsync(given.Region, ct) is null) Wrong("region_unknown", "region", NeedTexts.RegionMissing);
        if (!given.Agreed) Wrong("consent_missing", "agreed", CollectTexts.ConsentMissing);
        return failures;
    }

    /// <param name="given">What was filled in.</param>
    /// <param name="uploads">Photographs.</param>
    /// <param name="proven">The number was proven by a code.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<Need>> LeaveAsync(LeftNeed given, IReadOnlyList<IFormFile> uploads, bool proven, IPAddress? from, CancellationToken ct)
    {
        if (given.Once != Guid.Empty && await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == given.Once, ct) is { } earlier)
        {
            // A double click. The id alone proves nothing, it may have been seen elsewhere: only with its number it gives the link again.
            if (earlier.Source == NeedSource.Phone && LoginName.Parse(given.Phone)?.Address is { } same && seal.Open(earlier).Phone == same) return earlier;
            given = given with { Once = Guid.Empty };
        }
        var failures = await CheckAsync(given, ct);
        if (failures.Count > 0) return failures;
        var phone = LoginName.Parse(given.Phone)!.Address;
        var bucket = PhoneBuckets.Of(phone);
        var now = time.GetUtcNow();
        var today = Dates.Today(time);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two at once from one number are counted one after the other.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('need' || {phone}, 0))", ct);
        var recent = await db.Set<Need>().AsNoTracking().Where(n => n.PhoneBucket == bucket && n.CreatedAt > now.AddDays(-1)).ToListAsync(ct);
        if (recent.Count(need => seal.Open(need).Phone == phone) >= LeaveLimits.PerDayAndPhone) return new Failure("needs_per_day", 429, CollectTexts.PerDay.Fill(LeaveLimits.PerDayAndPhone), "phone");
        if (!proven && !limits.Allows(from)) return new Failure("needs_per_hour", 429, CollectTexts.PerHour, "phone");
        var drive = given.Drive is { } wanted ? await db.Set<Drive>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == wanted && d.State == DriveState.Open && d.Deadline >= today, ct) : null;
        var place = string.IsNullOrEmpty(given.Region) ? null : await regions.FindAsync(given.Region, ct);
        var path = place?.Path ?? drive?.RegionPath ?? "";
        var need = await MakeAsync(given, path, now, ct);
        need.PhoneBucket = bucket;
        need.PhoneProven = proven;
        need.DriveId = drive?.Id;
        need.BureauId = drive?.BureauId ?? (path.Length > 0 ? (await BureauOf.RegionAsync(db, path, ct))?.Id : null);
        // Without a place nothing says where it would be matched near; its owner tells when they claim it.
        if (proven && path.Length > 0) (need.State, need.OpenedAt, need.ExpiresOn) = (NeedState.Open, now, NeedRules.Expiry(today));
        db.Add(need);
        audit.Record(db, "need.left", NeedDesk.Subject(need.Id), new { proven, drive = drive?.Id });
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        await db.SaveChangesAsync(ct);
        if (uploads.Count > 0)
        {
            var added = await files.AddAsync(need, uploads, ct);
            if (!added.Succeeded) return added.Failures.Select(f => f with { Field = "photos" }).ToList();
        }
        await work.TextAsync(db, need, phone, NeedWork.SmsLeft, LinkTo(need.Id), null, ct);
        if (need.State == NeedState.Draft && need.BureauId is { } bureau) await work.VerifyAsync(db, need, bureau, today.AddDays(VerifyDays), ct);
        await transaction.CommitAsync(ct);
        return need;
    }

    /// <summary>By the link of the message, without signing in: whoever has the phone may take back what was left with it, as long as nobody claimed it.</summary>
    public async Task<bool> WithdrawAsync(string link, CancellationToken ct)
    {
        if (await FindAsync(link, ct) is not { PersonId: null } found) return false;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from needs where id = {found.Id} for update", ct);
        var need = await db.Set<Need>().SingleAsync(n => n.Id == found.Id, ct);
        if (need.PersonId is not null) return false;
        if (need.State != NeedState.Withdrawn)
        {
            need.State = NeedState.Withdrawn;
            need.ChangedAt = time.GetUtcNow();
            audit.Record(db, "need.withdrawn", NeedDesk.Subject(need.Id), new { by = "link" });
            await work.SettledAsync(db, need, null, ct);
            db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        return true;
    }

    private async Task<Need> MakeAsync(LeftNeed given, string path, DateTimeOffset now, CancellationToken ct)
    {
        var text = given.Text!.Trim();
        var need = new Need
        {
            Id = given.Once == Guid.Empty ? Guid.CreateVersion7() : given.Once,
            Source = NeedSource.Phone,
            State = NeedState.Draft,
            Visibility = NeedVisibility.Anonymous,
            Pseudonym = NeedDesk.NewPseudonym(),
            Title = "",
            CreatedAt = now,
            ChangedAt = now,
        };
        NeedWriter.Put(need, await SpokenAsync(checks, null, text, given.Contact, given.Phone, given.Crop, path, ct), path, seal);
        return need;
    }

    /// <summary>A draft of what somebody said to us: the words under the seal, the public part without what gives away. Nobody is there to choose, so nothing is guessed into the fields.</summary>
    internal static async Task<NeedDraft> SpokenAsync(NeedChecks checks, Guid? owner, string text, string? contact, string? phone, string? crop, string path, CancellationToken ct)
    {
        var draft = new NeedDraft
        {
            Title = NeedSuggestions.TitleOf(text),
            Summary = text,
            Contact = contact,
            Phone = phone,
            Crop = string.IsNullOrEmpty(crop) ? null : crop,
            Region = path.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(),
        };
        var facts = await checks.FactsAsync(owner, draft, ct);
        var mended = GiveAway.Mend(NeedSuggestions.WithoutBudget(text), facts);
        return (draft with
        {
            Title = NeedSuggestions.TitleOf(mended).Cut(NeedRules.TitleMax),
            Summary = mended.Cut(NeedRules.SummaryMax),
            Detail = mended == text ? null : text,
        }).Tidy();
    }
}
