using FsCheck;
using FsCheck.Fluent;
using Marketplace.Web.Licensing.Income;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>Shares of a net income: nothing lost, nobody below the floor by a fen.</summary>
public sealed class ShareSplitTests
{
    [Fact]
    public void Whatever_the_percentages_shares_sum_to_the_net() =>
        Prop.ForAll<NonNegativeInt, NonEmptyArray<PositiveInt>>((fen, weights) =>
        {
            var (net, splits) = (fen.Get / 100m, Whole(weights.Get));
            var amounts = ShareSplit.Amounts(net, ShareBasis.Percent, splits);
            return amounts.Sum() == net && amounts.All(amount => amount >= 0 && decimal.Round(amount, 2) == amount)
                && amounts.Zip(splits).All(pair => Math.Abs(pair.First - net * pair.Second.Part / 100) <= 0.01m);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void People_who_have_the_floor_in_percent_have_it_in_fen() =>
        Prop.ForAll<PositiveInt, NonEmptyArray<PositiveInt>>((fen, weights) =>
        {
            var (net, splits) = (fen.Get / 100m, Whole(weights.Get));
            var people = splits.Where(split => split.Kind.IsPerson()).Sum(split => split.Part);
            var amounts = ShareSplit.Amounts(net, ShareBasis.Percent, splits).Zip(splits).Where(pair => pair.Second.Kind.IsPerson()).Sum(pair => pair.First);
            return amounts >= ShareSplit.Least(net, people);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_a_fen_falls_to_those_who_contributed()
    {
        Split[] halves = [new(ShareKind.Unit, "大学", 50), new(ShareKind.Inventor, "甲", 25), new(ShareKind.Inventor, "乙", 25)];
        ShareSplit.Amounts(100.01m, ShareBasis.Percent, halves).ShouldBe([50.00m, 25.00m, 25.01m]);
        ShareSplit.Amounts(0.01m, ShareBasis.Percent, halves).ShouldBe([0m, 0m, 0.01m]);
        ShareSplit.Least(100.01m, 50).ShouldBe(50.01m);
    }

    [Fact]
    public void Equal_parts_of_a_percentage_sum_to_it() =>
        Prop.ForAll<PositiveInt, PositiveInt>((percent, count) =>
        {
            var (whole, parts) = (percent.Get % 101m, ShareSplit.Even(percent.Get % 101, count.Get % 50 + 1));
            return parts.Sum() == whole && parts.All(part => part >= 0);
        }).QuickCheckThrowOnFailure();

    /// <summary>Who, what was ruled or agreed, and what contributors get at least.</summary>
    [Theory]
    [InlineData(OrganisationKind.University, null, null, 50)]
    [InlineData(OrganisationKind.University, 70.0, null, 70)]
    [InlineData(OrganisationKind.University, 30.0, null, 50)]   // A rule from before it became a state unit: the law holds.
    [InlineData(OrganisationKind.Institute, 60.0, 80.0, 80)]    // An agreement about the licence goes before the rule.
    [InlineData(OrganisationKind.Institute, 60.0, 55.0, 55)]
    [InlineData(OrganisationKind.Enterprise, null, null, 50)]   // Nothing ruled: the law's half, whoever it is.
    [InlineData(OrganisationKind.Enterprise, 20.0, null, 20)]
    [InlineData(OrganisationKind.StateEnterprise, 20.0, null, 20)]   // Art. 45(2) names research units and universities.
    [InlineData(OrganisationKind.Enterprise, 20.0, 10.0, 10)]
    public void The_floor_is_the_laws_unless_something_was_ruled_or_agreed(OrganisationKind kind, double? rule, double? agreement, int floor)
    {
        var licence = Guid.CreateVersion7();
        List<IncomeRule> rules = [];
        if (rule is { } ruled) rules.Add(Rule((decimal)ruled, null));
        if (agreement is { } agreed) rules.Add(Rule((decimal)agreed, licence));
        rules.Add(Rule(99, Guid.CreateVersion7()));   // About another licence.
        ShareFloor.Of(kind, ShareFloor.Pick(rules, licence, new(2026, 6, 1))).ShouldBe(floor);
    }

    [Theory]
    [InlineData("2025-12-31", null)]
    [InlineData("2026-01-01", 60)]
    [InlineData("2026-06-30", 60)]
    [InlineData("2026-07-01", 70)]
    [InlineData("2027-01-01", 70)]
    public void The_rule_of_the_day_of_the_receipt_holds(string day, int? percent) =>
        (ShareFloor.Pick([Rule(60, null, new(2026, 1, 1), new(2026, 12, 31)), Rule(70, null, new(2026, 7, 1))], Guid.CreateVersion7(), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))?.Percent).ShouldBe((decimal?)percent);

    [Theory]
    [InlineData("99.9", "shares_do_not_sum")]
    [InlineData("100", null)]
    [InlineData("-1", "share_part_wrong")]
    [InlineData("10.00001", "share_part_wrong")]
    public void A_draft_that_does_not_sum_is_not_kept(string unit, string? code)
    {
        var part = decimal.Parse(unit, System.Globalization.CultureInfo.InvariantCulture);
        Codes(new(ShareBasis.Percent, null, [], [new(ShareKind.Unit, "大学", part)]), 100).ShouldBe(code is null ? [] : [code]);
    }

    [Fact]
    public void Costs_say_what_they_are_for_and_leave_something()
    {
        Codes(new(ShareBasis.Amount, null, [new(CostKind.Tax, 30, "增值税")], [new(ShareKind.Unit, "大学", 70)]), 100).ShouldBeEmpty();
        Codes(new(ShareBasis.Amount, null, [new(CostKind.Tax, 30, "")], [new(ShareKind.Unit, "大学", 70)]), 100).ShouldBe(["cost_reason_missing"]);
        Codes(new(ShareBasis.Amount, null, [new(CostKind.Tax, 130, "增值税")], [new(ShareKind.Unit, "大学", 70)]), 100).ShouldBe(["costs_too_much", "shares_do_not_sum"]);
        Codes(new(ShareBasis.Amount, null, [], []), 100).ShouldBe(["shares_missing"]);
        Codes(new(ShareBasis.Amount, null, [], [new(ShareKind.Inventor, "王伟", 50), new(ShareKind.Inventor, "王伟", 50)]), 100).ShouldBe(["share_name_twice"]);
    }

    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("110105194912310021", false)]
    [InlineData(" 11010519491231002x ", true)]
    [InlineData("13800138000", false)]
    [InlineData("", false)]
    public void An_identity_number_has_its_check_character(string typed, bool right) => (PayrollSeal.Clean(typed) is not null).ShouldBe(right);

    private static List<string> Codes(SharingDraft draft, decimal gross) => [.. draft.Check(gross).Select(failure => failure.Code)];

    private static IncomeRule Rule(decimal percent, Guid? licence, DateOnly? from = null, DateOnly? until = null) =>
        new() { Id = Guid.CreateVersion7(), HolderId = Guid.CreateVersion7(), LicenceId = licence, Title = "办法", Percent = percent, From = from ?? new(2020, 1, 1), Until = until, FileId = Guid.CreateVersion7(), At = default };

    /// <summary>Percentages that sum to a hundred, people and others in turn.</summary>
    private static List<Split> Whole(PositiveInt[] weights)
    {
        var sum = weights.Sum(weight => (decimal)weight.Get);
        List<Split> splits = [.. weights.Select((weight, i) => new Split((ShareKind)(i % 4), $"名{i}", Math.Floor(weight.Get / sum * 1_000_000) / 10_000))];
        return [.. splits, new(ShareKind.Unit, "余", 100 - splits.Sum(split => split.Part))];
    }
}
