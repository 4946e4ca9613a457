using Marketplace.Web.Organisations;

namespace Marketplace.Web.Plans.Forms;

internal static class FormWords
{
    public static string Said(FormFault fault) => fault.Kind switch
    {
        FormFaultKind.Torn => FormTexts.FaultTorn.Fill(Where(fault), fault.Word),
        FormFaultKind.Elsewhere => FormTexts.FaultElsewhere.Fill(Where(fault)),
        _ => FormTexts.FaultUnknown.Fill(Where(fault), $"{{{{{fault.Word}}}}}"),
    };

    public static string At(Plan plan, SuperiorForm form) => $"/plans/{plan.Key}/forms/{form.Id}";

    /// <summary>Sheet and cell, or the paragraph counted from the top; heads and feet by their part.</summary>
    private static string Where(FormFault fault) => fault switch
    {
        { Place: "" } => fault.Part,
        { Part: "word/document.xml" } => FormTexts.Paragraph.Fill(fault.Place),
        _ when fault.Part.EndsWith(".xml", StringComparison.Ordinal) => $"{Path.GetFileNameWithoutExtension(fault.Part)} · {FormTexts.Paragraph.Fill(fault.Place)}",
        _ => $"{fault.Part}!{fault.Place}",
    };
}
