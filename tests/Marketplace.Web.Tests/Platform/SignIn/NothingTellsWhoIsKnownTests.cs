using System.Text.RegularExpressions;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.SignIn;

/// <summary>Status, headers and page are the same for a number that has an account and one that has not; timing is measured by the bench <c>signin</c>.</summary>
public sealed partial class NothingTellsWhoIsKnownTests(SignInWorld world) : IClassFixture<SignInWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asking_for_a_code_and_getting_it_wrong() =>
        await SameAsync(async (visitor, login) =>
        {
            var answers = new List<HttpResponseMessage> { await visitor.AskCodeAsync(login), await visitor.Http.GetAsync("/sign-in/code", Ct), await visitor.EnterCodeAsync("12x"), await visitor.AskCodeAsync(login) };
            return answers;
        });

    [Fact]
    public async Task A_wrong_password_until_it_is_paused() =>
        await SameAsync(async (visitor, login) =>
        {
            var answers = new List<HttpResponseMessage>();
            for (var n = 0; n < 7; n++) answers.Add(await visitor.EnterPasswordAsync(login, "wrong password"));
            return answers;
        });

    [Fact]
    public async Task Asking_for_a_reset() =>
        await SameAsync(async (visitor, login) =>
        {
            await visitor.ReadAsync("/sign-in");
            await visitor.SendAsync("/sign-in?handler=Password", ("login", login));
            await visitor.ReadAsync("/sign-in/password");
            return [await visitor.SendAsync("/sign-in/password?handler=Code", ("forgotten", "true"))];
        });

    private async Task SameAsync(Func<Visitor, string, Task<List<HttpResponseMessage>>> act)
    {
        var known = await world.App.NewPersonAsync(password: "葡萄架下的小板凳 7");
        var shapes = new List<string>();
        foreach (var login in (string[])[known.PhoneNumber!, Inhabitants.NewPhone()])
        {
            using var visitor = new Visitor(world.App);
            var answers = new List<string>();
            foreach (var answer in await act(visitor, login)) answers.Add(await ShapeAsync(answer, login));
            shapes.Add(string.Join("\n----\n", answers));
        }
        shapes[1].ShouldBe(shapes[0]);
    }

    /// <summary>The whole answer, with what is random or the visitor's own number made equal; values of cookies count by length.</summary>
    private static async Task<string> ShapeAsync(HttpResponseMessage answer, string login)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "Transfer-Encoding")).OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value.Select(v => h.Key == "Set-Cookie" ? $"{v.Split('=')[0]} {v.Split(';')[0].Length} {v[v.IndexOf(';', StringComparison.Ordinal)..]}" : v))}");
        var body = (await answer.Content.ReadAsStringAsync(Ct)).Replace(login, "LOGIN", StringComparison.Ordinal).Replace($"{login[..3]}****{login[^4..]}", "LOGIN", StringComparison.Ordinal);
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{Seconds.Replace(Token.Replace(body, "TOKEN"), "N 秒")}";
    }

    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex(@"\d+ 秒", RegexOptions.None, 1000)]
    private static partial Regex Seconds { get; }
}
