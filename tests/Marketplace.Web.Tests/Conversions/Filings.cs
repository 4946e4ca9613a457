using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>Filings that exist in memory only.</summary>
internal static class Filings
{
    public static readonly DateOnly Day = new(2026, 3, 2);

    public static Filing Of(ConversionType type = ConversionType.OrdinaryLicence, params ProofKind[] proofs)
    {
        var filing = new Filing { ConversionId = Guid.Empty, Number = 1, Kind = FilingKind.First, RegionPath = "/650000/", Type = type, Level = EvidenceLevel.L0, Fingerprint = "", At = default, SignedOn = Day };
        filing.Patents.Add(new() { ApplicationNo = "202110000001", Place = 0 });
        filing.Parties.Add(new() { Side = Side.Giver, Place = 0, Key = "A", Name = "甲", RegionPath = "/610000/" });
        filing.Parties.Add(new() { Side = Side.Taker, Place = 0, Key = "B", Name = "乙", RegionPath = "/650000/" });
        foreach (var kind in proofs) filing.Proofs.Add(new() { Place = filing.Proofs.Count, Kind = kind, FileId = Guid.CreateVersion7() });
        return filing;
    }

    public static Filing Effective(this Filing filing)
    {
        filing.EffectiveOn = Day.AddDays(3);
        return filing;
    }

    public static Filing In(this Filing filing, Register register, int daysLater = 30)
    {
        filing.Registers.Add(new() { Register = register, Number = "N" + filing.Registers.Count, On = Day.AddDays(daysLater) });
        return filing;
    }
}
