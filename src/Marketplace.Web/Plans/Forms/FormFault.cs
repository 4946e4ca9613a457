namespace Marketplace.Web.Plans.Forms;

public enum FormFaultKind
{
    /// <summary>Nothing is called that.</summary>
    Unknown,

    /// <summary>Braces that are not closed.</summary>
    Torn,

    /// <summary>It stands where nothing is filled, such as a comment.</summary>
    Elsewhere,
}

/// <param name="Kind">What is wrong.</param>
/// <param name="Part">Sheet, or part of the document.</param>
/// <param name="Place">Cell such as <c>C7</c>, or number of the paragraph.</param>
/// <param name="Word">The placeholder, or the text around it.</param>
public sealed record FormFault(FormFaultKind Kind, string Part, string Place, string Word);

/// <param name="Places">How many placeholders are filled.</param>
public sealed record FormCheck(int Places, IReadOnlyList<FormFault> Faults);
