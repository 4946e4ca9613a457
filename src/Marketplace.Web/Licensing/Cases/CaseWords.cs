using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>Sides and papers of cases in the reader's language.</summary>
public static class CaseWords
{
    public static string Paper(string code) => CaseTexts.ResourceManager.GetString("Paper" + char.ToUpperInvariant(code[0]) + code[1..], CaseTexts.Culture) ?? code;

    public static string Name(Side side) => CaseTexts.ResourceManager.GetString(side.ToString(), CaseTexts.Culture)!;
}
