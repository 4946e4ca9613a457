using System.Text.Json;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Why a row is not filed.</summary>
/// <param name="Code">Stable; names its text as <c>Fault_code</c>.</param>
/// <param name="Column">The column it is about.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Word">What the text names: a row, the number that would be right, the choices.</param>
public sealed record ImportFault(string Code, string Column, string Value, string? Word = null)
{
    /// <summary>In the language of whoever reads.</summary>
    public string Say() => (DuplicateTexts.ResourceManager.GetString("Fault_" + Code, DuplicateTexts.Culture) ?? Code).Fill(Word);

    public string Title => ImportColumns.Plan.Columns.First(c => c.Key == Column).Title;

    public static IReadOnlyList<ImportFault> Of(ConversionImportRow row) => JsonSerializer.Deserialize<List<ImportFault>>(row.Faults, JsonSerializerOptions.Web)!;
}
