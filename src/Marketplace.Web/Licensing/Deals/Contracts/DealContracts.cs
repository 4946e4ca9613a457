using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals.Contracts;

/// <summary>起草: puts the agreed terms into words. Each draft is a version with its own hash and code; nothing of an earlier one changes.</summary>
public sealed class DealContracts(AppDbContext db, DealReach reach, DealChecks checks, DealNotices notices, ClauseLibrary library, ClauseReviewDesk reviews, PaperPdf pdf, CaseBook book, FileStore files, Actor actor, TimeProvider time)
{
    public async Task<Outcome<Deal>> DraftAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (deal, _, refused) = await reach.LockAsync(id, Act.KeepLicences, ct);
        if (deal is null) return refused!;
        if (deal.AgreedVersion is null || DealMachine.Machine.Find(deal.State, DealCause.Draft) is null) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var check = await checks.OfAsync(deal, ct);
        var parent = deal.ParentId is { } main ? (await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == main, ct)).CertificateNo : null;
        var paper = ContractPaper.Of(library, new(deal, check.Proposal!, check.Holder, check.Taker, check.Patents, parent, await reviews.FindAsync(ct)));
        // The same terms in the same words are the same contract.
        if (deal.ContractId is { } last && (await db.Set<DealContract>().AsNoTracking().SingleAsync(c => c.Id == last, ct)).VersionCode == paper.Version) return deal;
        var made = pdf.Of(paper);
        var bytes = made.Succeeded ? made.Value : WordDocument.Of(paper);
        var file = await files.AddAsync(db, Sent(bytes, $"{paper.Title} {deal.Number}{(made.Succeeded ? ".pdf" : ".docx")}"), DealFiles.Of(id), ct);
        if (!file.Succeeded) return file.Failures.ToList();
        var contract = new DealContract
        {
            DealId = id,
            Number = await db.Set<DealContract>().CountAsync(c => c.DealId == id, ct) + 1,
            Version = deal.AgreedVersion.Value,
            Paper = JsonSerializer.Serialize(paper),
            FileId = file.Value.Id,
            Sha256 = Convert.ToHexString(SHA256.HashData(bytes)),
            VersionCode = paper.Version,
            Library = library.Edition,
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
        };
        if (book.Take(DealMachine.Machine, deal, DealCause.Draft, new(Facts: new { contract = contract.Number, contract.VersionCode, contract.Sha256 })) is { } no) return no;
        db.Add(contract);
        deal.ContractId = contract.Id;
        await db.SaveChangesAsync(ct);
        await notices.MovedAsync(deal, DealCause.Draft, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return deal;
    }

    public static Paper Read(DealContract contract) => JsonSerializer.Deserialize<Paper>(contract.Paper)!;

    /// <summary>The contract in each format, of either side: docx, pdf and print page say the same.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/deals/{id:guid}/contract.{format:regex(^(docx|pdf|html)$)}", async (Guid id, string format, int? number, DealReach reach, PaperPdf pdf, AppDbContext db, HttpContext http, CancellationToken ct) =>
    {
        if (await reach.FindAsync(id, ct) is not (var deal, not Side.Bureau)) return Results.StatusCode(StatusCodes.Status404NotFound);
        var contract = await db.Set<DealContract>().AsNoTracking().SingleOrDefaultAsync(c => c.DealId == id && (number == null ? c.Id == deal.ContractId : c.Number == number), ct);
        return contract is null ? Results.StatusCode(StatusCodes.Status404NotFound) : PaperFile.Of(Read(contract), format, $"{Read(contract).Title} {deal.Number}", pdf, http);
    }).ExcludeFromDescription().For(Act.KeepLicences);

    private static FormFile Sent(byte[] bytes, string name) => new(new MemoryStream(bytes), 0, bytes.Length, "contract", name) { Headers = new HeaderDictionary(), ContentType = "application/octet-stream" };
}
