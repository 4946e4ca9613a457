using Marketplace.Web.Organisations;

namespace Marketplace.Web.Licensing.Fees;

public static class FeeItemWords
{
    /// <summary>第 2 期, 第 3 个结算周期</summary>
    public static string Say(FeeDue due) => CalculatorTexts.ResourceManager.GetString("Item" + due.Item, CalculatorTexts.Culture)!.Fill(due.Number);
}
