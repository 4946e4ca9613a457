using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Calendar;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>Invented patents of the organisations of the demonstration, with their histories (<c>data/demo/patents.tsv</c>), and what is offered of them.</summary>
internal static class DemoPatents
{
    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        var files = DemoFiles.Patents();
        var first = Body(files[0]);
        if (await db.Set<Patent>().AnyAsync(p => p.ApplicationNo == first, ct)) return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var workdays = services.GetRequiredService<Workdays>();
        var keys = DemoFiles.Organisations();
        var byCode = await db.Set<Organisation>().AsNoTracking().ToDictionaryAsync(o => o.Uscc, StringComparer.Ordinal, ct);
        var organisations = keys.ToDictionary(row => row["key"], row => byCode[row["uscc"]], StringComparer.Ordinal);
        List<Dictionary<string, object?>> patents = [], holders = [], events = [];
        foreach (var row in files)
        {
            var story = DemoStory.Of(row, DateOnly.FromDateTime(now.UtcDateTime));
            patents.Add(Columns(row, story, workdays, now));
            events.AddRange(story.Events.Select(e => Columns(Body(row), e, now)));
            holders.AddRange(Cells(row, "holders").Select((holder, n) => Columns(Body(row), n + 1, holder, organisations.GetValueOrDefault(holder))));
        }
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await DemoInsert.RowsAsync(db, "patents", patents, ct);
        await DemoInsert.RowsAsync(db, "patent_holders", holders, ct);
        await DemoInsert.RowsAsync(db, "patent_events", events, ct);
        await Listings.DemoListings.AddAsync(services, db, organisations, ct);
        await transaction.CommitAsync(ct);
    }

    public static string[] Cells(IReadOnlyDictionary<string, string> row, string column) => row[column].Split(';', StringSplitOptions.RemoveEmptyEntries);

    public static DateOnly? Day(string text) => text.Length > 0 ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static string Body(IReadOnlyDictionary<string, string> row) => row["application_no"].Split('.')[0];

    private static Dictionary<string, object?> Columns(IReadOnlyDictionary<string, string> row, DemoStory story, Workdays workdays, DateTimeOffset now)
    {
        var right = PatentRight.Derive(story.Kind, story.Filed, story.Granted, 0, [.. story.Events.Select(e => e.Fact)], story.Today, workdays);
        return new(StringComparer.Ordinal)
        {
            ["application_no"] = Body(row),
            ["kind"] = story.Kind.ToString(),
            ["title"] = row["title"],
            ["abstract"] = row["abstract"],
            ["main_claim"] = Filled(row["main_claim"]),
            ["ipc"] = Cells(row, "ipc"),
            ["locarno"] = Cells(row, "locarno"),
            ["inventors"] = Cells(row, "inventors"),
            ["family"] = Array.Empty<string>(),
            ["filing_date"] = story.Filed,
            ["publication_date"] = Day(row["published"]),
            ["publication_no"] = Filled(row["publication_no"]),
            ["grant_date"] = story.Granted,
            ["grant_no"] = Filled(row["grant_no"]),
            ["state"] = right.State.ToString(),
            ["state_since"] = right.Since,
            // A few were last looked at long ago: 状态待核.
            ["status_on"] = story.Today.AddDays(-(Body(row)[^1] == '7' ? 400 : 12)),
            ["status_source"] = nameof(StatusSource.Import),
            ["fee_paid_through"] = right.FeePaidThrough,
            ["next_fee_due"] = right.NextFeeDue,
            ["compensation"] = 0,
            ["last_day"] = right.LastDay,
            ["created_at"] = now,
        };
    }

    private static Dictionary<string, object?> Columns(string number, DemoEvent happened, DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["id"] = Guid.CreateVersion7(),
        ["application_no"] = number,
        ["kind"] = happened.Fact.Kind.ToString(),
        ["on"] = happened.Fact.On,
        ["source"] = (happened.Fact.Kind is PatentEventKind.FeePaid ? StatusSource.Import : StatusSource.Gazette).ToString(),
        ["patent_year"] = happened.Fact.PatentYear,
        ["exclusive"] = happened.Exclusive,
        ["pledgee_agrees"] = happened.PledgeeAgrees,
        ["recorded_at"] = now,
    };

    private static Dictionary<string, object?> Columns(string number, int place, string holder, Organisation? organisation) => new(StringComparer.Ordinal)
    {
        ["application_no"] = number,
        ["place"] = place,
        ["name"] = organisation?.Name ?? holder,
        ["folded_name"] = organisation?.FoldedName ?? NameFolding.Fold(holder),
        ["uscc"] = organisation?.Uscc,
        ["organisation_id"] = organisation?.Id,
    };

    private static string? Filled(string text) => text.Length > 0 ? text : null;
}
