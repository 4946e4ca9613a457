using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>
/// The access_token of the service account, shared by all calls. Asked as stable_token: the older call makes every other program's
/// token invalid.
/// </summary>
public sealed class WeChatToken(IOptions<WeChatOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>WeChat gives a new stable token in the last five minutes of the old one.</summary>
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _one = new(1, 1);
    private string? _token;
    private DateTimeOffset _goodUntil;

    /// <param name="rejected">A token the gateway has just refused; it is not given out again.</param>
    public async Task<(string? Token, SendResult? Failure)> GetAsync(HttpClient http, string? rejected, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_token is not null && _token != rejected && time.GetUtcNow() < _goodUntil) return (_token, null);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.Url, "/cgi-bin/stable_token"))
            {
                Content = JsonContent.Create(new Ask("client_credential", options.Value.AppId, options.Value.Secret, rejected is not null)),
            };
            var (answer, failure) = await GatewayHttp.CallAsync<Answer>(http, request, ct);
            if (failure is not null) return (null, failure);
            if (answer!.Token is null)
            {
                var code = $"wechat_{answer.ErrorCode}";
                return (null, answer.ErrorCode is 45009 or 45011 ? SendResult.OverQuota(code) : SendResult.Transient(code));
            }
            _token = answer.Token;
            _goodUntil = time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn) - s_renewBefore;
            return (_token, null);
        }
        finally { _one.Release(); }
    }

    public void Dispose() => _one.Dispose();

    private sealed record Ask(
        [property: JsonPropertyName("grant_type")] string GrantType,
        [property: JsonPropertyName("appid")] string AppId,
        [property: JsonPropertyName("secret")] string Secret,
        [property: JsonPropertyName("force_refresh")] bool ForceRefresh);

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string? Token,
        [property: JsonPropertyName("expires_in")] int ExpiresIn,
        [property: JsonPropertyName("errcode")] int ErrorCode);
}
