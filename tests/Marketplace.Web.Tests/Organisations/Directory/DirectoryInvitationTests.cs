using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Organisations.Directory.DirectoryWorld;

namespace Marketplace.Web.Tests.Organisations.Directory;

public sealed class DirectoryInvitationTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_enterprise_is_invited_once_in_thirty_days_on_the_way_it_can_be_reached()
    {
        var time = new ManualTime();
        await using var world = await StartAsync(server, time: time);
        await world.App.NewOrganisationAsync(uscc: A);
        var away = Inhabitants.NewUscc();
        await world.ImportAsync(Row(A, more: [("phone", "19912345678")]), Row(more: [("phone", "19912345679"), ("mail", "x@example.cn")]), Row(more: [("mail", "y@example.cn")]), Row(more: [("phone", "0909-2318888")]), Row(away, more: [("phone", "19912345670")]));
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new MessageOptOut { RecipientKey = DirectoryInvitations.RecipientKey(away), Purpose = "notices", Channel = MessageChannel.Sms, CreatedAt = time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        (await world.Clerk.GetStringAsync("/directory", Ct)).ShouldContain("邀请这 4 家企业");
        (await world.Clerk.GetStringAsync("/directory/invite", Ct)).ShouldContain("名单上有 5 家企业，其中 2 家可以邀请");
        var round = await world.PostAsync("/directory/invite");
        round.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var worker = world.App.Services.GetRequiredService<DirectoryWorker>();
        await worker.RunAsync(Ct);
        (await world.CountAsync<Message>()).ShouldBe(0);

        time.Advance(DirectoryInvitations.Undo);
        await worker.RunAsync(Ct);
        var messages = await world.App.WithDatabaseAsync(db => db.Set<Message>().AsNoTracking().OrderBy(m => m.Channel).ToListAsync(Ct));
        messages.Select(m => (m.Channel, m.Address)).ShouldBe([(MessageChannel.Mail, "y@example.cn"), (MessageChannel.Sms, "19912345679")], ignoreOrder: true);
        messages.ShouldAllBe(m => m.Parameters["link"].Contains("/invited/"));
        (await world.Clerk.GetStringAsync(round.Headers.Location, Ct)).ShouldContain("已交付发送 2 / 2");
        await world.SendMessagesAsync();
        (await world.Clerk.GetStringAsync("/directory?stage=Invited", Ct)).ShouldContain("符合条件的企业 2 家");

        (await world.Clerk.GetStringAsync("/directory/invite", Ct)).ShouldContain("其中 0 家可以邀请");
        time.Advance(DirectoryInvitations.Apart);   // Nobody stays signed in that long.
        await using var scope = world.App.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<DirectoryInvitations>().PlanAsync(world.Bureau.RegionPath, new(), Ct)).Invitable.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Rounds_show_who_sent_them_when_and_what_came_of_them()
    {
        var time = new ManualTime();
        await using var world = await StartAsync(server, time: time);
        var (gone, back) = (Inhabitants.NewUscc(), Inhabitants.NewUscc());
        await world.ImportAsync(Row(A, more: [("mail", "a@example.cn")]), Row(gone, more: [("mail", "b@example.cn")]), Row(back, more: [("mail", "c@example.cn")]));
        (await world.Clerk.GetStringAsync("/directory/invitations", Ct)).ShouldContain("还没有发出过邀请");
        var round = (await world.PostAsync("/directory/invite")).Headers.Location!.ToString();
        (await world.Clerk.GetStringAsync("/directory?stage=Invited", Ct)).ShouldNotContain(A);   // Nothing went out yet.
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Uscc == gone).ExecuteUpdateAsync(s => s.SetProperty(o => o.State, OrganisationState.Active), Ct));
        time.Advance(DirectoryInvitations.Undo);
        await world.App.Services.GetRequiredService<DirectoryWorker>().RunAsync(Ct);
        await world.SendMessagesAsync();
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update messages set state = 'Failed' where address = 'c@example.cn'", Ct));
        await world.App.Services.GetRequiredService<DirectoryWorker>().RunAsync(Ct);
        (await world.Clerk.GetStringAsync("/directory?stage=Invited", Ct)).ShouldNotContain(back);

        var id = await world.App.WithDatabaseAsync(db => db.Set<DirectoryInvitation>().Where(i => i.Uscc == A).Select(i => i.Id).SingleAsync(Ct));
        (await world.App.Http.GetAsync($"/invited/{id:N}", Ct)).Headers.Location!.ToString().ShouldBe("/organisations/register?uscc=" + A);
        (await world.App.Http.GetAsync($"/invited/{Guid.CreateVersion7():N}", Ct)).Headers.Location!.ToString().ShouldBe("/organisations/register");
        var line = await world.App.WithDatabaseAsync(db => RoundLine.Of(db, db.Set<InvitationRound>()).SingleAsync(Ct));
        (line.Round.Invited, line.Sent, line.Opened, line.Registered, line.Failed).ShouldBe((3, 1, 1, 1, 2));   // One registered before it was asked.
        var list = await world.Clerk.GetStringAsync("/directory/invitations", Ct);
        list.ShouldContain(round);
        list.ShouldContain("王测试");
        (await world.Clerk.GetStringAsync(round, Ct)).ShouldContain("已打开");

        var (_, other) = await NewClerkAsync(world.App, Inhabitants.Meixian);
        (await other.GetStringAsync("/directory/invitations", Ct)).ShouldNotContain(round);
    }

    [Fact]
    public async Task A_round_can_be_taken_back_until_it_is_sent_and_by_its_bureau_only()
    {
        var time = new ManualTime();
        await using var world = await StartAsync(server, time: time);
        await world.ImportAsync(Row(A, more: [("phone", "19912345678")]));
        var round = (await world.PostAsync("/directory/invite", ("q", A))).Headers.Location!.ToString();
        var (_, other) = await NewClerkAsync(world.App, Inhabitants.Meixian);
        (await other.GetAsync(round, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var foreign = await other.PostAsync(round, new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenAsync(other, "/directory/import"))]), Ct);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await world.PostAsync(round)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        time.Advance(DirectoryInvitations.Undo);
        await world.App.Services.GetRequiredService<DirectoryWorker>().RunAsync(Ct);
        (await world.CountAsync<Message>()).ShouldBe(0);
        (await world.Clerk.GetStringAsync(round, Ct)).ShouldContain("已撤回");

        var second = (await world.PostAsync("/directory/invite", ("q", A))).Headers.Location!.ToString();
        time.Advance(DirectoryInvitations.Undo);
        var late = await world.Clerk.PostAsync(second, new FormUrlEncodedContent([new("__RequestVerificationToken", await TokenAsync(world.Clerk, "/directory/import"))]), Ct);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Who_registered_in_the_meantime_is_not_asked_any_more()
    {
        var time = new ManualTime();
        await using var world = await StartAsync(server, time: time);
        await world.ImportAsync(Row(A, more: [("phone", "19912345678")]));
        await world.PostAsync("/directory/invite");
        await world.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Uscc == A).ExecuteUpdateAsync(s => s.SetProperty(o => o.State, OrganisationState.Active), Ct));
        time.Advance(DirectoryInvitations.Undo);
        await world.App.Services.GetRequiredService<DirectoryWorker>().RunAsync(Ct);
        (await world.CountAsync<Message>()).ShouldBe(0);
        (await world.App.WithDatabaseAsync(db => db.Set<InvitationRound>().SingleAsync(Ct))).State.ShouldBe(InvitationRoundState.Sent);
    }
}
