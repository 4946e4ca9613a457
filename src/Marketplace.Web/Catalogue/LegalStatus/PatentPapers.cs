using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Papers about a patent's status: its holders' people and agents. The facts are public, the papers may carry more.</summary>
internal sealed class PatentPapers(AppDbContext db, PatentReach reach) : IFileGuard
{
    public const string Of = "patent-paper";

    public string Kind => Of;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct)
    {
        var number = await db.Set<PatentEvent>().Where(e => e.Id == id).Select(e => e.ApplicationNo)
            .Concat(db.Set<EvaluationReport>().Where(r => r.Id == id).Select(r => r.ApplicationNo))
            .Concat(db.Set<HighValueFact>().Where(f => f.Id == id).Select(f => f.ApplicationNo))
            .Concat(db.Set<StatusCheck>().Where(c => c.Id == id).Select(c => c.ApplicationNo)).FirstOrDefaultAsync(ct);
        return number is not null && (await reach.HolderAsync(Act.ReadPortfolio, number, ct)).Holder is not null;
    }
}
