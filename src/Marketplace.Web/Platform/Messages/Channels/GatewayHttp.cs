using System.Net;
using System.Text.Json;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>A call to a gateway: its JSON answer, or what its silence, status or rubbish means.</summary>
public static class GatewayHttp
{
    public static async Task<(T? Answer, SendResult? Failure)> CallAsync<T>(HttpClient http, HttpRequestMessage request, CancellationToken ct)
        where T : class
    {
        try
        {
            using var response = await http.SendAsync(request, ct);
            if (!response.IsSuccessStatusCode) return (null, OfStatus(response));
            var answer = await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, ct);
            return answer is null ? (null, SendResult.Transient("answer_empty")) : (answer, null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return (null, SendResult.Transient("timeout")); }
        catch (HttpRequestException) { return (null, SendResult.Transient("unreachable")); }
        catch (JsonException) { return (null, SendResult.Transient("answer_unreadable")); }
    }

    private static SendResult OfStatus(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests) return SendResult.OverQuota("http_429", response.Headers.RetryAfter?.Delta);
        return status is >= 400 and < 500 && response.StatusCode != HttpStatusCode.RequestTimeout
            ? SendResult.Permanent($"http_{status}")
            : SendResult.Transient($"http_{status}");
    }
}
