using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.SignIn;

public sealed partial class SecondFactorTests(SignInWorld world) : IClassFixture<SignInWorld>
{
    private const string Good = "葡萄架下的小板凳 7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => world.App;

    // RFC 6238 appendix B, the last six of its eight digits.
    [Theory, InlineData(59, "287082"), InlineData(1111111109, "081804"), InlineData(1234567890, "005924"), InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code("12345678901234567890"u8, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Fact]
    public void Secrets_are_written_as_apps_read_them() => Totp.ToBase32(Encoding.ASCII.GetBytes("foobar")).ShouldBe("MZXW6YTBOI");

    [Fact]
    public async Task Once_on_it_is_asked_for_after_every_first_factor_and_no_code_works_twice()
    {
        var person = await App.NewPersonAsync(password: Good);
        var (secret, _) = await TurnOnAsync(person);
        await RewindAsync(person);
        using var byPassword = new Visitor(App);
        (await byPassword.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/sign-in/second-step");
        (await byPassword.Http.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);   // Not in yet.
        await byPassword.ReadAsync("/sign-in/second-step");
        var code = Now(secret);
        (await byPassword.SendAsync("/sign-in/second-step", ("code", code))).Headers.Location!.ToString().ShouldBe("/");
        using var again = new Visitor(App);
        await again.AskCodeAsync(person.PhoneNumber!);
        (await again.EnterCodeAsync(await again.CodeForAsync(person.PhoneNumber!))).Headers.Location!.ToString().ShouldBe("/sign-in/second-step");
        await again.ReadAsync("/sign-in/second-step");
        var refused = await again.SendAsync("/sign-in/second-step", ("code", code));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("已经用过");
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_few_left_are_said()
    {
        var person = await App.NewPersonAsync(password: Good);
        var (_, codes) = await TurnOnAsync(person);
        codes.Count.ShouldBe(10);
        for (var n = 0; n < 8; n++)
        {
            using var visitor = await AtSecondStepAsync(person);
            var answer = await visitor.SendAsync("/sign-in/second-step", ("code", codes[n].ToLowerInvariant()));
            answer.Headers.Location!.ToString().ShouldBe(n < 7 ? "/" : "/account/second-factor?few=true");
            if (n == 7) (await visitor.ReadAsync("/account/second-factor")).ShouldContain("恢复码快用完了");
        }
        using var reuse = await AtSecondStepAsync(person);
        (await reuse.SendAsync("/sign-in/second-step", ("code", codes[0]))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Five_wrong_codes_pause_it()
    {
        var person = await App.NewPersonAsync(password: Good);
        var (_, codes) = await TurnOnAsync(person);
        using var visitor = await AtSecondStepAsync(person);
        for (var n = 0; n < 5; n++) await visitor.SendAsync("/sign-in/second-step", ("code", "000000"));
        (await visitor.SendAsync("/sign-in/second-step", ("code", codes[0]))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Taking_it_off_needs_a_code()
    {
        var person = await App.NewPersonAsync(password: Good);
        var (_, codes) = await TurnOnAsync(person);
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        await visitor.ReadAsync("/account/second-factor");
        (await visitor.SendAsync("/account/second-factor?handler=Off", ("code", "000000"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.SendAsync("/account/second-factor?handler=Off", ("code", codes[0]))).Headers.Location!.ToString().ShouldBe("/account");
        using var next = new Visitor(App);
        (await next.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/");
    }

    [Fact]
    public async Task Certain_roles_get_nowhere_without_it()
    {
        var bureau = await App.NewOrganisationAsync(OrganisationKind.Bureau);
        var person = await App.NewPersonAsync(password: Good);
        await App.JoinAsync(person, bureau, Role.BureauLocker);
        using var visitor = new Visitor(App);
        await visitor.EnterPasswordAsync(person.PhoneNumber!, Good);
        (await visitor.Http.GetAsync("/sign-in/kept", Ct)).Headers.Location!.ToString().ShouldBe("/account/second-factor?required=true");
        (await visitor.ReadAsync("/account/second-factor?required=true")).ShouldContain("您的角色必须开启两步验证");
        await visitor.SendAsync("/account/second-factor", ("code", Now(await SecretAsync(visitor))));
        (await visitor.Http.GetAsync("/sign-in/kept", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<Visitor> AtSecondStepAsync(Person person)
    {
        var visitor = new Visitor(App);
        await visitor.EnterPasswordAsync(person.PhoneNumber!, Good);
        await visitor.ReadAsync("/sign-in/second-step");
        return visitor;
    }

    private async Task<(byte[] Secret, List<string> Codes)> TurnOnAsync(Person person)
    {
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        var secret = await SecretAsync(visitor);
        var shown = await visitor.SendAsync("/account/second-factor", ("code", Now(secret)));
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (secret, [.. RecoveryCode.Matches(await shown.Content.ReadAsStringAsync(Ct)).Select(m => m.Groups["code"].Value)]);
    }

    private static async Task<byte[]> SecretAsync(Visitor visitor)
    {
        const string base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = Secret.Match(await visitor.ReadAsync("/account/second-factor")).Groups["secret"].Value.Replace(" ", "", StringComparison.Ordinal);
        var bits = string.Concat(text.Select(c => Convert.ToString(base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(n => Convert.ToByte(bits.Substring(n * 8, 8), 2))];
    }

    private static string Now(byte[] secret) => Totp.Code(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    /// <summary>As if the code that turned it on had been typed a while ago.</summary>
    private Task<int> RewindAsync(Person person) => App.WithDatabaseAsync(db =>
        db.Set<SecondFactor>().Where(f => f.PersonId == person.Id).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, f => f.LastStep - 10), Ct));

    [GeneratedRegex("class=\"secret\">(?<secret>[A-Z2-7 ]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Secret { get; }

    [GeneratedRegex("<code>(?<code>[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})</code>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RecoveryCode { get; }
}
