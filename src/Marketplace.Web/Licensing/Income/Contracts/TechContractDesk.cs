using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income.Contracts;

/// <summary>What the registry said, as typed.</summary>
public sealed record ContractEntry(DateOnly? On, string? Number, decimal? Total, decimal? Technology, string? Reason);

/// <summary>技术合同认定登记: what the seller's side did at the registry, entered with its paper.</summary>
public sealed class TechContractDesk(AppDbContext db, LicenceReach reach, CaseBook book, FileStore files, TimeProvider time)
{
    public static string PaperOf(ContractCause cause) => cause switch { ContractCause.File => ContractMachine.Request, ContractCause.Register => ContractMachine.Certificate, _ => ContractMachine.Notice };

    public async Task<Outcome<TechContract>> StepAsync(Guid licenceId, ContractCause cause, ContractEntry given, IFormFile? paper, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, _, refused) = await reach.LockAsync(licenceId, ct, Side.Giver);
        if (licence is null) return refused!;
        if (licence.EffectiveOn is not { } since || licence.State == LicenceState.Voided) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        var there = await db.Set<TechContract>().SingleOrDefaultAsync(c => c.LicenceId == licenceId, ct);
        var contract = there ?? new TechContract { LicenceId = licenceId };
        var earliest = there?.Since ?? since;
        var clean = given.Number?.Trim().ToUpperInvariant();
        var failures = new List<Failure>();
        if (given.On is not { } day || day > Dates.Today(time) || day < earliest) failures.Add(new("on_wrong", 400, IncomeTexts.ContractDayWrong.Fill(Dates.InWords(earliest)), "on"));
        if (cause == ContractCause.Register)
        {
            if (clean is not { Length: > 0 and <= TechContractTable.NumberMax }) failures.Add(new("number_missing", 400, IncomeTexts.ContractNumberMissing, "number"));
            else if (await db.Set<TechContract>().AnyAsync(c => c.Number == clean && c.LicenceId != licenceId, ct)) failures.Add(new("number_there", 409, IncomeTexts.ContractNumberThere, "number"));
            if (!Money(given.Total)) failures.Add(new("total_wrong", 400, IncomeTexts.AmountWrong, "total"));
            if (!Money(given.Technology) || given.Technology > given.Total) failures.Add(new("technology_wrong", 400, IncomeTexts.TechnologyWrong, "technology"));
        }
        var code = PaperOf(cause);
        if (paper is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(code)), "paper"));
        if (failures.Count > 0) return failures;
        var file = await files.AddAsync(db, paper!, $"{LicenceFiles.Subject}:{licenceId}", ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "paper" })]);
        if (book.Take(ContractMachine.Machine, contract, cause, new StepShown(Reason: given.Reason, On: given.On, Facts: new { number = clean, given.Total, given.Technology }).With(code, file.Value.Id)) is { } no) return db.Dropped([no]);
        if (cause == ContractCause.Register) (contract.Number, contract.RegisteredOn, contract.Total, contract.Technology) = (clean, given.On, given.Total, given.Technology);
        // Of a number that was taken back nothing is counted; the step keeps it.
        if (cause == ContractCause.Cancel) (contract.Number, contract.RegisteredOn, contract.Total, contract.Technology) = (null, null, null, null);
        if (there is null) db.Add(contract);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return contract;
    }

    private static bool Money(decimal? yuan) => yuan is >= 0 and <= Catalogue.Listings.FeeTerms.Largest && decimal.Round(yuan.Value, 2) == yuan;
}
