using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Section <c>Messages</c>. What belongs to one channel stands in that channel's own options.</summary>
public sealed class MessageOptions : ICheckedOptions
{
    public const string Section = "Messages";

    /// <summary><c>real</c>, or <c>sandbox</c>: the HTTP gateways are then played by this program under /sandbox.</summary>
    public string Gateway { get; set; } = "real";
    /// <summary>Where readers reach this program, for links in messages; without it the address it listens on.</summary>
    public string? PublicUrl { get; set; }
    /// <summary>How long a lost notification or a retry waits at most beyond its time.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(5);
    /// <summary>Longer than the longest timeout of a channel, so that a lease ends only when its holder has died.</summary>
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromMinutes(2);
    /// <summary>Messages leased at once by a channel. They are sent one after the other; what is not begun by half the lease goes back.</summary>
    public int Batch { get; set; } = 8;
    /// <summary>By channel name; <c>HH:mm-HH:mm</c> or <c>off</c>. A group robot wakes nobody's phone by itself, but work groups sleep too.</summary>
    public Dictionary<string, string> QuietHours { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool IsSandbox => Gateway == "sandbox";

    public QuietHours? QuietHoursOf(MessageChannel channel)
    {
        var byDefault = channel is MessageChannel.InApp or MessageChannel.Mail ? "off" : "22:00-08:00";
        return Messages.QuietHours.TryParse(QuietHours.GetValueOrDefault(channel.ToString(), byDefault), out var hours) ? hours : null;
    }

    public string? Fault() =>
        Gateway is not ("real" or "sandbox") ? "Messages:Gateway is real or sandbox."
        : PublicUrl is not null && !Uri.TryCreate(PublicUrl, UriKind.Absolute, out _) ? "Messages:PublicUrl is not an absolute address."
        : PollEvery <= TimeSpan.Zero ? "Messages:PollEvery must be positive."
        : LeaseFor < TimeSpan.FromMinutes(1) ? "Messages:LeaseFor must be at least a minute."
        : Batch is < 1 or > 1000 ? "Messages:Batch is 1 to 1000."
        : QuietHours.Select(FaultOf).FirstOrDefault(fault => fault is not null);

    private static string? FaultOf(KeyValuePair<string, string> row) =>
        !Enum.TryParse<MessageChannel>(row.Key, ignoreCase: true, out _) ? $"Messages:QuietHours:{row.Key}: there is no such channel."
        : !Messages.QuietHours.TryParse(row.Value, out _) ? $"Messages:QuietHours:{row.Key}: write HH:mm-HH:mm or off."
        : null;
}

/// <summary>Options that can say what is wrong with them; asked at start, so that a slip of the pen stops the program and not a message.</summary>
public interface ICheckedOptions
{
    string? Fault();
}

public sealed class OptionsCheck<T> : IValidateOptions<T> where T : class, ICheckedOptions
{
    public ValidateOptionsResult Validate(string? name, T options) =>
        options.Fault() is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
}
