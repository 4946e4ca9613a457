using System.Globalization;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Income;

public sealed record DraftCost(CostKind Kind, decimal Amount, string Reason);

public sealed record SharingDraft(ShareBasis Basis, Guid? UnitId, IReadOnlyList<DraftCost> Costs, IReadOnlyList<Split> Splits)
{
    public decimal Net(decimal gross) => gross - Costs.Sum(cost => cost.Amount);

    /// <summary>What keeps it from being kept; floors and receipts are asked when it is proposed.</summary>
    public List<Failure> Check(decimal gross)
    {
        var failures = new List<Failure>();
        if (Costs.Any(cost => cost.Reason.Length is 0 or > SharingCostTable.ReasonMax)) failures.Add(new("cost_reason_missing", 400, IncomeTexts.CostReasonMissing.Fill(SharingCostTable.ReasonMax), "costs"));
        if (Costs.Any(cost => cost.Amount <= 0 || decimal.Round(cost.Amount, 2) != cost.Amount)) failures.Add(new("cost_amount_wrong", 400, IncomeTexts.AmountWrong, "costs"));
        var net = Net(gross);
        if (net < 0) failures.Add(new("costs_too_much", 400, IncomeTexts.CostsTooMuch, "costs"));
        if (Splits.Count == 0) failures.Add(new("shares_missing", 400, IncomeTexts.SharesMissing, "shares"));
        else if (Splits.Any(split => split.Name.Length > SharingShareTable.NameMax)) failures.Add(new("share_name_long", 400, IncomeTexts.NameLong.Fill(SharingShareTable.NameMax), "shares"));
        else if (Splits.DistinctBy(split => (split.Kind, split.Name)).Count() < Splits.Count) failures.Add(new("share_name_twice", 400, IncomeTexts.NameTwice, "shares"));
        else if (Splits.Any(split => split.Part < 0 || decimal.Round(split.Part, Basis == ShareBasis.Percent ? 4 : 2) != split.Part)) failures.Add(new("share_part_wrong", 400, IncomeTexts.PartWrong, "shares"));
        else if (Splits.Sum(split => split.Part) is var sum && sum != (Basis == ShareBasis.Percent ? 100m : net))
            failures.Add(new("shares_do_not_sum", 400, Basis == ShareBasis.Percent ? IncomeTexts.PercentSum.Fill(Typed.Plain(sum)!) : IncomeTexts.AmountSum.Fill(Platform.Face.Money.Exact(sum), Platform.Face.Money.Exact(net)), "shares"));
        return failures;
    }
}

/// <summary>The form of a sharing, as typed: what cannot be understood is said and stays as it is.</summary>
public sealed class SharingForm
{
    [FromForm(Name = "revision")] public int Revision { get; set; }
    [FromForm(Name = "basis")] public string? Basis { get; set; }
    [FromForm(Name = "unit")] public Guid? Unit { get; set; }
    [FromForm(Name = "costKind")] public List<string?> CostKinds { get; set; } = [];
    [FromForm(Name = "costAmount")] public List<string?> CostAmounts { get; set; } = [];
    [FromForm(Name = "costReason")] public List<string?> CostReasons { get; set; } = [];
    [FromForm(Name = "shareKind")] public List<string?> ShareKinds { get; set; } = [];
    [FromForm(Name = "shareName")] public List<string?> ShareNames { get; set; } = [];
    [FromForm(Name = "sharePart")] public List<string?> ShareParts { get; set; } = [];

    public static SharingForm Of(Sharing sharing) => new()
    {
        Revision = sharing.Revision,
        Basis = sharing.Basis.ToString(),
        Unit = sharing.UnitId,
        CostKinds = [.. sharing.Costs.Select(cost => cost.Kind.ToString())],
        CostAmounts = [.. sharing.Costs.Select(cost => Plain(cost.Amount))],
        CostReasons = [.. sharing.Costs.Select(cost => cost.Reason)],
        ShareKinds = [.. sharing.Shares.OrderBy(share => share.Ordinal).Select(share => share.Kind.ToString())],
        ShareNames = [.. sharing.Shares.OrderBy(share => share.Ordinal).Select(share => share.Name)],
        ShareParts = [.. sharing.Shares.OrderBy(share => share.Ordinal).Select(share => Plain(sharing.Basis == ShareBasis.Percent ? share.Percent : share.Amount))],
    };

    /// <summary>Rows without a name or an amount are rows nobody filled.</summary>
    public SharingDraft Read(List<Failure> failures)
    {
        var typed = new Typed(failures);
        var costs = CostAmounts.Index().Where(row => !string.IsNullOrWhiteSpace(row.Item))
            .Select(row => new DraftCost(Typed.One<CostKind>(CostKinds.ElementAtOrDefault(row.Index)) ?? CostKind.Agency, typed.Number(row.Item, "costs") ?? 0, CostReasons.ElementAtOrDefault(row.Index)?.Trim() ?? "")).ToList();
        var splits = ShareNames.Index().Where(row => !string.IsNullOrWhiteSpace(row.Item))
            .Select(row => new Split(Typed.One<ShareKind>(ShareKinds.ElementAtOrDefault(row.Index)) ?? ShareKind.Contributor, row.Item!.Trim(), typed.Number(ShareParts.ElementAtOrDefault(row.Index), "shares") ?? 0)).ToList();
        return new(Typed.One<ShareBasis>(Basis) ?? ShareBasis.Percent, Unit == Guid.Empty ? null : Unit, costs, splits);
    }

    private static string? Plain(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);
}
