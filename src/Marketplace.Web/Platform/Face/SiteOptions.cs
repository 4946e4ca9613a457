using System.ComponentModel.DataAnnotations;

namespace Marketplace.Web.Platform.Face;

/// <summary>Who runs this installation (section <c>Site</c>). What is not set is not shown; what is set wrong stops the start.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>主办单位</summary>
    [StringLength(100, MinimumLength = 2)]
    public string? Organiser { get; set; }

    /// <summary>ICP 备案号, as 新ICP备12345678号-1</summary>
    [RegularExpression(@"^\p{IsCJKUnifiedIdeographs}ICP[备证]\d{6,10}号(-\d{1,3})?$")]
    public string? IcpNumber { get; set; }

    /// <summary>公安备案号, as 新公网安备65270102000001号</summary>
    [RegularExpression(@"^\p{IsCJKUnifiedIdeographs}公网安备\s?\d{14}号$")]
    public string? PoliceNumber { get; set; }

    [RegularExpression(@"^\+?[\d][\d\- ]{5,19}$")]
    public string? ContactPhone { get; set; }

    [EmailAddress]
    public string? ContactMail { get; set; }

    /// <summary>A local path or an https address; ours by default.</summary>
    [Required, RegularExpression(@"^(/(?![/\\])|https://).*$")]
    public string PrivacyPolicy { get; set; } = "/policies/privacy";

    [Required, RegularExpression(@"^(/(?![/\\])|https://).*$")]
    public string Terms { get; set; } = "/policies/terms";

    public string? PoliceCode => PoliceNumber is null ? null : string.Concat(PoliceNumber.Where(char.IsAsciiDigit));
}
