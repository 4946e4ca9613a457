using System.Globalization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Platform.Spreadsheets;
using C = Marketplace.Web.Conversions.Import.ImportColumns;

namespace Marketplace.Testing.Conversions;

/// <param name="Kind">D1 … D16, empty: nothing was planted here.</param>
/// <param name="Fate">What has to become of the row.</param>
/// <param name="Sees">The rule that has to see it; null: none has to.</param>
public sealed record PlantedRow(Dictionary<string, string> Cells, string Kind, RowFate Fate, string? Sees);

/// <summary>
/// A table of outside deals in which contracts are told twice in each of the sixteen ways of domain.md §3.5, and what was filed before by others. The same seed gives the same table.
/// What is told first stands in the first half, what is told again behind it.
/// </summary>
public sealed class PlantedTable
{
    private readonly Random _random;
    private readonly List<PlantedRow> _first = [], _again = [];
    private int _patents, _parties = 1000;

    public PlantedTable(int rows, int seed)
    {
        _random = new(seed);
        // Of each kind a few: together they take a third of the rows.
        for (var n = 0; n < rows / 100; n++) Plant(n);
        var last = new List<PlantedRow>();
        while (_first.Count + _again.Count + last.Count < rows) last.Add(Row("", RowFate.New, null, Deal("普通许可")));
        Rows = [.. _first, .. last, .. _again];
        if (Rows.Count != rows) throw new InvalidOperationException("A table this small has no room for all sixteen kinds.");
    }

    public IReadOnlyList<PlantedRow> Rows { get; }

    /// <summary>Filed by other units, and waiting.</summary>
    public List<Filing> Before { get; } = [];

    /// <summary>Verified, and taken back by what is in <see cref="Reversals"/>.</summary>
    public List<Filing> Reversed { get; } = [];
    public List<Filing> Reversals { get; } = [];

    /// <summary>Contracts that are filed: of D1 three rows are one.</summary>
    public int Contracts => Rows.Count(r => r.Fate is RowFate.New or RowFate.Queued) - Rows.Count(r => r.Kind == "D1") * 2 / 3;

    public byte[] Xlsx() => XlsxWriter.Write("转化", C.Fields, Rows.Select(r => (IReadOnlyDictionary<string, string>)r.Cells));

    private void Plant(int n)
    {
        var one = Deal("独占许可", contract: "甲" + n);
        for (var k = 0; k < 3; k++) _first.Add(Row("D1", RowFate.New, null, one, (C.Patents, Patent())));

        var open = Deal("开放许可");
        for (var k = 0; k < 3; k++) _first.Add(Row("D2", RowFate.New, null, open, (C.TakerCode, Code()), (C.Taker, "被许可人" + n + k)));

        var told = Deal("普通许可", contract: "乙" + n);
        Twice("D3", told, RowFate.Attached, "D3", (C.Contract, ""), (C.NumberOf(Register.TechnicalContract), "JS" + n), (C.DayOf(Register.TechnicalContract), Day(told, 20)));
        Twice("D3", Deal("转让"), RowFate.Same, "D3");
        Twice("D4", told = Deal("普通许可"), RowFate.Queued, "D4", (C.SignedDay, Day(told, 365)));
        told = Deal("转让");
        _again.Add(Row("D5", RowFate.New, "D5", told, (C.TakerCode, told[C.GiverCode])));
        Twice("D6", told = Deal("转让"), RowFate.Queued, "D6", (C.GiverCode, told[C.TakerCode]), (C.TakerCode, Code()), (C.SignedDay, Day(told, 150)));
        Twice("D7", told = Deal("普通许可"), RowFate.New, "D7", (C.Type, "转让"), (C.SignedDay, Day(told, 200)));
        Filed("D8", FilingMaker.Bole, RowFate.Same, "D8", 0);
        Filed("D9", FilingMaker.Kezhou, RowFate.Queued, "D9", 5);
        Filed("D10", FilingMaker.Shuanghe, RowFate.Queued, "D10", 5);
        told = Deal("普通许可");
        Twice("D11", told, RowFate.Queued, "D11", (C.Patents, FilingMaker.Patent(_patents++, 2)), (C.Twins, told[C.Patents]));
        told = Deal("质押融资");
        Twice("D12", told, RowFate.Same, "D12", (C.SignedDay, Day(told, 3)));
        Twice("D12", told = Deal("质押融资"), RowFate.Queued, "D12", (C.Loan, told[C.Loan] + "续"), (C.SignedDay, Day(told, 365)));
        told = Deal("转让");
        _first.Add(Row("D13", RowFate.New, null, told, (C.SignedDay, "2024-12-20"), (C.NumberOf(Register.Assignment), "ZR" + n), (C.DayOf(Register.Assignment), "2025-02-10")));
        Void();
        told = Deal("交叉许可", contract: "互" + n);
        Twice("D15", told, RowFate.Queued, "D15", (C.Patents, Patent()), (C.GiverCode, told[C.TakerCode]), (C.TakerCode, told[C.GiverCode]));
        _again.Add(Row("D16", RowFate.Refused, "D16", Deal("开放许可"), (C.Taker, ""), (C.TakerCode, "")));
    }

    private void Twice(string kind, Dictionary<string, string> told, RowFate fate, string sees, params ReadOnlySpan<(string, string)> changed)
    {
        _first.Add(Row(kind, RowFate.New, null, told));
        _again.Add(Row(kind, fate, sees, told, changed));
    }

    private void Filed(string kind, string region, RowFate fate, string sees, int days)
    {
        var (told, filing) = Known(region);
        Before.Add(filing);
        _again.Add(Row(kind, fate, sees, told, (C.SignedDay, Day(told, days))));
    }

    private void Void()
    {
        var (told, filing) = Known(FilingMaker.Bozhou);
        Reversed.Add(filing);
        var (_, reversal) = Known(FilingMaker.Bozhou, told, filing.ConversionId);
        Reversals.Add(reversal);
        _again.Add(Row("D14", RowFate.Queued, "D14", told));
    }

    private (Dictionary<string, string> Told, Filing Filing) Known(string region, Dictionary<string, string>? told = null, Guid? of = null)
    {
        told ??= Deal("普通许可");
        var filing = new Filing
        {
            ConversionId = of ?? Guid.CreateVersion7(),
            Number = of is null ? 1 : 2,
            Kind = of is null ? FilingKind.First : FilingKind.Reversal,
            RegionPath = region,
            Type = ConversionType.OrdinaryLicence,
            SignedOn = DateOnly.Parse(told[C.SignedDay], CultureInfo.InvariantCulture),
            Level = EvidenceLevel.L0,
            Fingerprint = "",
            At = TimeProvider.System.GetUtcNow(),
        };
        filing.Patents.Add(new() { FilingId = filing.Id, ApplicationNo = told[C.Patents], Place = 1 });
        foreach (var (side, key) in (ReadOnlySpan<(Web.Platform.StateMachines.Side, string)>)[(Web.Platform.StateMachines.Side.Giver, C.GiverCode), (Web.Platform.StateMachines.Side.Taker, C.TakerCode)])
            filing.Parties.Add(new() { FilingId = filing.Id, Side = side, Place = 1, Key = told[key], Name = "某公司", RegionPath = region });
        filing.Fingerprint = Fingerprint.Of(filing);
        return (told, filing);
    }

    private Dictionary<string, string> Deal(string type, string? contract = null)
    {
        var (giver, taker) = (Code(), Code());
        var cells = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [C.Contract] = contract ?? "",
            [C.Type] = type,
            [C.Patents] = Patent(),
            [C.Giver] = "甲方" + giver[^5..],
            [C.GiverCode] = giver,
            [C.GiverRegion] = "650000",
            [C.Taker] = "乙方" + taker[^5..],
            [C.TakerCode] = taker,
            [C.TakerRegion] = _random.Next(2) == 0 ? "652701" : "精河县",
            [C.SignedDay] = new DateOnly(2023, 1, 1).AddDays(_random.Next(700)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            [C.Amount] = (_random.Next(1, 500) * 1000).ToString(CultureInfo.InvariantCulture),
        };
        if (type == "质押融资") cells[C.Loan] = "贷" + taker[^5..];
        return cells;
    }

    private string Patent() => FilingMaker.Patent(_patents++);

    private string Code() => FilingMaker.Code(_parties++);

    private static string Day(Dictionary<string, string> told, int days) => DateOnly.Parse(told[C.SignedDay], CultureInfo.InvariantCulture).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static PlantedRow Row(string kind, RowFate fate, string? sees, Dictionary<string, string> told, params ReadOnlySpan<(string Key, string Value)> changed)
    {
        var cells = new Dictionary<string, string>(told, StringComparer.Ordinal);
        foreach (var (key, value) in changed) cells[key] = value;
        return new(cells, kind, fate, sees);
    }
}
