using System.Net;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>Walks through a registration as an applicant does.</summary>
internal static class RegistrationSteps
{
    public static async Task<string> SubmittedAsync(HttpClient http, string code, string name, string region = Inhabitants.Bole, string kind = "Enterprise", string? reason = null)
    {
        var tasks = await FilledAsync(http, code, name, region, kind, reason);
        await (await http.FillAsync(tasks + "/check", null)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "需要同意服务条款");
        await (await http.FillAsync(tasks + "/check", null, ("consent", "yes"))).ShouldGoAsync();
        return tasks;
    }

    public static async Task<string> FilledAsync(HttpClient http, string code, string name, string region = Inhabitants.Bole, string kind = "Enterprise", string? reason = null)
    {
        var begun = await http.FillAsync("/organisations/register", null, ("uscc", code.ToLowerInvariant()), ("reason", reason ?? ""));
        await begun.ShouldGoAsync();
        var tasks = begun.Headers.Location!.ToString();
        await (await http.FillAsync(tasks + "/identity", null, ("kind", kind), ("name", name))).ShouldGoAsync();
        await (await http.FillAsync($"{tasks}/region?at={region}", null, ("at", region))).ShouldGoAsync();
        await (await http.FillAsync(tasks + "/people", null, ("address", "红星路 1 号"), ("legal", "买买提·艾力"), ("operator", "王五"))).ShouldGoAsync();
        await (await http.FillAsync(tasks + "/papers", null, ("licence", Visit.Pdf), ("authorisation", Visit.Pdf))).ShouldGoAsync();
        return tasks;
    }
}
