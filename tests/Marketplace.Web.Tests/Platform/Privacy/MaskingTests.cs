using Marketplace.Web.Platform.Privacy;

namespace Marketplace.Web.Tests.Platform.Privacy;

public sealed class MaskingTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("13812341234", "138****1234")]
    [InlineData("138 1234 1234", "138****1234")]
    [InlineData("138-1234-1234", "138****1234")]
    [InlineData("+86 138 1234 1234", "138****1234")]
    [InlineData("１３８１２３４１２３４", "138****1234")]
    [InlineData("0909-2318888", "0909-****888")]
    [InlineData("09092318888", "0909-****888")]
    [InlineData("(010) 62081234", "010-****234")]
    [InlineData("01062081234", "010-****234")]
    [InlineData("0909-2318888-801", "0909-****888")]
    [InlineData("2318888", "****888")]
    [InlineData("12345", "***")]
    [InlineData("张三的电话", "***")]
    [InlineData("", "***")]
    public void Phones(string? phone, string? shown) => Masking.Phone(phone).ShouldBe(shown);

    [Theory]
    [InlineData(null, null)]
    [InlineData("li.ming@example.cn", "l***@example.cn")]
    [InlineData("l@example.cn", "***@example.cn")]
    [InlineData("\"a@b\"@example.cn", "\"***@example.cn")]
    [InlineData("no address", "***")]
    [InlineData("@example.cn", "***")]
    [InlineData("", "***")]
    public void Mails(string? mail, string? shown) => Masking.Mail(mail).ShouldBe(shown);

    [Theory]
    [InlineData(null, null)]
    [InlineData("张三", "张*")]
    [InlineData("张三丰", "张*")]
    [InlineData("欧阳修", "欧阳*")]
    [InlineData("欧阳娜娜", "欧阳*")]
    [InlineData("欧阳", "欧*")]
    [InlineData("𠮷田", "𠮷*")]
    [InlineData("阿依古丽·买买提", "阿*·买*")]
    [InlineData("阿依古丽•买买提", "阿*·买*")]
    [InlineData("买买提江吐尔逊", "买*")]
    [InlineData("ئايگۈل مەمەت", "ئ* م*")]
    [InlineData("John Smith", "J* S*")]
    [InlineData("Alice", "A*")]
    [InlineData("  ", "***")]
    public void Names(string? name, string? shown) => Masking.Name(name).ShouldBe(shown);
}
