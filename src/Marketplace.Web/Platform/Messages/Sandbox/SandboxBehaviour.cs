using System.Security.Cryptography;

namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>
/// The one place that says how the sandbox is steered: by the last four characters of a phone number, of an openid, of a robot's
/// name or of the part of a mail address before the @. Everything else is accepted, and reported delivered where reports exist.
/// <list type="table">
/// <item><term>0001</term><description>slow: answers after <c>Messages:Sandbox:SlowFor</c>, then as usual</description></item>
/// <item><term>0002</term><description>refused: content, sender or follower status not allowed; permanent</description></item>
/// <item><term>0003</term><description>wrong number, openid or webhook; permanent</description></item>
/// <item><term>0004</term><description>over quota; to be tried later</description></item>
/// <item><term>0005</term><description>gateway broken: HTTP 503; to be tried again</description></item>
/// <item><term>0006</term><description>accepted, then reported failed (SMS); elsewhere as usual</description></item>
/// <item><term>0007</term><description>accepted, never reported (SMS); elsewhere as usual</description></item>
/// </list>
/// </summary>
public enum SandboxBehaviour { Usual, Slow, Refused, WrongNumber, OverQuota, Broken, Undeliverable, Silent }

public static class SandboxSteering
{
    public static SandboxBehaviour Of(string address) =>
        address.Length < 4 ? SandboxBehaviour.Usual : address[^4..] switch
        {
            "0001" => SandboxBehaviour.Slow,
            "0002" => SandboxBehaviour.Refused,
            "0003" => SandboxBehaviour.WrongNumber,
            "0004" => SandboxBehaviour.OverQuota,
            "0005" => SandboxBehaviour.Broken,
            "0006" => SandboxBehaviour.Undeliverable,
            "0007" => SandboxBehaviour.Silent,
            _ => SandboxBehaviour.Usual,
        };
}

/// <summary>Shared by the sandbox's two ends; a new one with every start, so that not even a sandbox takes a forged report.</summary>
public static class SandboxSecret
{
    public static readonly string Value = RandomNumberGenerator.GetHexString(64);
}

/// <summary>Section <c>Messages:Sandbox</c>.</summary>
public sealed class SandboxOptions : ICheckedOptions
{
    /// <summary>Shorter than a channel's usual timeout: slow, not lost.</summary>
    public TimeSpan SlowFor { get; set; } = TimeSpan.FromSeconds(3);

    public string? Fault() => SlowFor < TimeSpan.Zero ? "Messages:Sandbox:SlowFor is not negative." : null;
}
