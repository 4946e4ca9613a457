using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Benchmarks.Searching;
using Marketplace.Testing;
using Marketplace.Testing.Licensing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Benchmarks.Licensing;

/// <summary>
/// Two hundred enterprises take a licence of one patent in their browsers: terms, notice, payment, certificate. Once spread over ten seconds, as the busiest ten seconds of a fair might be, and
/// once all in the same moment. Afterwards each has one licence, one payment, one certificate.
/// </summary>
internal static class LicencesBench
{
    private const int Licensees = 200;

    private static readonly TimeSpan s_spread = TimeSpan.FromSeconds(10);

    public static readonly Bench Bench = new("licences", Quick: false, "two hundred licensees on one patent, each step (two minutes)", RunAsync);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" });
            var holder = await app.NewOrganisationAsync(OrganisationKind.University);
            await app.NewMemberAsync(holder, Role.Operator);
            var takers = new List<(Organisation Organisation, HttpClient Http)>();
            for (var n = 0; n < Licensees; n++)
            {
                var organisation = await app.NewOrganisationAsync();
                takers.Add((organisation, (await app.NewMemberAsync(organisation, Role.Operator)).Http));
            }
            // Compiled, pooled, warm.
            await RunAsync(app, await AnnouncedAsync(app, holder, 0), takers[..40], TimeSpan.Zero, ct);
            await MeasureAsync(measures, app, await AnnouncedAsync(app, holder, 1), takers, "spread", s_spread, bound: 300, ct);
            await MeasureAsync(measures, app, await AnnouncedAsync(app, holder, 2), takers, "at-once", TimeSpan.Zero, bound: null, ct);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(Measures measures, RunningApp app, string no, List<(Organisation Organisation, HttpClient Http)> takers, string name, TimeSpan spread, double? bound, CancellationToken ct)
    {
        var steps = await RunAsync(app, no, takers, spread, ct);
        foreach (var (step, times) in steps)
        {
            measures.Add($"licences.{name}.{step}.p50", times.P50, "ms");
            if (bound is { } most) measures.AtMost(most, $"licences.{name}.{step}.p99", times.P99, "ms");
            else measures.Add($"licences.{name}.{step}.p99", times.P99, "ms");
        }
        var (effective, certificates, paid) = await app.WithDatabaseAsync(async db =>
        {
            var licences = await db.Set<Licence>().AsNoTracking().Where(l => l.ApplicationNo == no).ToListAsync(ct);
            var ids = licences.Select(licence => licence.Id).ToList();
            var payments = await db.Set<Payment>().AsNoTracking().Where(p => ids.Contains(p.LicenceId)).ToListAsync(ct);
            return (licences.Count(licence => licence.State == LicenceState.Effective), licences.Select(licence => licence.VerifyToken).OfType<string>().Distinct(StringComparer.Ordinal).Count(), payments.Select(payment => payment.LicenceId).Distinct().Count() == payments.Count ? payments.Count : -1);
        });
        measures.AtLeast(takers.Count, $"licences.{name}.effective", effective, "licences");
        measures.AtLeast(takers.Count, $"licences.{name}.certificates", certificates, "certificates");
        measures.AtLeast(takers.Count, $"licences.{name}.payments", paid, "payments, one each");
    }

    private static async Task<IReadOnlyList<(string Step, Times Times)>> RunAsync(RunningApp app, string no, IReadOnlyList<(Organisation Organisation, HttpClient Http)> takers, TimeSpan spread, CancellationToken ct)
    {
        var run = new Run(app, no, ct);
        // Each step of all begins when the last of them is through: what is measured is two hundred at the same step.
        var read = await run.EachAsync(takers, spread, (taker, _) => taker.Http.GetStringAsync($"/licences/new?no={no}", ct));
        var notified = await run.EachAsync(takers, spread, (taker, n) => NotifyAsync(taker, read.Answers[n], no, ct));
        var opened = await run.EachAsync(takers, spread, (taker, n) => taker.Http.GetStringAsync(notified.Answers[n], ct));
        var paid = await run.EachAsync(takers, spread, (taker, n) => PayAsync(taker, notified.Answers[n], opened.Answers[n], $"B{no}{n:D4}", ct));
        var certificates = await run.EachAsync(takers, spread, (taker, n) => taker.Http.GetStringAsync(notified.Answers[n] + "/certificate", ct));
        return [("terms", read.Times), ("notice", notified.Times), ("licence", opened.Times), ("payment", paid.Times), ("certificate", certificates.Times)];
    }

    private sealed class Run(RunningApp app, string no, CancellationToken ct)
    {
        public async Task<(string[] Answers, Times Times)> EachAsync(IReadOnlyList<(Organisation Organisation, HttpClient Http)> takers, TimeSpan spread, Func<(Organisation Organisation, HttpClient Http), int, Task<string>> act)
        {
            var times = new double[takers.Count];
            var answers = await Task.WhenAll(takers.Select(async (taker, n) =>
            {
                await Task.Delay(spread * n / takers.Count, ct);
                var since = Stopwatch.GetTimestamp();
                var answer = await act(taker, n);
                times[n] = Times.Since(since);
                return answer;
            }));
            if (answers.Any(string.IsNullOrEmpty)) throw new InvalidOperationException($"Somebody was refused a step of {no} at {app.Url}.");
            return (answers, new(times));
        }
    }

    private static async Task<string> NotifyAsync((Organisation Organisation, HttpClient Http) taker, string page, string no, CancellationToken ct)
    {
        var today = Dates.Today(TimeProvider.System);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__RequestVerificationToken"] = Forms.TokenIn(page),
            ["once"] = Hidden(page, "once"),
            ["termsRead"] = Hidden(page, "termsRead"),
            ["no"] = no,
            ["products"] = "滴灌带",
            ["startsOn"] = today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["endsOn"] = today.AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["contactName"] = "马经理",
            ["contactPhone"] = "13900139000",
            ["address"] = "工业园 1 号",
            ["invoiceTitle"] = taker.Organisation.Name,
            ["invoiceCode"] = taker.Organisation.Uscc,
            ["signedBy"] = "马经理",
            ["confirmed"] = taker.Organisation.Name,
        });
        using var answer = await taker.Http.PostAsync("/licences/new", form, ct);
        return answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location!.OriginalString : "";
    }

    private static async Task<string> PayAsync((Organisation Organisation, HttpClient Http) taker, string licence, string page, string number, CancellationToken ct)
    {
        using var voucher = new ByteArrayContent("%PDF-1.4 凭证 %%EOF"u8.ToArray());
        voucher.Headers.ContentType = new("application/pdf");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Forms.TokenIn(page)), "__RequestVerificationToken" },
            { new StringContent(Hidden(page, "once")), "once" },
            { new StringContent("50000"), "amount" },
            { new StringContent(Dates.Today(TimeProvider.System).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), "paidOn" },
            { new StringContent(taker.Organisation.Name), "payer" },
            { new StringContent(number), "bankReference" },
            { voucher, "voucher", "voucher.pdf" },
        };
        using var answer = await taker.Http.PostAsync(licence + "?handler=Pay", form, ct);
        return answer.StatusCode == HttpStatusCode.Found ? licence : "";
    }

    private static async Task<string> AnnouncedAsync(RunningApp app, Organisation holder, int turn)
    {
        var no = $"20231999900{turn}";
        await app.AnnounceAsync(no, holder, known: true, FeeModel.LumpSum, new() { Amount = 50_000 });
        return no;
    }

    private static string Hidden(string page, string name) => Field(name).Match(page) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups["value"].Value) : throw new InvalidOperationException($"The page has no {name}.");

    private static Regex Field(string name) => new($"name=\"{name}\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
