using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks;

/// <summary>
/// Does the time of an answer tell whether a number has an account? Known and unknown numbers take turns, so that whatever else the machine
/// does falls on both. Compared are the medians of 200 tries each; the noise is how far two medians of 200 known numbers each lie apart: of a
/// thousand ways to part 400 tries in two, the difference that 95 in a hundred stay below.
/// </summary>
internal static partial class SignInTiming
{
    private const int Tries = 200;

    public static readonly Bench Bench = new("signin", Quick: false, "whether the time of an answer tells that a number is known (some three minutes)", RunAsync);

    private static async Task RunAsync(Measures measures, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" });
            var known = await PeopleAsync(app, 2 * Tries);
            await CompareAsync(measures, "signin.code", known, login => AskAsync(app, login), ct);
            await CompareAsync(measures, "signin.password", known, login => PasswordAsync(app, login), ct);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task CompareAsync(Measures measures, string name, IReadOnlyList<string> known, Func<string, Task<double>> time, CancellationToken ct)
    {
        for (var n = 0; n < 20; n++) await time(Inhabitants.NewPhone());   // Compiled, pooled, warm.
        var (first, second, unknown) = (new List<double>(), new List<double>(), new List<double>());
        for (var n = 0; n < Tries; n++)
        {
            ct.ThrowIfCancellationRequested();
            first.Add(await time(known[n]));
            unknown.Add(await time(Inhabitants.NewPhone()));
            second.Add(await time(known[Tries + n]));
        }
        measures.Add($"{name}.known.p50", Median(first), "ms");
        measures.Add($"{name}.unknown.p50", Median(unknown), "ms");
        measures.AtMost(Noise([.. first, .. second]), $"{name}.difference", Math.Abs(Median(first) - Median(unknown)), "ms");
    }

    private static double Noise(double[] known)
    {
        var random = new Random(20261121);   // The same parts for the same tries.
        var apart = new List<double>();
        for (var n = 0; n < 1000; n++)
        {
            random.Shuffle(known);
            apart.Add(Math.Abs(Median([.. known[..Tries]]) - Median([.. known[Tries..]])));
        }
        apart.Sort();
        return apart[950];
    }

    private static async Task<IReadOnlyList<string>> PeopleAsync(RunningApp app, int count)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var hasher = scope.ServiceProvider.GetRequiredService<IPasswordHasher<Person>>();
        var people = Enumerable.Range(0, count).Select(_ => new Person { DisplayName = "王测试", Language = "zh-CN", CreatedAt = TimeProvider.System.GetUtcNow(), PhoneNumber = Inhabitants.NewPhone() })
            .DistinctBy(p => p.PhoneNumber).ToList();
        while (people.Count < count) people.Add(new() { DisplayName = "王测试", Language = "zh-CN", CreatedAt = TimeProvider.System.GetUtcNow(), PhoneNumber = Inhabitants.NewPhone() });
        // One hash for all: it is checked like any other, and making it hundreds of times would take a minute.
        var hash = hasher.HashPassword(people[0], "葡萄架下的小板凳 7");
        await app.WithDatabaseAsync(db =>
        {
            foreach (var person in people)
            {
                (person.PasswordHash, person.NormalizedUserName, person.SecurityStamp) = (hash, person.UserName!.ToUpperInvariant(), person.UserName);
                db.Add(person);
            }
            return db.SaveChangesAsync();
        });
        return [.. people.Select(p => p.PhoneNumber!)];
    }

    private static async Task<double> AskAsync(RunningApp app, string login)
    {
        using var http = NewBrowser(app);
        var token = TokenOf(await http.GetStringAsync("/sign-in"));
        return await TimeAsync(http, "/sign-in", ("login", login), ("__RequestVerificationToken", token));
    }

    private static async Task<double> PasswordAsync(RunningApp app, string login)
    {
        using var http = NewBrowser(app);
        var token = TokenOf(await http.GetStringAsync("/sign-in"));
        await TimeAsync(http, "/sign-in?handler=Password", ("login", login), ("__RequestVerificationToken", token));
        token = TokenOf(await http.GetStringAsync("/sign-in/password"));
        return await TimeAsync(http, "/sign-in/password", ("password", "not this one"), ("__RequestVerificationToken", token));
    }

    private static async Task<double> TimeAsync(HttpClient http, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        var started = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsync(path, form);
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static HttpClient NewBrowser(RunningApp app) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Url) };

    private static string TokenOf(string page) => Token.Match(page).Groups["value"].Value;

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }
}
