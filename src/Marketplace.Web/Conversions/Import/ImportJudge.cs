using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Says what becomes of each contract of a table: by the rules of duplicates, over all at once.</summary>
internal sealed class ImportJudge(DuplicateFinder finder, string regionPath)
{
    public async Task JudgeAsync(IReadOnlyList<Contract> contracts, CancellationToken ct)
    {
        var filed = contracts.Where(c => c.Filing is not null).ToList();
        var byConversion = filed.ToDictionary(c => c.Filing!.ConversionId);
        var matches = (await finder.LookAsync(filed.ConvertAll(c => c.Filing!), ct)).ToLookup(m => m.Filing.ConversionId);
        foreach (var contract in filed) Judge(contract, matches[contract.Filing!.ConversionId], byConversion);
    }

    private void Judge(Contract contract, IEnumerable<Match> matches, Dictionary<Guid, Contract> byConversion)
    {
        var filing = contract.Filing!;
        // The surest first: of two it may be, the one that has all it says.
        var seen = matches.OrderByDescending(m => m.Finding.Likeness).ThenBy(m => Adds(filing, m.Other)).ThenByDescending(m => m.Known is not null).ToList();
        if (seen.Count == 0) return;
        var best = seen[0];
        var like = best.Known is null ? byConversion[best.Other.ConversionId] : null;
        // What was not filed itself stands for what is filed in its place.
        while (like is { Fate: RowFate.Same or RowFate.Attached } standIn)
        {
            contract.LikeId = standIn.LikeId;
            like = standIn.Like;
        }
        contract.Like = like;
        if (like is null) contract.LikeId ??= best.Known?.Conversion.Id;
        contract.Rules = [.. contract.Rules, .. (best.Finding.Likeness == Likeness.Same ? best.Finding.Rules : seen.Where(m => m.Finding.IsAsked || !best.Finding.IsAsked).SelectMany(m => m.Finding.Rules)).Distinct(StringComparer.Ordinal)];
        if (!best.Finding.IsAsked) return;
        contract.Fate = best.Finding.Likeness != Likeness.Same ? RowFate.Queued : Adds(filing, best.Other) switch
        {
            Addition.Nothing => RowFate.Same,
            Addition.Register when like is not null => RowFate.Attached,
            Addition.Register when best.Known is { } known && CanCorrect(known, regionPath) => RowFate.Attached,
            _ => RowFate.Queued,
        };
        if (contract.Fate == RowFate.Attached && like is not null) like.AddRegisters(filing);
    }

    private enum Addition
    {
        Nothing,
        Register,
        Patent,
    }

    private static Addition Adds(Filing filing, Filing other) =>
        filing.Patents.Exists(p => !other.Patents.Exists(o => o.ApplicationNo == p.ApplicationNo)) ? Addition.Patent
        : filing.Registers.Exists(r => !other.Registers.Exists(o => o.Register == r.Register && o.Number == r.Number)) ? Addition.Register : Addition.Nothing;

    /// <summary>Whoever filed it, or a unit above, may add to what was verified; what is being looked at is left alone, and what was done on the platform tells its registers itself.</summary>
    public static bool CanCorrect(Known known, string regionPath) =>
        known is { Filing: { State: FilingState.Verified, Kind: not FilingKind.Reversal }, Conversion.Origin: ConversionOrigin.Entered or ConversionOrigin.Imported }
        && known.Filing.ConversionId == known.Conversion.Id && known.Conversion.RegionPath.StartsWith(regionPath, StringComparison.Ordinal);

    /// <summary>Of what becomes of all rows.</summary>
    public static string Print(IEnumerable<ConversionImportRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows) text.Append(CultureInfo.InvariantCulture, $"{row.Number}|{row.Fate}|{row.OtherRow}|{row.OtherId}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
