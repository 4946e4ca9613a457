using System.Security.Cryptography;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Forms;
using Marketplace.Web.Plans.Assessments;
using Marketplace.Web.Plans.Rounds;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Browser.Tests;

/// <summary>Cases that wait for somebody, so that their pages show what can be done.</summary>
internal static class CasesToLookAt
{
    /// <summary>A case that waits for the organisation's approval, and a contract for its signature.</summary>
    public static async Task<(string Approval, string Signing)> ToApproveAndSignAsync(RunningApp app, Person person, Organisation own)
    {
        var other = await app.NewOrganisationAsync();
        await using var scope = app.Services.CreateAsyncScope();
        var (services, id) = (scope.ServiceProvider, Guid.CreateVersion7());
        var db = services.GetRequiredService<AppDbContext>();
        services.GetRequiredService<Actor>().Become(person.Id, [new Grant(Role.Administrator, own.Id, own.Name, "")]);
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var run = await services.GetRequiredService<ApprovalBook>().BeginAsync(new(id, own.Id, "deal", 250_000, "一种坡地滴灌带及其铺设方法的独占许可合同", "/licences"), TestContext.Current.CancellationToken);
        var bytes = "%PDF-1.4\n%%EOF"u8.ToArray();
        var file = (await services.GetRequiredService<FileStore>().AddAsync(db, new FormFile(new MemoryStream(bytes), 0, bytes.Length, "document", "合同.pdf"), $"case:{id}", TestContext.Current.CancellationToken)).Value;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        var signing = await services.GetRequiredService<SigningBook>().BeginAsync(new(id, "deal", "一种坡地滴灌带及其铺设方法的独占许可合同", "/licences", file.Id, Convert.ToHexString(file.ContentSha256), "A1B2-C3D4-E5F6-A7B8",
            [new(own.Id, own.Name), new(other.Id, other.Name)], Dates.Today(TimeProvider.System).AddDays(20)), TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return (run.Id.ToString(), signing.Id.ToString());
    }

    /// <summary>精河红果枸杞, whose administrator is 努尔兰.</summary>
    private const string Goji = "91652722MD0000120A";

    /// <summary>Of the demonstration: one that was accepted, one that waits for the bureau, one for its taker, with a link to it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FollowUpsAsync(AppDbContext db)
    {
        var all = await db.Set<FollowUp>().AsNoTracking().OrderBy(f => f.Id).ToListAsync(TestContext.Current.CancellationToken);
        FollowUp Of(FollowUpState state) => all.First(f => f.State == state);
        var goji = await db.Set<Conversion>().Where(c => db.Set<FilingParty>().Any(p => p.FilingId == c.CountedId && p.Side == Side.Taker && p.Key == Goji)).Select(c => c.Id).ToListAsync(TestContext.Current.CancellationToken);
        var (asked, code, now) = (all.First(f => f.State == FollowUpState.Asked && goji.Contains(f.ConversionId)), Guid.CreateVersion7().ToString("N"), TimeProvider.System.GetUtcNow());
        db.Add(new FollowUpCode { Hash = SHA256.HashData(Encoding.UTF8.GetBytes(code)), FollowUpId = asked.Id, At = now, Until = now.AddDays(1) });
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["follow-up"] = Of(FollowUpState.Accepted).Id.ToString(),
            ["followed"] = Of(FollowUpState.Accepted).ConversionId.ToString(),
            ["follow-up-answered"] = Of(FollowUpState.Answered).Id.ToString(),
            ["follow-up-asked"] = asked.Id.ToString(),
            ["follow-up-code"] = code,
        };
    }

    /// <summary>Of the demonstration: a reporting round, a unit that owes its report and one that gave it; a superior's form; a unit that marked itself.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RoundsAsync(AppDbContext db)
    {
        var units = await db.Set<RoundUnit>().AsNoTracking().OrderBy(u => u.Id).ToListAsync(TestContext.Current.CancellationToken);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["assessed-unit"] = (await db.Set<AssessmentMark>().OrderBy(m => m.UnitId).Select(m => m.UnitId).FirstAsync(TestContext.Current.CancellationToken)).ToString(),
            ["round-asked"] = units[0].RoundId.ToString(),
            ["round-unit"] = units.First(u => u.ReportedAt is null).Id.ToString(),
            ["round-reported"] = units.First(u => u.ReportedAt is not null && u.Kind == RoundUnitKind.Unit).Id.ToString(),
            ["superior-form"] = (await db.Set<SuperiorForm>().Select(f => f.Id).FirstAsync(TestContext.Current.CancellationToken)).ToString(),
        };
    }
}
