using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Needs.Open;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Api;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>A need of one's own, secrets included.</summary>
public sealed record OwnNeed
{
    public required Guid Id { get; init; }
    public required NeedState State { get; init; }
    public required NeedVisibility Visibility { get; init; }
    public required NeedSource Source { get; init; }
    public required string Pseudonym { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }
    public string? Detail { get; init; }
    public string? Industry { get; init; }
    public required IReadOnlyList<string> Ipc { get; init; }
    public required IReadOnlyList<string> Chains { get; init; }
    public required IReadOnlyList<OfferForm> Forms { get; init; }
    public required IReadOnlyList<Cooperation> Cooperation { get; init; }
    public int? MaturityLeast { get; init; }
    public decimal? BudgetFrom { get; init; }
    public decimal? BudgetTo { get; init; }
    public DateOnly? Deadline { get; init; }
    public string? Crop { get; init; }
    public string? Region { get; init; }
    public string? Contact { get; init; }
    public string? Phone { get; init; }
    public DateTimeOffset? OpenedAt { get; init; }
    public DateOnly? ExpiresOn { get; init; }
}

public sealed record OwnNeedPage(IReadOnlyList<OwnNeed> Items, string? Next);

public sealed record PublicNeedPage(IReadOnlyList<PublicNeed> Items, string? Next);

/// <summary>What programs send; fields as in <see cref="OwnNeed"/>, amounts in yuan.</summary>
public sealed record NeedBody
{
    public string? Title { get; init; }

    /// <summary>The public part; for an anonymous need it must not give the owner away.</summary>
    public string? Summary { get; init; }

    /// <summary>The confidential part: encrypted, and read by the owner, whom the owner discloses it to, and matching.</summary>
    public string? Detail { get; init; }
    public string? Industry { get; init; }
    public IReadOnlyList<string>? Ipc { get; init; }
    public IReadOnlyList<string>? Chains { get; init; }
    public IReadOnlyList<OfferForm>? Forms { get; init; }
    public IReadOnlyList<Cooperation>? Cooperation { get; init; }
    public int? MaturityLeast { get; init; }
    public decimal? BudgetFrom { get; init; }
    public decimal? BudgetTo { get; init; }
    public DateOnly? Deadline { get; init; }
    public string? Crop { get; init; }
    public string? Region { get; init; }
    public string? Contact { get; init; }
    public string? Phone { get; init; }
    public NeedVisibility? Visibility { get; init; }

    /// <summary>Also open it; only a program that read what may give the owner away says <see cref="Confirmed"/>.</summary>
    public bool Open { get; init; }
    public bool Confirmed { get; init; }

    public NeedDraft Draft() => new()
    {
        Title = Title ?? "",
        Summary = Summary ?? "",
        Detail = Detail,
        Industry = Industry,
        Ipc = Ipc ?? [],
        Chains = Chains ?? [],
        Forms = Forms ?? [],
        Cooperation = Cooperation ?? [],
        MaturityLeast = MaturityLeast,
        BudgetFrom = BudgetFrom,
        BudgetTo = BudgetTo,
        Deadline = Deadline,
        Crop = Crop,
        Region = Region,
        Contact = Contact,
        Phone = Phone,
        Visibility = Visibility ?? NeedVisibility.Anonymous,
    };
}

public static class NeedApi
{
    private const int MostAtOnce = 100;

    public static void MapNeedsApi(this RouteGroupBuilder api)
    {
        var needs = api.MapGroup("/needs").WithTags("Needs");
        needs.MapGet("", ListAsync).For(Act.ReadPublic).WithName("listNeeds").WithSummary("Needs their owners show to everybody, newest first.").Produces<PublicNeedPage>().ProducesProblem(400);
        needs.MapGet("/{id:guid}", ReadAsync).For(Act.ReadPublic).WithName("readNeed").WithSummary("One public need. Any other does not exist here.").Produces<PublicNeed>().ProducesProblem(404);
        needs.MapGet("/mine", MineAsync).For(Act.KeepNeeds).WithName("listOwnNeeds").WithSummary("The needs of the organisation the caller acts for, in every state, secrets included.")
            .Produces<OwnNeedPage>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);
        needs.MapGet("/mine/{id:guid}", ReadOwnAsync).For(Act.KeepNeeds).WithName("readOwnNeed").WithSummary("One of one's own. Its version is the ETag.").Produces<OwnNeed>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        needs.MapPost("", CreateAsync).For(Act.KeepNeeds).TakesIdempotencyKey().WithName("createNeed").WithSummary("A new draft, opened at once with open=true.")
            .Produces<OwnNeed>(201).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(409);
        needs.MapPut("/mine/{id:guid}", SaveAsync).For(Act.KeepNeeds).TakesIdempotencyKey().WithName("saveNeed").WithSummary("Replaces the fields; If-Match with the ETag that was read.")
            .Produces<OwnNeed>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(428);
        needs.MapDelete("/mine/{id:guid}", WithdrawAsync).For(Act.KeepNeeds).TakesIdempotencyKey().WithName("withdrawNeed").WithSummary("Withdraws it: matched and shown no more.")
            .Produces<OwnNeed>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(PublicNeeds needs, HttpContext http, string? q, string? industry, string? region, OfferForm? form, string? after, int? size, CancellationToken ct)
    {
        if (size is < 1 or > MostAtOnce || (after is not null && !Guid.TryParse(after, out _))) return Fail(http, Failures.OfStatus(StatusCodes.Status400BadRequest));
        var all = needs.Of(new() { Q = q, Industry = industry, Region = region, Form = form?.ToString() });
        if (after is not null && Guid.Parse(after) is var last) all = all.Where(n => n.Id.CompareTo(last) < 0);
        var take = size ?? 20;
        var page = await all.OrderByDescending(n => n.Id).Take(take + 1).ToListAsync(ct);
        var shown = await needs.ShownAsync([.. page.Take(take)], ct);
        return Results.Json(new PublicNeedPage(shown, page.Count > take ? shown[^1].Id.ToString() : null));
    }

    private static async Task<IResult> ReadAsync(Guid id, PublicNeeds needs, HttpContext http, CancellationToken ct) =>
        await needs.All().SingleOrDefaultAsync(n => n.Id == id, ct) is { } need ? Results.Json((await needs.ShownAsync([need], ct))[0]) : Fail(http, Failures.OfStatus(StatusCodes.Status404NotFound));

    private static async Task<IResult> MineAsync(NeedDesk desk, NeedSeal seal, HttpContext http, NeedState? state, string? after, int? size, CancellationToken ct)
    {
        if (size is < 1 or > MostAtOnce || (after is not null && !Guid.TryParse(after, out _))) return Fail(http, Failures.OfStatus(StatusCodes.Status400BadRequest));
        var own = desk.Own().AsNoTracking();
        if (state is { } wanted) own = own.Where(n => n.State == wanted);
        if (after is not null && Guid.Parse(after) is var last) own = own.Where(n => n.Id.CompareTo(last) < 0);
        var take = size ?? 20;
        var page = await own.OrderByDescending(n => n.Id).Take(take + 1).ToListAsync(ct);
        return Results.Json(new OwnNeedPage([.. page.Take(take).Select(need => View(need, seal.Open(need)))], page.Count > take ? page[take - 1].Id.ToString() : null));
    }

    private static async Task<IResult> ReadOwnAsync(Guid id, NeedDesk desk, NeedSeal seal, HttpContext http, CancellationToken ct) =>
        await desk.FindAsync(id, ct) is { } need ? Answer(need, seal.Open(need), http, 200) : Fail(http, Failures.OfStatus(StatusCodes.Status404NotFound));

    private static async Task<IResult> CreateAsync(NeedBody body, NeedDesk desk, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var made = await InOneAsync(db, () => desk.CreateAsync(body.Draft(), null, ct), body, desk, ct);
        if (!made.Succeeded) return made.Failures.ToResult(http);
        http.Response.Headers.Location = $"/api/v1/needs/mine/{made.Value.Id}";
        return Written(made.Value, http, 201);
    }

    private static async Task<IResult> SaveAsync(Guid id, NeedBody body, NeedDesk desk, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        var given = http.Request.Headers.IfMatch.ToString().Trim().Trim('"');
        if (given.Length == 0) return Fail(http, new("precondition_required", 428, ListingTexts.IfMatchMissing));
        if (!uint.TryParse(given, CultureInfo.InvariantCulture, out var version)) return Fail(http, new("precondition_failed", 412, NeedTexts.ChangedMeanwhile));
        var saved = await InOneAsync(db, () => desk.SaveAsync(id, _ => body.Draft(), version, body.Confirmed, ct), body, desk, ct);
        if (saved.Succeeded) return Written(saved.Value, http, 200);
        return saved.Failures is [{ Code: "need_changed" }] ? Fail(http, new("precondition_failed", 412, NeedTexts.ChangedMeanwhile)) : saved.Failures.ToResult(http);
    }

    private static async Task<IResult> WithdrawAsync(Guid id, NeedDesk desk, HttpContext http, CancellationToken ct)
    {
        var done = await desk.WithdrawAsync(id, ct);
        return done.Succeeded ? Written(done.Value, http, 200) : done.Failures.ToResult(http);
    }

    /// <summary>Written and opened together, or not at all.</summary>
    private static async Task<Outcome<Need>> InOneAsync(AppDbContext db, Func<Task<Outcome<Need>>> write, NeedBody body, NeedDesk desk, CancellationToken ct)
    {
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var written = await write();
        if (written.Succeeded && body.Open && written.Value.State == NeedState.Draft) written = await desk.OpenAsync(written.Value.Id, null, body.Confirmed, ct);
        if (written.Succeeded && transaction is not null) await transaction.CommitAsync(ct);
        return written;
    }

    /// <summary>Answers to writes are kept for a week under their key (see IdempotencyFilter), in plain: they say nothing secret. Who wants to read it back reads it.</summary>
    private static IResult Written(Need need, HttpContext http, int status) => Answer(need, new(), http, status);

    private static IResult Answer(Need need, NeedSecrets secrets, HttpContext http, int status)
    {
        http.Response.Headers.ETag = $"\"{need.Version.ToString(CultureInfo.InvariantCulture)}\"";
        // Secrets are in it: no cache between here and there keeps them.
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.Json(View(need, secrets), statusCode: status);
    }

    private static OwnNeed View(Need need, NeedSecrets secrets) => new()
    {
        Id = need.Id,
        State = need.State,
        Visibility = need.Visibility,
        Source = need.Source,
        Pseudonym = need.Pseudonym,
        Title = need.Title,
        Summary = need.Summary,
        Detail = secrets.Detail,
        Industry = need.Industry,
        Ipc = need.Ipc,
        Chains = need.Chains,
        Forms = need.Forms,
        Cooperation = need.Cooperation,
        MaturityLeast = need.MaturityLeast,
        BudgetFrom = secrets.BudgetFrom,
        BudgetTo = secrets.BudgetTo,
        Deadline = need.Deadline,
        Crop = need.Crop,
        Region = need.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault(),
        Contact = secrets.Contact,
        Phone = secrets.Phone,
        OpenedAt = need.OpenedAt,
        ExpiresOn = need.ExpiresOn,
    };

    private static IResult Fail(HttpContext http, Failure failure) => new[] { failure }.ToResult(http);
}
