using System.Globalization;
using Marketplace.Web.Platform.Documents;

namespace Marketplace.Web.Tests.Platform.Documents;

public sealed class CapitalYuanTests
{
    // Decimals cannot be arguments of an attribute, and a double would round what is tested.
    [Theory]
    [InlineData("0", "零元整")]
    [InlineData("0.01", "壹分")]
    [InlineData("0.05", "伍分")]
    [InlineData("0.10", "壹角整")]
    [InlineData("0.50", "伍角整")]
    [InlineData("0.99", "玖角玖分")]
    [InlineData("1", "壹元整")]
    [InlineData("1.01", "壹元零壹分")]
    [InlineData("1.10", "壹元壹角整")]
    [InlineData("10.00", "壹拾元整")]
    [InlineData("10.05", "壹拾元零伍分")]
    [InlineData("12.30", "壹拾贰元叁角整")]
    [InlineData("20.02", "贰拾元零贰分")]
    [InlineData("100", "壹佰元整")]
    [InlineData("101", "壹佰零壹元整")]
    [InlineData("110", "壹佰壹拾元整")]
    [InlineData("325.04", "叁佰贰拾伍元零肆分")]
    [InlineData("1000", "壹仟元整")]
    [InlineData("1001", "壹仟零壹元整")]
    [InlineData("1010", "壹仟零壹拾元整")]
    [InlineData("1100.5", "壹仟壹佰元伍角整")]
    [InlineData("1409.50", "壹仟肆佰零玖元伍角整")]
    [InlineData("1680.32", "壹仟陆佰捌拾元叁角贰分")]
    [InlineData("6007.14", "陆仟零柒元壹角肆分")]
    [InlineData("10000", "壹万元整")]
    [InlineData("10001", "壹万零壹元整")]
    [InlineData("16409.02", "壹万陆仟肆佰零玖元零贰分")]
    [InlineData("50000", "伍万元整")]
    [InlineData("100005.00", "壹拾万零伍元整")]
    [InlineData("107000.53", "壹拾万零柒仟元伍角叁分")]
    [InlineData("1000000", "壹佰万元整")]
    [InlineData("1020300", "壹佰零贰万零叁佰元整")]
    [InlineData("10007000", "壹仟万零柒仟元整")]
    [InlineData("20000000", "贰仟万元整")]
    [InlineData("100000000", "壹亿元整")]
    [InlineData("100000001", "壹亿零壹元整")]
    [InlineData("105000000", "壹亿零伍佰万元整")]
    [InlineData("120000300.06", "壹亿贰仟万零叁佰元零陆分")]
    [InlineData("1000000000.10", "壹拾亿元壹角整")]
    [InlineData("123456789.01", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分")]
    [InlineData("1000000000000", "壹万亿元整")]
    [InlineData("1000000010000", "壹万亿零壹万元整")]
    [InlineData("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分")]
    public void An_amount_is_written_as_on_a_cheque(string yuan, string words) => CapitalYuan.Of(decimal.Parse(yuan, CultureInfo.InvariantCulture)).ShouldBe(words);

    [Theory]
    [InlineData("-0.01")]
    [InlineData("0.001")]
    [InlineData("10000000000000000")]
    public void What_is_owed_by_nobody_or_paid_in_no_coin_is_refused(string yuan) =>
        Should.Throw<ArgumentOutOfRangeException>(() => CapitalYuan.Of(decimal.Parse(yuan, CultureInfo.InvariantCulture)));
}
