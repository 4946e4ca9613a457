using System.Globalization;
using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Errors;

namespace Marketplace.Web.Contact;

/// <summary>As filled in, on the page or through the API.</summary>
public sealed record NewEnquiry
{
    public EnquirerRole? Role { get; init; }
    public string? Text { get; init; }
    public string? Name { get; init; }
    public string? Phone { get; init; }
    public string? Mail { get; init; }
}

internal static partial class ContactRules
{
    public const int TextMin = 5;
    public const int TextMax = 2000;
    public const int NameMax = 50;

    public static List<Failure> Check(NewEnquiry enquiry)
    {
        var failures = new List<Failure>();
        if (enquiry.Role is null || !Enum.IsDefined(enquiry.Role.Value)) failures.Add(new("role_missing", 400, ContactTexts.RoleMissing, "role"));
        CheckText(failures, "text", ContactTexts.Text, enquiry.Text, TextMax);
        if (enquiry.Text?.Trim() is { Length: > 0 and < TextMin }) failures.Add(new("text_too_short", 400, Text(ContactTexts.TooShort, TextMin), "text"));
        CheckText(failures, "name", ContactTexts.Name, enquiry.Name, NameMax);
        if (string.IsNullOrWhiteSpace(enquiry.Phone) && string.IsNullOrWhiteSpace(enquiry.Mail)) failures.Add(new("contact_missing", 400, ContactTexts.ContactMissing, "phone"));
        if (!string.IsNullOrWhiteSpace(enquiry.Phone) && !PhonePattern.IsMatch(enquiry.Phone.Trim())) failures.Add(new("phone_wrong", 400, ContactTexts.PhoneWrong, "phone"));
        if (!string.IsNullOrWhiteSpace(enquiry.Mail) && !MailPattern.IsMatch(enquiry.Mail.Trim())) failures.Add(new("mail_wrong", 400, ContactTexts.MailWrong, "mail"));
        return failures;
    }

    public static bool IsMail(string text) => MailPattern.IsMatch(text);

    public static bool IsPhone(string text) => PhonePattern.IsMatch(text);

    /// <summary>A landline takes no text message.</summary>
    public static bool IsMobile(string phone) => string.Concat(phone.Where(char.IsAsciiDigit)) is [.., '1', >= '3', _, _, _, _, _, _, _, _, _];

    private static void CheckText(List<Failure> failures, string field, string label, string? value, int max)
    {
        var length = value?.Trim().Length ?? 0;
        if (length == 0) failures.Add(new($"{field}_missing", 400, Text(ContactTexts.Required, label), field));
        if (length > max) failures.Add(new($"{field}_too_long", 400, Text(ContactTexts.TooLong, label, max, length), field));
    }

    private static string Text(string format, params object[] values) => string.Format(CultureInfo.CurrentCulture, format, values);

    /// <summary>Mobile (11 digits from 1), landline with area code and extension, 400 numbers, and +country numbers; spaces and hyphens as people write them.</summary>
    [GeneratedRegex(@"^(\+\d{1,3}[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}([-转 ]\d{1,6})?|400[ -]?\d{3}[ -]?\d{4}|\d{6,14})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex PhonePattern { get; }

    [GeneratedRegex(@"^[^\s@<>""',;:]{1,64}@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex MailPattern { get; }
}
