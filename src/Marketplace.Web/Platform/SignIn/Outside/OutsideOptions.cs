namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>One outside provider, configured below <c>SignIn:Outside:NAME</c>; the name is part of its callback address and of stored links.</summary>
public sealed class OutsideOptions
{
    /// <summary><c>oidc</c> (any conforming OpenID provider), <c>wechat</c> (微信) or <c>wecom</c> (企业微信).</summary>
    public required string Kind { get; set; }

    /// <summary>What the button says after "使用", in the operator's words.</summary>
    public required string Title { get; set; }

    /// <summary>OpenID Connect: the issuer. WeChat, WeCom: empty for the real ones, or where a sandbox speaks their protocol.</summary>
    public Uri? Authority { get; set; }

    /// <summary>Client id; AppID of WeChat; CorpID of WeCom.</summary>
    public required string ClientId { get; set; }
    public required string ClientSecret { get; set; }

    /// <summary>WeCom only.</summary>
    public string? AgentId { get; set; }
    public string Scope { get; set; } = "openid profile email phone";

    /// <summary>
    /// Whether a mail address or phone number this provider calls verified finds the account that has it. Only for providers that really verify,
    /// such as a government's unified login: whoever could set another's number there would get into their account here.
    /// </summary>
    public bool TrustContacts { get; set; }

    internal string? Fault(string name) =>
        Kind is not ("oidc" or "wechat" or "wecom") ? $"SignIn:Outside:{name}:Kind must be oidc, wechat or wecom"
        : Kind == "oidc" && Authority is null ? $"SignIn:Outside:{name}:Authority is missing"
        : Kind == "wecom" && string.IsNullOrEmpty(AgentId) ? $"SignIn:Outside:{name}:AgentId is missing"
        : string.IsNullOrEmpty(Title) || string.IsNullOrEmpty(ClientId) || string.IsNullOrEmpty(ClientSecret) ? $"SignIn:Outside:{name} needs Title, ClientId and ClientSecret"
        : null;
}
