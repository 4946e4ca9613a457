using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.Security;

public sealed class BodyLimitTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Json_has_a_small_limit_and_the_refusal_names_it(bool lengthKnown)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/enquiries") { Headers = { { "Accept-Language", "en" } } };
        request.Content = new StringContent($"{{\"text\":\"{new string('x', 300 * 1024)}\"}}", Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = !lengthKnown;
        var response = await app.Http.SendAsync(request, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("body_too_large");
        problem.GetProperty("title").GetString().ShouldBe("What you sent is too large; the limit is 256 KB.");
    }

    [Theory]
    [InlineData("/contact", true)]
    [InlineData("/contact", false)]
    [InlineData("/preferences", true)]
    [InlineData("/preferences", false)]
    public async Task A_form_without_files_too(string path, bool lengthKnown)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([new("text", new string('x', 300 * 1024))]) };
        request.Headers.TransferEncodingChunked = !lengthKnown;
        var response = await app.Http.SendAsync(request, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("E413-");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_may_be_as_large_as_its_files_together(bool lengthKnown)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["Files:MaxBytes"] = "1000000", ["Files:MaxFilesAtOnce"] = "2" });
        (await UploadAsync(2_900_000)).ShouldBe(HttpStatusCode.BadRequest);   // It was read to its end: what it lacks is the form's token.
        (await UploadAsync(3_200_000)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        async Task<HttpStatusCode> UploadAsync(int bytes)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[bytes]), "attachments", "x.pdf" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/contact") { Content = form };
            request.Headers.TransferEncodingChunked = !lengthKnown;
            return (await app.Http.SendAsync(request, Ct)).StatusCode;
        }
    }

    [Fact]
    public async Task A_program_cannot_have_the_limit_of_forms_by_calling_its_body_one()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[300 * 1024]), "attachments", "x.pdf" } };
        (await app.Http.PostAsync("/api/v1/enquiries", form, Ct)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }
}
