using System.Text.Json;

namespace Marketplace.Web.Platform.SignIn.Outside;

internal static class OutsideHttp
{
    public const string Client = "outside sign-in";

    /// <summary>Sends and reads a JSON object; every way of failing becomes one exception whose text holds no secret.</summary>
    public static async Task<JsonElement> SendForJsonAsync(this IHttpClientFactory clients, HttpRequestMessage request, CancellationToken ct)
    {
        var where = request.RequestUri!.GetLeftPart(UriPartial.Path);
        try
        {
            using (request)
            using (var client = clients.CreateClient(Client))
            using (var response = await client.SendAsync(request, ct))
            {
                if (!response.IsSuccessStatusCode) throw new OutsideRefusedException($"{where} answered {(int)response.StatusCode}");
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
                return answer.ValueKind == JsonValueKind.Object ? answer : throw new OutsideRefusedException($"{where} answered with something else than an object");
            }
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or NotSupportedException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new OutsideRefusedException($"{where} cannot be reached or read: {e.GetType().Name}", e);
        }
    }

    public static string? Text(this JsonElement of, string property) => of.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Some issuers write the flag as text.</summary>
    public static bool True(this JsonElement of, string property) =>
        of.TryGetProperty(property, out var value) && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && value.GetString() == "true"));
}
