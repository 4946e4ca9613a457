using Marketplace.Web.Data;
using Marketplace.Web.Needs.Drives;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Collecting;

/// <summary>As filled in by a station's clerk.</summary>
public sealed record OnBehalfNeed
{
    public string? Text { get; init; }
    public string? Crop { get; init; }
    public string? Region { get; init; }

    /// <summary>Of the organisation whose need it is; empty: a person's, by phone.</summary>
    public string? Uscc { get; init; }
    public string? Contact { get; init; }
    public string? Phone { get; init; }
    public ConsentWay? How { get; init; }
    public DateOnly? On { get; init; }
    public Guid? Drive { get; init; }
    public Guid Once { get; init; }
}

/// <summary>What a station does with needs that nobody looks after yet: entered on behalf, left by phone, asked back about. It sees their public part, and number and name while nobody has come for them.</summary>
public sealed class CollectDesk(
    AppDbContext db, Actor actor, AccessCheck access, NeedSeal seal, NeedChecks checks, NeedFiles files, NeedWork work, LeaveDesk leave, RegionTree regions, Crops crops, FileStore store, AuditLog audit, TimeProvider time)
{
    public async Task<Organisation?> BureauAsync(CancellationToken ct) => actor.ActingFor is { } id
        ? await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id && o.Kind == OrganisationKind.Bureau && o.State == OrganisationState.Active, ct) : null;

    /// <summary>Collected by the reader's bureau.</summary>
    public IQueryable<Need> Own() => db.Set<Need>().Where(n => n.BureauId == actor.ActingFor && n.Source != NeedSource.Owner && n.MergedInto == null);

    public async Task<Need?> FindAsync(Guid id, CancellationToken ct) =>
        actor.ActingFor is not null && await Own().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is { } found && access.May(Act.CollectNeeds, new(RegionPath: found.RegionPath)) ? found : null;

    /// <summary>Whom to ask back: until somebody comes for the need, and by nobody else than who collected it.</summary>
    public NeedSecrets WhomToAsk(Need need) => need.PersonId is null && (need.OwnerId is null || need.Source == NeedSource.OnBehalf) ? new(Phone: seal.Open(need).Phone, Contact: seal.Open(need).Contact) : new();

    public async Task<Outcome<Need>> EnterAsync(OnBehalfNeed given, IReadOnlyList<IFormFile> photos, IFormFile? paper, CancellationToken ct)
    {
        if (await BureauAsync(ct) is not { } bureau) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (given.Once != Guid.Empty && await FindAsync(given.Once, ct) is { } earlier) return earlier;
        var today = Dates.Today(time);
        var failures = new List<Failure>();
        void Wrong(string code, string field, string message) => failures.Add(new("need_" + code, 400, message, field));
        var text = given.Text?.Trim() ?? "";
        if (text.Length < LeaveDesk.TextMin) Wrong("text_short", "text", NeedTexts.TextShort.Fill(LeaveDesk.TextMin));
        if (text.Length > NeedRules.SummaryMax) Wrong("too_long", "text", NeedTexts.TooLong.Fill(NeedTexts.Text, NeedRules.SummaryMax, text.Length));
        var place = string.IsNullOrEmpty(given.Region) ? null : await regions.FindAsync(given.Region, ct);
        if (place is null || !access.May(Act.CollectNeeds, new(RegionPath: place.Path))) Wrong("region_unknown", "region", CollectTexts.PlaceMissing);
        Organisation? owner = null;
        if (!string.IsNullOrWhiteSpace(given.Uscc))
        {
            var code = Uscc.Clean(given.Uscc);
            owner = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code && (o.State == OrganisationState.Active || o.State == OrganisationState.Listed), ct);
            // A bureau enters needs of its own region.
            if (owner is null || !access.May(Act.CollectNeeds, new(RegionPath: owner.RegionPath))) Wrong("owner_unknown", "uscc", CollectTexts.OwnerUnknown);
        }
        var login = LoginName.Parse(given.Phone) is { Channel: MessageChannel.Sms } number ? number : null;
        if (login is null && (owner is null || !string.IsNullOrWhiteSpace(given.Phone))) Wrong("phone_wrong", "phone", CollectTexts.MobileWrong);
        if (string.IsNullOrWhiteSpace(given.Contact) || given.Contact.Length > NeedRules.ContactMax) Wrong("contact_missing", "contact", CollectTexts.WhoMissing);
        if (given.How is not { } how) Wrong("consent_missing", "how", CollectTexts.ConsentHowMissing);
        else if (how == ConsentWay.Paper && paper is null) Wrong("consent_paper_missing", "paper", CollectTexts.PaperMissing);
        if (given.On is not { } on || on > today) Wrong("consent_day_wrong", "on", CollectTexts.ConsentDayWrong);
        if (!string.IsNullOrEmpty(given.Crop) && crops.Find(given.Crop) is null) Wrong("crop_unknown", "crop", NeedTexts.CropUnknown.Fill(given.Crop));
        if (failures.Count > 0) return failures;

        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var need = new Need
        {
            Id = given.Once == Guid.Empty ? Guid.CreateVersion7() : given.Once,
            OwnerId = owner?.Id,
            BureauId = bureau.Id,
            Source = NeedSource.OnBehalf,
            State = NeedState.Open,
            Visibility = NeedVisibility.Anonymous,
            Pseudonym = NeedDesk.NewPseudonym(),
            Title = "",
            PhoneBucket = login is null ? null : PhoneBuckets.Of(login.Address),
            PhoneProven = true,
            DriveId = given.Drive is { } wanted && await db.Set<Drive>().AnyAsync(d => d.Id == wanted && d.State == DriveState.Open && bureau.RegionPath.StartsWith(d.RegionPath), ct) ? wanted
                : given.Drive is { } own && await db.Set<Drive>().AnyAsync(d => d.Id == own && d.State == DriveState.Open && d.BureauId == bureau.Id, ct) ? own : null,
            CreatedAt = now,
            OpenedAt = now,
            ExpiresOn = NeedRules.Expiry(today),
            ChangedAt = now,
        };
        NeedWriter.Put(need, await LeaveDesk.SpokenAsync(checks, owner?.Id, text, given.Contact!.Trim(), login?.Address, given.Crop, place!.Path, ct), place.Path, seal);
        db.Add(need);
        db.Add(new NeedConsent { NeedId = need.Id, BureauId = bureau.Id, How = given.How!.Value, On = given.On!.Value, RecordedBy = actor.Id, RecordedAt = now });
        audit.Record(db, "need.collected", NeedDesk.Subject(need.Id), new { bureau = bureau.Id, consent = given.How.ToString(), on = given.On, paper = paper is not null });
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        await db.SaveChangesAsync(ct);
        if (paper is not null)
        {
            var kept = await store.AddAsync(db, paper, $"need-consent:{need.Id}", FileKind.Papers, ct);
            if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "paper" }).ToList();
            await db.SaveChangesAsync(ct);
        }
        if (photos.Count > 0)
        {
            var added = await files.AddAsync(need, photos, ct);
            if (!added.Succeeded) return added.Failures.Select(f => f with { Field = "photos" }).ToList();
        }
        // The owner is told by every way there is, and may take it over or take it back.
        if (owner is not null && await db.Set<Membership>().AnyAsync(m => m.OrganisationId == owner.Id && m.Until == null, ct)) await work.OnBehalfAsync(db, need, bureau.Name, ct);
        if (login is not null) await work.TextAsync(db, need, login.Address, NeedWork.SmsOnBehalf, leave.LinkTo(need.Id), bureau.Name, ct);
        await transaction.CommitAsync(ct);
        return need;
    }

    /// <summary>The station spoke with whoever left it: it is theirs and meant so.</summary>
    public Task<Outcome<Need>> VerifyAsync(Guid id, CancellationToken ct) => StepAsync(id, "need.verified", need =>
    {
        if (need.State != NeedState.Draft || need.Source != NeedSource.Phone) return false;
        var now = time.GetUtcNow();
        (need.State, need.PhoneProven, need.OpenedAt, need.ExpiresOn) = (NeedState.Open, true, now, NeedRules.Expiry(Dates.Day(now)));
        return true;
    }, ct);

    /// <summary>Nonsense, or whoever answers the number knows nothing of it.</summary>
    public Task<Outcome<Need>> DiscardAsync(Guid id, CancellationToken ct) => StepAsync(id, "need.discarded", need =>
    {
        if (need.PersonId is not null || need.State is not (NeedState.Draft or NeedState.Open)) return false;
        need.State = NeedState.Withdrawn;
        return true;
    }, ct);

    private async Task<Outcome<Need>> StepAsync(Guid id, string did, Func<Need, bool> act, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from needs where id = {id} for update", ct);
        var need = await db.Set<Need>().SingleAsync(n => n.Id == id, ct);
        if (!act(need)) return new Failure("state_forbids", 409, NeedTexts.StateForbids.Fill(NeedWords.Name(need.State)));
        need.ChangedAt = time.GetUtcNow();
        audit.Record(db, did, NeedDesk.Subject(id));
        await work.SettledAsync(db, need, actor.PersonId, ct);
        db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return need;
    }
}
