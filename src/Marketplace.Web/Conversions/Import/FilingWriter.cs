using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Files what tables tell: written and handed in, the duplicates found, in the caller's transaction.</summary>
internal sealed class FilingWriter(AppDbContext db, CaseBook book, DuplicateFinder finder)
{
    private const int Letters = 8;

    /// <summary>What each of them was filed as; those that were to be added to another one may have become one by themselves.</summary>
    public async Task<Dictionary<Contract, Filing>> FileAsync(IReadOnlyList<Contract> batch, ConversionImport import, CancellationToken ct)
    {
        var wanted = batch.Where(c => c is { Fate: RowFate.Attached, LikeId: not null }).Select(c => c.LikeId!.Value).Distinct().ToList();
        var known = (await KnownFilings.OfAsync(db, wanted, ct)).Where(k => ImportJudge.CanCorrect(k, import.RegionPath)).ToDictionary(k => k.Conversion.Id);
        var conversions = await db.Set<Conversion>().Where(c => wanted.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var (filed, corrections, references) = (new Dictionary<Contract, Filing>(), new Dictionary<Guid, Filing>(), await ReferencesAsync(batch.Count, ct));
        foreach (var contract in batch)
        {
            if (contract is { Fate: RowFate.Attached, LikeId: { } id } && known.TryGetValue(id, out var there))
            {
                if (!corrections.TryGetValue(id, out var correction)) corrections[id] = correction = Correction(there.Filing, conversions[id], contract.Filing!);
                foreach (var register in contract.Filing!.Registers.Where(r => !correction.Registers.Exists(c => c.Register == r.Register && c.Number == r.Number)).ToList()) correction.Registers.Add(Contract.Copy(register, correction.Id));
                filed[contract] = correction;
                continue;
            }
            // Somebody opened what it was to be added to: it is filed, and asked about.
            if (contract.Fate == RowFate.Attached) contract.Fate = RowFate.Queued;
            var filing = contract.Filing!;
            db.Add(new Conversion { Id = filing.ConversionId, Reference = references.Dequeue(), Origin = ConversionOrigin.Imported, RegionPath = filing.RegionPath, Filings = 1, At = filing.At });
            filed[contract] = filing;
        }
        var filings = filed.Values.Distinct().ToList();
        foreach (var filing in filings) Ladder.WorkOut(filing);
        db.AddRange(filings);
        Take(filings, FilingCause.Write);
        // The words stand before it is handed in: from then on the database keeps them as they are.
        await db.SaveChangesAsync(ct);
        Take(filings, FilingCause.Submit);
        await db.SaveChangesAsync(ct);
        await finder.FindAsync(filings, ct);
        return filed;
    }

    private void Take(List<Filing> filings, FilingCause cause)
    {
        foreach (var filing in filings)
            if (book.Take(FilingMachine.Machine, filing, cause) is { } failure) throw new InvalidOperationException($"A filing of a table does not go to {cause}: {failure.Code}");
    }

    /// <summary>All that was said before, with what is new.</summary>
    private static Filing Correction(Filing before, Conversion conversion, Filing more)
    {
        var correction = new Filing { ConversionId = conversion.Id, Number = ++conversion.Filings, Kind = FilingKind.Correction, RegionPath = more.RegionPath, Type = before.Type, Level = before.Level, Fingerprint = before.Fingerprint, EnteredBy = more.EnteredBy, At = more.At };
        before.CopyTo(correction);
        (correction.ContractNo, correction.PaidOn) = (before.ContractNo ?? more.ContractNo, before.PaidOn ?? more.PaidOn);
        (correction.Amount, correction.Paid, correction.Subsidy) = (before.Amount ?? more.Amount, before.Paid ?? more.Paid, before.Subsidy ?? more.Subsidy);
        (correction.Insurance, correction.Product, correction.Note) = (before.Insurance ?? more.Insurance, before.Product ?? more.Product, DuplicateTexts.CorrectionNote);
        return correction;
    }

    /// <summary>That nobody has: of a million conversions every hundred-thousandth draw meets one.</summary>
    private async Task<Queue<string>> ReferencesAsync(int count, CancellationToken ct)
    {
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        while (drawn.Count < count)
        {
            var more = Enumerable.Range(0, count - drawn.Count).Select(_ => SpokenCode.New(Letters)).ToHashSet(StringComparer.Ordinal);
            more.ExceptWith(await db.Set<Conversion>().Where(c => more.Contains(c.Reference)).Select(c => c.Reference).ToListAsync(ct));
            drawn.UnionWith(more);
        }
        return new(drawn);
    }
}
