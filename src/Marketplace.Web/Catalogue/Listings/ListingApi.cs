using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Api;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

public sealed record ListingView
{
    public required Guid Id { get; init; }
    public required ListingState State { get; init; }

    /// <summary>Credit code and name of who offers; absent for an announced declaration whose holder is not registered.</summary>
    public string? OwnerUscc { get; init; }
    public string? OwnerName { get; init; }
    public string? Title { get; init; }
    public required IReadOnlyList<MemberView> Patents { get; init; }
    public required IReadOnlyList<OfferForm> Forms { get; init; }
    public FeeModel? FeeModel { get; init; }
    public FeeTerms? Fee { get; init; }

    /// <summary>The fee in a sentence, in the language asked for.</summary>
    public required string FeeText { get; init; }
    public decimal? FeeYuan { get; init; }
    public int? Maturity { get; init; }
    public string? Scenes { get; init; }
    public IReadOnlyList<string> Industries { get; init; } = [];
    public IReadOnlyList<string> Chains { get; init; } = [];
    public string? KnowHow { get; init; }
    public string? Support { get; init; }

    /// <summary>How to reach the holder: to the holder's own programs and people only.</summary>
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactMail { get; init; }
    public string? AnnouncementNo { get; init; }
    public DateOnly? AnnouncedOn { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public DateOnly? ExpiresOn { get; init; }
    public DateOnly? ConfirmedOn { get; init; }
    public bool Stale { get; init; }
}

public sealed record MemberView(string ApplicationNo, string Number, string Title, LegalStatus.PatentState State, decimal? SharePercent, string? ReportNo);

public sealed record ListingPage(IReadOnlyList<ListingView> Items, string? Next);

/// <summary>What programs send; fields as in <see cref="ListingView"/>.</summary>
public sealed record ListingBody
{
    public string? Title { get; init; }
    public IReadOnlyList<DraftMember> Patents { get; init; } = [];
    public IReadOnlyList<OfferForm> Forms { get; init; } = [];
    public FeeModel? FeeModel { get; init; }
    public FeeTerms? Fee { get; init; }
    public int? Maturity { get; init; }
    public string? Scenes { get; init; }
    public IReadOnlyList<string> Industries { get; init; } = [];
    public IReadOnlyList<string> Chains { get; init; } = [];
    public string? KnowHow { get; init; }
    public string? Support { get; init; }
    public string? ContactName { get; init; }
    public string? ContactPhone { get; init; }
    public string? ContactMail { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Names of other holders and the papers they agreed on.</summary>
    public IReadOnlyDictionary<string, string> Consents { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Also hand it to the holder's reviewer.</summary>
    public bool Submit { get; init; }

    /// <summary>Numbers as people write them are taken, what cannot be read stays and is refused by name.</summary>
    public ListingDraft Draft() => new()
    {
        Title = Title,
        Members = [.. (Patents ?? []).Select(p => p with { ApplicationNo = PatentNumber.Parse(p.ApplicationNo ?? "", out var fault) is { } number && fault is null ? number.Body : "0" })],
        Forms = Forms ?? [],
        FeeModel = FeeModel,
        Fee = Fee ?? new(),
        Maturity = Maturity,
        Scenes = Scenes,
        Industries = Industries ?? [],
        Chains = Chains ?? [],
        KnowHow = KnowHow,
        Support = Support,
        ContactName = ContactName,
        ContactPhone = ContactPhone,
        ContactMail = ContactMail,
        ExpiresOn = ExpiresOn,
        Consents = Consents ?? new Dictionary<string, string>(StringComparer.Ordinal),
    };
}

public static class ListingApi
{
    private const int MostAtOnce = 100;

    public static void MapListingApi(this RouteGroupBuilder api)
    {
        var listings = api.MapGroup("/listings").WithTags("Listings");
        listings.MapGet("", ListAsync).For(Act.ReadPublic).WithName("listListings").WithSummary("Public listings, newest first; with mine=true those of the organisation the caller acts for.")
            .Produces<ListingPage>().ProducesProblem(400).ProducesProblem(401);
        listings.MapGet("/{id:guid}", ReadAsync).For(Act.ReadPublic).WithName("readListing").WithSummary("One listing: public, or one's own. Its version is the ETag.").Produces<ListingView>().ProducesProblem(404);
        listings.MapPost("", CreateAsync).For(Act.KeepListings).TakesIdempotencyKey().WithName("createListing").WithSummary("A new draft, handed in for review with submit=true.")
            .Produces<ListingView>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(409);
        listings.MapPut("/{id:guid}", SaveAsync).For(Act.KeepListings).TakesIdempotencyKey().WithName("saveListing").WithSummary("Replaces the fields; If-Match with the ETag that was read. What others reviewed is reviewed again.")
            .Produces<ListingView>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(412).ProducesProblem(428);
        listings.MapDelete("/{id:guid}", WithdrawAsync).For(Act.KeepListings).TakesIdempotencyKey().WithName("withdrawListing").WithSummary("Withdraws it, with a reason.")
            .Produces<ListingView>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(AppDbContext db, Actor actor, AccessCheck access, HttpContext http, string? after, int? size, string? applicationNo, bool? mine, CancellationToken ct)
    {
        if (mine == true && !actor.IsSignedIn) return Fail(http, Failures.OfStatus(StatusCodes.Status401Unauthorized));
        if (size is < 1 or > MostAtOnce || (after is not null && !Guid.TryParse(after, out _))) return Fail(http, Failures.OfStatus(StatusCodes.Status400BadRequest));
        if (mine == true && !access.May(Act.KeepListings, new(actor.ActingFor))) return Fail(http, Failures.OfStatus(StatusCodes.Status404NotFound));
        var listings = db.Set<Listing>().AsNoTracking();
        listings = mine == true ? listings.Where(l => l.OwnerId == actor.ActingFor) : listings.Where(l => l.State == ListingState.Public);
        if (applicationNo is not null)
        {
            var number = PatentNumber.Parse(applicationNo, out _)?.Body ?? "";
            listings = listings.Where(l => db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == number));
        }
        if (after is not null && Guid.Parse(after) is var last) listings = listings.Where(l => l.Id.CompareTo(last) < 0);
        var take = size ?? 20;
        var page = await listings.OrderByDescending(l => l.Id).Take(take + 1).ToListAsync(ct);
        var views = new List<ListingView>();
        foreach (var listing in page.Take(take)) views.Add(await ViewAsync(db, listing, mine == true, ct));
        return Results.Json(new ListingPage(views, page.Count > take ? views[^1].Id.ToString() : null));
    }

    private static async Task<IResult> ReadAsync(Guid id, AppDbContext db, AccessCheck access, HttpContext http, CancellationToken ct)
    {
        if (await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is not { } listing) return Fail(http, Failures.OfStatus(StatusCodes.Status404NotFound));
        var own = access.May(Act.KeepListings, listing.Target);
        return own || listing.State == ListingState.Public ? await AnswerAsync(db, listing, own, http, 200, ct) : Fail(http, Failures.OfStatus(StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> CreateAsync(ListingBody body, ListingDesk desk, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var made = await InOneAsync(db, () => desk.CreateAsync(body.Draft(), null, ct), body, desk, ct);
        if (!made.Succeeded) return made.Failures.ToResult(http);
        http.Response.Headers.Location = $"/api/v1/listings/{made.Value.Id}";
        return await AnswerAsync(db, made.Value, true, http, 201, ct);
    }

    private static async Task<IResult> SaveAsync(Guid id, ListingBody body, ListingDesk desk, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var given = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        if (given.Length == 0) return Fail(http, new("precondition_required", 428, ListingTexts.IfMatchMissing));
        if (!uint.TryParse(given, CultureInfo.InvariantCulture, out var version)) return Fail(http, new("precondition_failed", 412, ListingTexts.ChangedMeanwhile));
        var saved = await InOneAsync(db, () => desk.SaveAsync(id, body.Draft(), version, ct), body, desk, ct);
        if (saved.Succeeded) return await AnswerAsync(db, saved.Value, true, http, 200, ct);
        return saved.Failures is [{ Code: "listing_changed" }] ? Fail(http, new("precondition_failed", 412, ListingTexts.ChangedMeanwhile)) : saved.Failures.ToResult(http);
    }

    private static async Task<IResult> WithdrawAsync(Guid id, string? reason, ListingDesk desk, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var done = await desk.WithdrawAsync(id, reason, ct);
        return done.Succeeded ? await AnswerAsync(db, done.Value, true, http, 200, ct) : done.Failures.ToResult(http);
    }

    /// <summary>Written and handed in together, or not at all.</summary>
    private static async Task<Outcome<Listing>> InOneAsync(AppDbContext db, Func<Task<Outcome<Listing>>> write, ListingBody body, ListingDesk desk, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var written = await write();
        if (written.Succeeded && body.Submit) written = await desk.SubmitAsync(written.Value.Id, null, ct);
        if (written.Succeeded && transaction is not null) await transaction.CommitAsync(ct);
        return written;
    }

    private static async Task<IResult> AnswerAsync(AppDbContext db, Listing listing, bool own, HttpContext http, int status, CancellationToken ct)
    {
        // As the database has it: touching the patents does not change the row, but saving twice does.
        var fresh = await db.Set<Listing>().AsNoTracking().SingleAsync(l => l.Id == listing.Id, ct);
        http.Response.Headers.ETag = $"\"{fresh.Version.ToString(CultureInfo.InvariantCulture)}\"";
        return Results.Json(await ViewAsync(db, fresh, own, ct), statusCode: status);
    }

    private static async Task<ListingView> ViewAsync(AppDbContext db, Listing listing, bool own, CancellationToken ct)
    {
        var patents = await (from m in db.Set<ListingPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where m.ListingId == listing.Id orderby m.Place select new { m, Title = p.RemovedAt == null ? p.Title : "", p.State }).AsNoTracking().ToListAsync(ct);
        var owner = await db.Set<Organisation>().AsNoTracking().Where(o => o.Id == listing.OwnerId).Select(o => new { o.Uscc, o.Name }).SingleOrDefaultAsync(ct);
        var fee = FeeTerms.Of(listing.FeeTerms);
        return new()
        {
            Id = listing.Id,
            State = listing.State,
            OwnerUscc = owner?.Uscc,
            OwnerName = owner?.Name,
            Title = listing.Title,
            Patents = [.. patents.Select(x => new MemberView(x.m.ApplicationNo, PatentNumber.Show(x.m.ApplicationNo, LegalStatus.PatentStates.InForce(x.State)), x.Title, x.State, x.m.SharePercent, x.m.ReportNo))],
            Forms = listing.Forms,
            FeeModel = listing.FeeModel,
            Fee = listing.FeeTerms is null ? null : own ? fee : fee with { Reason = null },
            FeeText = FeeWords.Sentence(listing.FeeModel, fee),
            FeeYuan = listing.FeeYuan,
            Maturity = listing.Maturity,
            Scenes = listing.Scenes,
            Industries = listing.Industries,
            Chains = listing.Chains,
            KnowHow = listing.KnowHow,
            Support = listing.Support,
            ContactName = own ? listing.ContactName : null,
            ContactPhone = own ? listing.ContactPhone : null,
            ContactMail = own ? listing.ContactMail : null,
            AnnouncementNo = listing.AnnouncementNo,
            AnnouncedOn = listing.AnnouncedOn,
            PublishedAt = listing.PublishedAt,
            ExpiresOn = listing.ExpiresOn,
            ConfirmedOn = listing.ConfirmedOn,
            Stale = listing.StaleSince is not null,
        };
    }

    private static IResult Fail(HttpContext http, Failure failure) => new[] { failure }.ToResult(http);
}
