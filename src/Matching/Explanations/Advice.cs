using Marketplace.Matching.Factors;

namespace Marketplace.Matching.Explanations;

/// <summary>What an owner could add to get better matches: stable codes, the most useful first.</summary>
public static class Advice
{
    /// <summary>Shorter than two sentences, a text says too little of what is wanted.</summary>
    private const int ShortText = 60;

    public static IReadOnlyList<string> For(NeedFacts need)
    {
        List<string> advice = [];
        if (need.Text.Length < ShortText) advice.Add("text");
        if (need.Industry is null && need.Ipc.Count == 0) advice.Add("industry");
        if (!need.Text.Any(char.IsAsciiDigit)) advice.Add("figures");
        if (need.BudgetTo is null) advice.Add("budget");
        if (need.Forms == Forms.None) advice.Add("forms");
        if (need.MaturityLeast is null) advice.Add("maturity");
        return advice;
    }
}
