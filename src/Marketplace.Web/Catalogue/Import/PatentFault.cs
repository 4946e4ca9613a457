using System.Globalization;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Why a row is not taken.</summary>
/// <param name="Code">Stable; names its text as <c>Fault_code</c>.</param>
/// <param name="Column">Key of the column it is about.</param>
/// <param name="Value">What stands in the cell, as far as it helps to find it.</param>
/// <param name="Word">What the text names: another row, a number, a limit.</param>
public sealed record PatentFault(string Code, string Column, string? Value = null, string? Word = null)
{
    /// <summary>In the language of whoever reads.</summary>
    public string Say() => string.Format(CultureInfo.CurrentCulture,
        PatentImportTexts.ResourceManager.GetString("Fault_" + Code, PatentImportTexts.Culture ?? CultureInfo.CurrentUICulture) ?? Code, Word);
}
