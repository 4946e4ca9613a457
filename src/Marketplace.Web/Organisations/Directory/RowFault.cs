using System.Globalization;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Why a row is not taken.</summary>
/// <param name="Code">Stable; names its text as <c>Fault_code</c>.</param>
/// <param name="Column">The column it is about.</param>
/// <param name="Word">What the text names: a row, a place, another code.</param>
public sealed record RowFault(string Code, string Column, string? Word = null)
{
    /// <summary>In the language of whoever reads.</summary>
    public string Say() => string.Format(CultureInfo.CurrentCulture,
        DirectoryTexts.ResourceManager.GetString("Fault_" + Code, DirectoryTexts.Culture ?? CultureInfo.CurrentUICulture) ?? Code, Word);
}
