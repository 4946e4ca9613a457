using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Listings;

/// <summary>The life of a listing, and who may take which step.</summary>
public sealed class ListingDeskTests(PostgresServer server) : IAsyncLifetime
{
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task From_draft_over_review_to_the_public_and_back_with_audit_work_and_mail()
    {
        var no = await _world.PatentAsync();
        var id = await _world.DraftedAsync(no);
        var before = await _world.RevisionAsync(no);
        (await Step(_world.Clerk.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("InReview");
        (await WorkAsync("listing.review")).Single().ShouldSatisfyAllConditions(w => w.Link.ShouldBe($"/listings/{id}/review"), w => w.DoneAt.ShouldBeNull());
        // An operator approves nothing, and cannot tell that there is something to approve.
        (await Step(_world.Clerk.Person, d => d.ApproveAsync(id, Ct))).ShouldBe("not_found");
        (await Step(_world.Boss.Person, d => d.ReturnAsync(id, " ", Ct))).ShouldBe("reason_missing");
        (await Step(_world.Boss.Person, d => d.ReturnAsync(id, "请写明支持内容", Ct))).ShouldBe("Draft");
        (await WorkAsync("listing.returned")).Single().PersonId.ShouldBe(_world.Clerk.Person.Id);
        (await ToldAsync()).ShouldContain("listing.returned");
        (await Step(_world.Clerk.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("InReview");
        (await Step(_world.Boss.Person, d => d.ApproveAsync(id, Ct))).ShouldBe("Public");
        (await ToldAsync()).ShouldContain("listing.published");
        (await WorkAsync("listing.review")).ShouldAllBe(w => w.DoneAt != null);
        (await _world.RevisionAsync(no)).ShouldBeGreaterThan(before);
        (await Step(_world.Clerk.Person, d => d.WithdrawAsync(id, "已转让", Ct))).ShouldBe("Withdrawn");
        (await ToldAsync()).ShouldContain("listing.withdrawn");
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Subject == "listing:" + id).OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => e.Act)))
            .ShouldBe(["listing.created", "listing.submitted", "listing.returned", "listing.submitted", "listing.approved", "listing.withdrawn"]);
    }

    [Fact]
    public async Task Who_prepared_does_not_approve_unless_nobody_else_is_there()
    {
        var id = (await _world.DeskAsync(_world.Boss.Person, async d => await d.CreateAsync(_world.Draft(await _world.PatentAsync()), null, Ct))).Value.Id;
        (await Step(_world.Boss.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("InReview");
        (await Step(_world.Boss.Person, d => d.ApproveAsync(id, Ct))).ShouldBe("separation_of_duties");
        var clerk = _world.Clerk.Person.Id;
        await _world.App.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.PersonId == clerk).ExecuteUpdateAsync(s => s.SetProperty(m => m.Until, DateTimeOffset.UnixEpoch), Ct));
        (await Step(_world.Boss.Person, d => d.ApproveAsync(id, Ct))).ShouldBe("Public");
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Act == "listing.approved").Select(e => e.Details))).Single().ShouldContain("\"alone\": true");
    }

    [Fact]
    public async Task Two_people_at_once_the_second_is_told_and_reviewed_words_are_reviewed_again()
    {
        var no = await _world.PatentAsync();
        var id = await _world.PublishedAsync(no);
        var read = (await _world.ListingAsync(id)).Version;
        // How to reach the holder is not what was reviewed.
        (await Step(_world.Clerk.Person, d => d.SaveAsync(id, _world.Draft(no) with { ContactName = "王工" }, read, Ct))).ShouldBe("Public");
        (await Step(_world.Boss.Person, d => d.SaveAsync(id, _world.Draft(no) with { ContactName = "赵工" }, read, Ct))).ShouldBe("listing_changed");
        (await Step(_world.Clerk.Person, d => d.SaveAsync(id, _world.Draft(no) with { Fee = new() { Amount = 60_000 } }, null, Ct))).ShouldBe("Draft");
        (await _world.ListingAsync(id)).FeeYuan.ShouldBe(60_000);
    }

    [Fact]
    public async Task Another_organisations_listing_does_not_exist_and_its_patents_cannot_be_listed()
    {
        var id = await _world.PublishedAsync(await _world.PatentAsync());
        var other = await _world.App.NewOrganisationAsync(OrganisationKind.Institute);
        var (stranger, http) = await _world.App.NewMemberAsync(other, Role.Administrator);
        (await Step(stranger, d => d.SaveAsync(id, _world.Draft("202319999001"), null, Ct))).ShouldBe("not_found");
        (await Step(stranger, d => d.WithdrawAsync(id, "x", Ct))).ShouldBe("not_found");
        (await Step(stranger, d => d.ConfirmAsync(id, Ct))).ShouldBe("not_found");
        (await Step(stranger, d => d.ApproveAsync(id, Ct))).ShouldBe("not_found");
        var no = await _world.PatentAsync();
        (await Step(stranger, d => d.CreateAsync(_world.Draft(no), null, Ct))).ShouldBe("listing_not_yours");
        foreach (var path in (string[])[$"/listings/{id}/edit", $"/listings/{id}/review"])
            (await http.GetAsync(path, Ct)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await http.GetStringAsync("/listings", Ct)).ShouldNotContain(id.ToString());
        http.Dispose();
    }

    [Fact]
    public async Task At_night_what_ran_out_ends_what_lost_its_right_is_taken_down_and_the_rest_is_asked()
    {
        var (short_, dead, kept) = (await _world.PatentAsync(), await _world.PatentAsync(), await _world.PatentAsync());
        var expiring = await _world.PublishedAsync(short_);
        var ended = await _world.PublishedAsync(dead);
        var asked = await _world.PublishedAsync(kept);
        await _world.App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => l.Id == expiring).ExecuteUpdateAsync(s => s.SetProperty(l => l.ExpiresOn, DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime).AddDays(-3)), Ct));
        await _world.App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == dead).ExecuteUpdateAsync(s => s.SetProperty(p => p.State, PatentState.LapsedUnpaid), Ct));
        (await NightAsync()).ShouldBe((1, 1, 0, 0));
        (await _world.ListingAsync(expiring)).State.ShouldBe(ListingState.Expired);
        (await _world.ListingAsync(ended)).State.ShouldBe(ListingState.Withdrawn);
        (await NightAsync()).ShouldBe((0, 0, 0, 0));

        _world.Time.Advance(TimeSpan.FromDays(172));
        (await NightAsync()).Asked.ShouldBe(1);
        (await NightAsync()).Asked.ShouldBe(0);
        (await WorkAsync("listing.confirm")).Single().Link.ShouldBe($"/listings/{asked}/review");
        _world.Time.Advance(TimeSpan.FromDays(15));
        var before = await _world.RevisionAsync(kept);
        (await NightAsync()).Stale.ShouldBe(1);
        (await NightAsync()).Stale.ShouldBe(0);
        (await _world.ListingAsync(asked)).StaleSince.ShouldNotBeNull();
        (await _world.RevisionAsync(kept)).ShouldBe(before + 1);
        (await ToldAsync()).ShouldContain("listing.stale");
        // A status that old must be looked at first.
        (await Step(_world.Clerk.Person, d => d.ConfirmAsync(asked, Ct))).ShouldBe("listing_status_stale");
        var today = DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime);
        await _world.App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == kept).ExecuteUpdateAsync(s => s.SetProperty(p => p.StatusOn, today), Ct));
        (await Step(_world.Clerk.Person, d => d.ConfirmAsync(asked, Ct))).ShouldBe("Public");
        (await _world.ListingAsync(asked)).StaleSince.ShouldBeNull();
        (await WorkAsync("listing.confirm")).ShouldAllBe(w => w.DoneAt != null);
    }

    [Fact]
    public async Task What_the_history_tells_stands_against_each_step()
    {
        var no = await _world.PatentAsync();
        var open = _world.Draft(no) with { Forms = [OfferForm.OpenLicence] };
        var id = (await _world.DeskAsync(_world.Clerk.Person, d => d.CreateAsync(open, null, Ct))).Value.Id;
        // The later licence leaves room for others; the earlier one does not and has not ended.
        var earlier = await HappenedAsync(no, PatentEventKind.LicenceRecorded, new(2025, 1, 6), "X1", exclusive: true);
        await HappenedAsync(no, PatentEventKind.LicenceRecorded, new(2025, 3, 6), "X2");
        (await Step(_world.Clerk.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("listing_exclusive_licence");
        await StrikeAsync(earlier);
        (await Step(_world.Clerk.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("InReview");

        var pledge = await HappenedAsync(no, PatentEventKind.Pledged, new(2025, 4, 7), "Y1");
        (await Step(_world.Boss.Person, d => d.ApproveAsync(id, Ct))).ShouldBe("listing_pledged");
        await StrikeAsync(pledge);
        (await Step(_world.Boss.Person, d => d.ApproveAsync(id, Ct))).ShouldBe("Public");

        await HappenedAsync(no, PatentEventKind.LicenceRecorded, new(2025, 5, 8), "X3", exclusive: true);
        (await Step(_world.Clerk.Person, d => d.ConfirmAsync(id, Ct))).ShouldBe("listing_exclusive_licence");
    }

    [Fact]
    public async Task A_shared_patent_waits_for_the_paper_of_the_other_holder()
    {
        var no = await _world.PatentAsync(otherHolder: "某某农机厂");
        var id = (await _world.DeskAsync(_world.Clerk.Person, d => d.CreateAsync(_world.Draft(no) with { Forms = [OfferForm.Assignment] }, null, Ct))).Value.Id;
        (await Step(_world.Clerk.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("listing_consent_missing");
        var draft = _world.Draft(no) with { Forms = [OfferForm.Assignment], Consents = new Dictionary<string, string>(StringComparer.Ordinal) { ["某某农机厂"] = "共有人同意书 2026-10-08" } };
        (await Step(_world.Clerk.Person, d => d.SaveAsync(id, draft, null, Ct))).ShouldBe("Draft");
        (await Step(_world.Clerk.Person, d => d.SubmitAsync(id, null, Ct))).ShouldBe("InReview");
    }

    private async Task<Guid> HappenedAsync(string no, PatentEventKind kind, DateOnly on, string reference, bool exclusive = false)
    {
        var told = new PatentEvent { ApplicationNo = no, Kind = kind, On = on, Source = StatusSource.Import, Reference = reference, Exclusive = exclusive, RecordedAt = _world.Time.GetUtcNow() };
        await _world.App.WithDatabaseAsync(db => { db.Add(told); return db.SaveChangesAsync(Ct); });
        return told.Id;
    }

    private Task<int> StrikeAsync(Guid id) => _world.App.WithDatabaseAsync(db => db.Set<PatentEvent>().Where(e => e.Id == id).ExecuteUpdateAsync(s => s.SetProperty(e => e.StruckAt, _world.Time.GetUtcNow()), Ct));

    private async Task<string> Step(Web.Platform.SignIn.Person person, Func<ListingDesk, Task<Web.Platform.Errors.Outcome<Listing>>> act)
    {
        var done = await _world.DeskAsync(person, act);
        return done.Succeeded ? done.Value.State.ToString() : done.Failures[0].Code;
    }

    private async Task<(int Expired, int Withdrawn, int Asked, int Stale)> NightAsync()
    {
        await using var scope = _world.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ListingNight>().RunAsync(Ct);
    }

    private Task<List<WorkItem>> WorkAsync(string kind) => _world.ReadAsync(db => db.Set<WorkItem>().AsNoTracking().Where(w => w.Kind == kind));

    private Task<List<string>> ToldAsync() => _world.ReadAsync(db => db.Set<Message>().Select(m => m.Template));
}
