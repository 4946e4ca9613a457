using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.WorkList;

public sealed class DailySummaryTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sent_once_a_working_day_to_those_with_something_new_or_due_only()
    {
        var time = new ManualTime(At(2026, 3, 5, 8, 0));   // Thursday.
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" }, s => s.AddSingleton<TimeProvider>(time));
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau);
        var clerk = await app.NewPersonAsync(mail: "clerk@example.cn");
        await app.JoinAsync(clerk, bureau, Role.BureauClerk);
        var idle = await app.NewPersonAsync();
        await app.JoinAsync(idle, bureau, Role.BureauReader);
        await app.WithDatabaseAsync(async db =>
        {
            await app.Services.GetRequiredService<WorkDesk>().AddAsync(db, new(ReportsSetup.Work, "test:1", new Audience.Holders(bureau.Id, Role.BureauClerk), "/reports", new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "甲" }, new(2026, 3, 31)), Ct);
            return 0;
        });

        time.Set(At(2026, 3, 5, 8, 30));
        (await SendAsync(app)).ShouldBe(1);
        await SendAsync(app);   // Run again, nothing is sent twice.
        var first = (await SentAsync(app)).ShouldHaveSingleItem();
        first.Channel.ShouldBe(MessageChannel.Mail);
        first.Parameters["fresh"].ShouldBe("1");
        first.Parameters["first"].ShouldBe("2026-03-31");

        time.Set(At(2026, 3, 6, 8, 30));   // Nothing new, nothing due.
        (await SendAsync(app)).ShouldBe(0);
        time.Set(At(2026, 4, 4, 8, 30));   // Overdue, but a holiday (清明节).
        (await SendAsync(app)).ShouldBe(0);
        time.Set(At(2026, 4, 8, 2, 0));   // Made up for at night.
        (await SendAsync(app)).ShouldBe(0);
        time.Set(At(2026, 4, 8, 8, 30));
        (await SendAsync(app)).ShouldBe(1);
        (await SentAsync(app)).Count.ShouldBe(2);
    }

    private static DateTimeOffset At(int year, int month, int day, int hour, int minute) => new DateTimeOffset(year, month, day, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    private static Task<int> SendAsync(RunningApp app) => ActivatorUtilities.CreateInstance<DailySummary>(app.Services).SendAsync(Ct);

    private static Task<List<Message>> SentAsync(RunningApp app) => app.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.Template == "work.summary").OrderBy(m => m.Id).ToListAsync(Ct));
}
