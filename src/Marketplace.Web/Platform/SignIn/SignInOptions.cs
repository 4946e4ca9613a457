using System.ComponentModel.DataAnnotations;
using Marketplace.Web.Platform.Access;

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

    /// <summary>How long a one-time code is good.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "00:30:00")]
    public TimeSpan CodeLife { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Wrong guesses after which a code is void: one million codes, so five guesses hit once in 200,000.</summary>
    [Range(1, 10)]
    public int CodeTries { get; set; } = 5;

    /// <summary>The pause between two codes to one number, and how many at most: what text message gateways themselves allow.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CodeEvery { get; set; } = TimeSpan.FromMinutes(1);

    [Range(1, 100)]
    public int CodesPerHour { get; set; } = 5;

    [Range(1, 1000)]
    public int CodesPerDay { get; set; } = 10;

    /// <summary>Codes an hour to any numbers asked for from one address: an office behind one address on a training day.</summary>
    [Range(1, 100_000)]
    public int CodesPerHourAndAddress { get; set; } = 60;

    /// <summary>Wrong passwords or second factors for one account name, then the pause.</summary>
    [Range(1, 100)]
    public int Failures { get; set; } = 5;

    /// <summary>The same from one address, whatever the account: an office shares one address, so it is more than <see cref="Failures"/>.</summary>
    [Range(1, 10_000)]
    public int FailuresPerAddress { get; set; } = 20;

    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan LockedFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Between the decision to take a lost second factor off and the moment it is: time for whoever did not ask to notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan FactorResetWait { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Whether the roles of <see cref="SecondFactorRoles"/> must have a second factor; not set: yes, except in a demonstration.</summary>
    public bool? RequireSecondFactor { get; set; }

    /// <summary>domain.md §7.4: staff and administrators.</summary>
    public static readonly IReadOnlyList<Role> SecondFactorRoles =
        [Role.SystemAdministrator, Role.SecurityAdministrator, Role.AuditAdministrator, Role.BureauReviewer, Role.BureauLocker];
}
