using System.ComponentModel.DataAnnotations;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Tests.Platform.Face;

public sealed class SiteOptionsTests
{
    [Fact]
    public void Nothing_set_is_fine() => Wrong(new()).ShouldBeEmpty();

    [Fact]
    public void Everything_set_right_is_fine() => Wrong(new()
    {
        Organiser = "博州市场监督管理局",
        IcpNumber = "新ICP备12345678号-1",
        PoliceNumber = "新公网安备65270102000001号",
        ContactPhone = "0909-2318888",
        ContactMail = "zl@example.cn",
        Terms = "https://example.cn/terms",
    }).ShouldBeEmpty();

    [Fact]
    public void What_is_set_wrong_is_named() => Wrong(new()
    {
        IcpNumber = "12345678",
        PoliceNumber = "新公网安备123号",
        ContactPhone = "call us",
        ContactMail = "nobody",
        PrivacyPolicy = "javascript:alert(1)",
        Terms = "//elsewhere.example",
    }).ShouldBe(["ContactMail", "ContactPhone", "IcpNumber", "PoliceNumber", "PrivacyPolicy", "Terms"]);

    private static List<string> Wrong(SiteOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return [.. results.SelectMany(result => result.MemberNames).Order(StringComparer.Ordinal)];
    }
}
