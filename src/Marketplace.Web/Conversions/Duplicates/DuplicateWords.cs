using System.Globalization;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Duplicates;

public static class DuplicateWords
{
    /// <summary>D1 … D16.</summary>
    public const int Rules = 16;

    public static string Name(SuspectState state) => Named("State" + state);
    public static string Name(ConversionOrigin origin) => Named("Origin" + origin);
    public static string Say(Likeness likeness) => Named("Like" + likeness);

    /// <summary>D3 同一合同在多处登记</summary>
    public static string Rule(string rule) => $"{rule} {Named("Rule" + rule)}";

    public static string[] InOrder(IEnumerable<string> rules) => [.. rules.OrderBy(r => int.Parse(r.AsSpan(1), CultureInfo.InvariantCulture))];

    public static string Look(SuspectState state) => state switch { SuspectState.Open => "soon", SuspectState.Same => "stopped", _ => "ok" };

    public static string Parties(Filing filing, Side side) => string.Join('；', filing.Parties.Where(p => p.Side == side).OrderBy(p => p.Place).Select(p => p.Name));

    /// <summary>Both sides of each field, as they are shown.</summary>
    public static IReadOnlyList<(string Field, string First, string Second)> Fields(Known first, Known second, Func<string, string> region)
    {
        var (one, other) = (first.Filing, second.Filing);
        return
        [
            Row(DuplicateTexts.Type, f => ConversionName(f.Type)),
            Row(DuplicateTexts.Nature, f => NatureName(f.Nature)),
            Row(DuplicateTexts.ContractNo, f => f.ContractNo),
            Row(DuplicateTexts.Patents, f => string.Join('\n', f.Patents.OrderBy(p => p.ApplicationNo, StringComparer.Ordinal).Select(p => Catalogue.Patents.PatentNumber.Show(p.ApplicationNo) + (p.CountsAs is { } twin ? " = " + Catalogue.Patents.PatentNumber.Show(twin) : "")))),
            Row(DuplicateTexts.Giver, f => Bodies(f, Side.Giver)),
            Row(DuplicateTexts.Taker, f => Bodies(f, Side.Taker)),
            Row(DuplicateTexts.Signed, f => Day(f.SignedOn)),
            Row(DuplicateTexts.Effective, f => Day(f.EffectiveOn)),
            Row(DuplicateTexts.PaidOn, f => Day(f.PaidOn)),
            Row(DuplicateTexts.RecordedOn, f => Day(f.RecordedOn)),
            Row(DuplicateTexts.EndedOn, f => Day(f.EndedOn)),
            Row(DuplicateTexts.Amount, f => Sum(f.Amount)),
            Row(DuplicateTexts.NewAmount, f => Sum(f.NewAmount)),
            Row(DuplicateTexts.Paid, f => Sum(f.Paid)),
            Row(DuplicateTexts.LoanNo, f => f.LoanNo),
            Row(DuplicateTexts.Registers, f => string.Join('\n', f.Registers.OrderBy(r => r.Register).ThenBy(r => r.Number, StringComparer.Ordinal).Select(r => $"{RegisterName(r.Register)} {r.Number} {Dates.InTable(r.On)}"))),
            (DuplicateTexts.Unit, region(one.RegionPath), region(other.RegionPath)),
            (DuplicateTexts.Origin, Name(first.Conversion.Origin), Name(second.Conversion.Origin)),
        ];

        (string, string, string) Row(string field, Func<Filing, string?> value) => (field, value(one) ?? "", value(other) ?? "");
    }

    // Names of types, natures and registers are those of the table of imports: the offices' own, in every language.
    private static string ConversionName(ConversionType type) => Import.ImportColumns.Types.Where(t => t.Value == type).Select(t => t.Key).Order(StringComparer.Ordinal).First();

    private static string NatureName(MarketNature nature) => Import.ImportColumns.NatureNames.Where(n => n.Value == nature).Select(n => n.Key).Order(StringComparer.Ordinal).First();

    private static string RegisterName(Register register) => Import.ImportColumns.Plan.Columns.First(c => c.Key == Import.ImportColumns.NumberOf(register)).Title;

    private static string Bodies(Filing filing, Side side) => string.Join('\n', filing.Parties.Where(p => p.Side == side).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key.StartsWith("P:", StringComparison.Ordinal) ? p.Name : $"{p.Name} {p.Key}"));

    private static string Day(DateOnly? day) => day is { } on ? Dates.InTable(on) : "";

    private static string Sum(decimal? yuan) => yuan?.ToString("#,0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Named(string key) => DuplicateTexts.ResourceManager.Named(key);
}
