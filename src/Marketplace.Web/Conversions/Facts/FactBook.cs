using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>What was done here, in the words of a filing.</summary>
/// <param name="Origin">What kind of thing it is.</param>
/// <param name="OriginId">Which.</param>
/// <param name="RegionPath">Of the unit that files it.</param>
/// <param name="Words">A filing of nobody, with its parts.</param>
/// <param name="Void">It never was, or is no more: what was counted of it is reversed.</param>
public sealed record Fact(ConversionOrigin Origin, Guid OriginId, string RegionPath, Filing Words, bool Void)
{
    /// <summary>A filing to write the words of a fact into.</summary>
    public static Filing Blank(string regionPath, ConversionType type) => new() { ConversionId = Guid.Empty, Number = 0, Kind = FilingKind.First, RegionPath = regionPath, Type = type, Level = EvidenceLevel.L0, Fingerprint = "", At = default };
}

/// <summary>
/// Files what was done here, without anybody typing it again. The same words are filed once, however often the thing is looked at; a newer state takes the place of what nobody verified yet, and
/// is a correction of what somebody did. Where a person is at it, it waits until they are done.
/// </summary>
public sealed class FactBook(AppDbContext db, FilingBook book, FilingNotices notices)
{
    private static readonly FilingState?[] s_open = [FilingState.Draft, FilingState.Submitted, FilingState.Checked, FilingState.Returned];

    /// <summary>Whether anything was filed. In the transaction of the caller.</summary>
    public async Task<bool> FollowAsync(Fact fact, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"fact:" + fact.OriginId}, 0))", ct);
        var conversion = await db.Set<Conversion>().FromSql($"select * from conversions where origin_id = {fact.OriginId} for update").SingleOrDefaultAsync(ct);
        var stamp = FilingWords.Stamp(fact.Words) + (fact.Void ? "-" : "");
        if (conversion is null)
        {
            // What never counted is nothing to reverse.
            if (fact.Void) return false;
            conversion = book.New(Guid.CreateVersion7(), fact.Origin, fact.OriginId, fact.RegionPath);
        }
        else if (await LastStampAsync(conversion, ct) == stamp) return false;
        var last = await db.Set<Filing>().Where(f => f.ConversionId == conversion.Id && f.Number == conversion.Filings).Whole().SingleOrDefaultAsync(ct);
        var replaces = last is not null && s_open.Contains(last.State);
        if (last is not null && replaces)
        {
            if (last.EnteredBy is not null) return false;
            if (await book.TakeAsync(conversion, last, FilingCause.Supersede, null, ct) is { } refused) throw new InvalidOperationException(refused.Message);
        }
        if (fact.Void && conversion.CountedId is null) return replaces;
        var filing = book.Blank(Guid.CreateVersion7(), conversion, fact.Void ? FilingKind.Reversal : conversion.CountedId is null ? FilingKind.First : FilingKind.Correction);
        fact.Words.CopyTo(filing);
        filing.EnteredBy = null;
        if (filing.Kind != FilingKind.First) filing.Note ??= Language.In(Language.Chinese.Tag, () => fact.Void ? ConversionTexts.FactVoid : ConversionTexts.FactMoved);
        if (conversion.CountedId is { } counted) Keep(await db.Set<Filing>().AsNoTracking().Where(f => f.Id == counted).Whole().SingleAsync(ct), filing);
        await book.WriteAsync(conversion, filing, new { stamp }, ct);
        // What a clerk must complete first (a loan contract without a number) waits as a draft.
        if (await book.TakeAsync(conversion, filing, FilingCause.Submit, null, ct) is not null) await notices.IncompleteAsync(conversion, filing, ct);
        return true;
    }

    /// <summary>What people found out beside the platform stays said: papers with a file, entries of other registers, the product, chain and part.</summary>
    private static void Keep(Filing said, Filing filing)
    {
        filing.Product ??= said.Product;
        filing.ChainId ??= said.ChainId;
        filing.PartOfId ??= said.PartOfId;
        filing.NewAmount ??= said.NewAmount;
        filing.Subsidy ??= said.Subsidy;
        filing.Insurance ??= said.Insurance;
        foreach (var entry in said.Registers.Where(r => filing.Registers.TrueForAll(own => own.Register != r.Register))) filing.Registers.Add(new() { FilingId = filing.Id, Register = entry.Register, Number = entry.Number, On = entry.On, Amount = entry.Amount });
        foreach (var proof in said.Proofs.Where(p => p.FileId is not null)) filing.Proofs.Add(new() { FilingId = filing.Id, Place = filing.Proofs.Select(p => p.Place).DefaultIfEmpty(-1).Max() + 1, Kind = proof.Kind, FileId = proof.FileId, Note = proof.Note });
    }

    /// <summary>Of what the platform said last, whatever people made of it.</summary>
    private async Task<string?> LastStampAsync(Conversion conversion, CancellationToken ct)
    {
        var facts = await (from f in db.Set<Filing>()
                           join s in db.Set<CaseStep>() on f.Id equals s.CaseId
                           where f.ConversionId == conversion.Id && s.Cause == nameof(FilingCause.Write)
                           orderby f.Number descending
                           select s.Facts).ToListAsync(ct);
        return facts.Select(text => JsonDocument.Parse(text).RootElement).Select(json => json.TryGetProperty("stamp", out var stamp) ? stamp.GetString() : null).FirstOrDefault(stamp => stamp is not null);
    }
}
