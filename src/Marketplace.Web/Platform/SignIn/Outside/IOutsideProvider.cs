namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>Who the provider says somebody is.</summary>
/// <param name="Subject">Stable and unique at the provider.</param>
/// <param name="Name">What to call them, if told.</param>
/// <param name="Mail">Only when the provider calls it verified.</param>
/// <param name="Phone">Only when the provider calls it verified.</param>
public sealed record OutsideIdentity(string Subject, string? Name = null, string? Mail = null, string? Phone = null);

/// <summary>What of one attempt to sign in must be the same when the browser comes back.</summary>
/// <param name="State">Ties the answer to this browser.</param>
/// <param name="Nonce">Ties the ID token to this attempt.</param>
/// <param name="Verifier">Ties the code to this attempt (PKCE).</param>
/// <param name="Callback">Where the browser is sent back to.</param>
public sealed record OutsideAttempt(string State, string Nonce, string Verifier, string Callback);

/// <summary>The provider's answer is not what its protocol says, or it refuses; the message is for the log and names no person.</summary>
public sealed class OutsideRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One way in through somebody else's door. Three protocols speak it: OpenID Connect, WeChat's and WeCom's.</summary>
public interface IOutsideProvider
{
    string Name { get; }
    OutsideOptions Options { get; }

    /// <summary>Where the browser goes to sign in.</summary>
    Task<Uri> AuthorizeAsync(OutsideAttempt attempt, bool insideWeChat, CancellationToken ct);

    /// <exception cref="OutsideRefusedException">The code is not accepted or the answer cannot be trusted.</exception>
    Task<OutsideIdentity> IdentifyAsync(string code, OutsideAttempt attempt, CancellationToken ct);
}
