using System.Globalization;
using Marketplace.Web.Contact;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Tests.Platform.Messages;

/// <summary>Page and message are of one house: the same name, the same promise.</summary>
public sealed class OneVoiceTests
{
    [Theory]
    [InlineData("zh-CN", "3 个工作日")]
    [InlineData("en", "three working days")]
    [InlineData("ug", "3 خىزمەت كۈنى")]
    public void The_site_has_one_name_and_answers_within_one_time(string language, string promise)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        string Of(System.Resources.ResourceManager texts, string name) => texts.GetString(name, culture)!;
        var receipt = Of(MessageTexts.ResourceManager, nameof(MessageTexts.ContactReceivedText));
        receipt.ShouldContain(Of(FaceTexts.ResourceManager, nameof(FaceTexts.SiteName)));
        receipt.ShouldContain(promise);
        Of(ContactTexts.ResourceManager, nameof(ContactTexts.SentNext)).ShouldContain(promise);
    }
}
