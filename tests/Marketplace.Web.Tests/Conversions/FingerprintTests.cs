using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>The same contract reported twice has one fingerprint; another one has another.</summary>
public sealed class FingerprintTests
{
    [Fact]
    public void The_order_of_patents_and_parties_and_who_calls_it_what_change_nothing()
    {
        var one = Filings.Of(ConversionType.ExclusiveLicence);
        one.Patents.Add(new() { ApplicationNo = "202110000002", Place = 1 });
        one.Parties.Add(new() { Side = Side.Taker, Place = 1, Key = "C", Name = "丙", RegionPath = "" });
        var other = Filings.Of();
        other.Patents.Insert(0, new() { ApplicationNo = "202110000002", Place = 0, Title = "一种滴灌带" });
        other.Parties.Insert(0, new() { Side = Side.Taker, Place = 0, Key = "C", Name = "丙公司", RegionPath = "/650000/" });
        other.ContractNo = "另一个编号";

        Fingerprint.Of(other).ShouldBe(Fingerprint.Of(one));
        Fingerprint.Of(one).Length.ShouldBe(64);
    }

    [Fact]
    public void Sides_types_days_and_patents_tell_contracts_apart()
    {
        var turned = Filings.Of();
        turned.Parties.Clear();
        turned.Parties.Add(new() { Side = Side.Giver, Place = 0, Key = "B", Name = "乙", RegionPath = "" });
        turned.Parties.Add(new() { Side = Side.Taker, Place = 0, Key = "A", Name = "甲", RegionPath = "" });
        var patent = Filings.Of();
        patent.Patents.Add(new() { ApplicationNo = "202110000009", Place = 1 });
        var later = Filings.Of();
        later.SignedOn = Filings.Day.AddDays(1);
        Filing[] all = [Filings.Of(), turned, patent, later, Filings.Of().Effective(), Filings.Of(ConversionType.Assignment), Filings.Of(ConversionType.Pledge), Filings.Of(ConversionType.JointUse)];

        all.Select(Fingerprint.Of).Distinct(StringComparer.Ordinal).Count().ShouldBe(all.Length);
    }

    [Fact]
    public void The_day_of_effect_goes_before_the_day_of_signature()
    {
        var (one, other) = (Filings.Of().Effective(), Filings.Of().Effective());
        other.SignedOn = Filings.Day.AddDays(-90);

        Fingerprint.Of(other).ShouldBe(Fingerprint.Of(one));
    }
}
