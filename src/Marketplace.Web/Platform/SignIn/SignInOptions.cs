using System.ComponentModel.DataAnnotations;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>Figures follow domain.md §7.4 (GB/T 22239): conventions of the trade, changeable by configuration below <c>SignIn</c>.</summary>
public sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>Nothing done for so long ends a session.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Idle { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>However busy, a day later one signs in again.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The domain passkeys are bound to; empty: the name the page was asked under.</summary>
    public string? Domain { get; set; }
}
