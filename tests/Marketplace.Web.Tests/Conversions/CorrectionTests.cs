using System.Globalization;
using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>更正、冲销 and who takes which step.</summary>
public sealed class CorrectionTests(ConversionWorld world) : IClassFixture<ConversionWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_correction_is_another_filing_and_the_old_words_stay()
    {
        var form = world.Form();
        var path = await world.VerifiedAsync(form);
        var first = await world.LastAsync(path);
        var once = Guid.CreateVersion7().ToString();
        for (var i = 0; i < 2; i++)   // A double click begins one.
            (await world.Clerk.Http.PostFormAsync("/preferences", path + "?handler=Correct", ("once", once))).Headers.Location!.ToString().ShouldBe(path + "/edit");
        (form["seen"], form["kept"], form["amount"]) = (FilingWords.Stamp(await world.LastAsync(path)), "0", "80000");

        // A later truth says why it is one.
        (await (await world.SendAsync(form, page: path + "/edit", paper: false)).Content.ReadAsStringAsync(Ct)).ShouldContain("请写明更正或冲销的原因");
        form["note"] = "补充协议";
        (await world.SendAsync(form, page: path + "/edit", paper: false)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.ConversionAsync(path)).CountedId.ShouldBe(first.Id);
        (await world.Checker.Http.GetStringAsync(path, Ct)).ShouldContain("本次更正的内容");
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Verify);

        var second = await world.LastAsync(path);
        (second.Number, second.Kind, second.Amount).ShouldBe((2, FilingKind.Correction, 80_000m));
        second.Proofs.ShouldHaveSingleItem().FileId.ShouldBe(first.Proofs[0].FileId);
        (await world.ConversionAsync(path)).CountedId.ShouldBe(second.Id);
        (await world.App.WithDatabaseAsync(db => db.Set<Filing>().SingleAsync(f => f.Id == first.Id, Ct))).Amount.ShouldBe(50_000m);
    }

    [Fact]
    public async Task A_reversal_needs_a_reason_a_day_and_a_paper_and_is_done_once()
    {
        var path = await world.VerifiedAsync();
        (await ReverseAsync(path, "", "", paper: false)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ReverseAsync(path, "法院判决合同无效", "2026-05-01", paper: true)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // What is open is finished first.
        (await ReverseAsync(path, "再来一次", "2026-05-01", paper: true)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        await world.GoesAsync(world.Reviewer.Http, path, FilingCause.Verify);

        var reversal = await world.LastAsync(path);
        (reversal.Kind, reversal.EndedOn, (await world.ConversionAsync(path)).CountedId).ShouldBe((FilingKind.Reversal, new DateOnly(2026, 5, 1), reversal.Id));
        (await ReverseAsync(path, "再来一次", "2026-05-01", paper: true)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_was_never_verified_is_changed_and_not_corrected()
    {
        var path = await world.EnterAsync(submit: false);

        (await world.Clerk.Http.PostFormAsync("/preferences", path + "?handler=Correct", ("once", Guid.CreateVersion7().ToString()))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await world.GoesAsync(world.Clerk.Http, path, FilingCause.Drop);
        (await world.Clerk.Http.PostFormAsync("/preferences", path + "?handler=Correct", ("once", Guid.CreateVersion7().ToString()))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Those_above_return_and_never_change()
    {
        var path = await world.VerifiedAsync();
        var (_, above) = await world.App.NewMemberAsync(world.Prefecture, Role.BureauClerk);

        (await above.GetAsync(path + "/edit", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await above.PostFormAsync("/preferences", path + "?handler=Correct", ("once", Guid.CreateVersion7().ToString()))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_county_that_is_told_so_takes_every_step_itself_and_cannot_tell_itself()
    {
        var county = world.County.RegionPath;
        var own = new[] { ("region", county), ("step", nameof(ReportStep.Verify)), ("bureau", world.County.Id.ToString()) };
        (await world.Checker.Http.PostFormAsync("/conversions/steps", null, own)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await world.Stranger.Http.PostFormAsync("/conversions/steps", null, own)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Reviewer.Http.PostFormAsync("/conversions/steps", null, own)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Reviewer.Http.GetStringAsync("/conversions/steps", Ct)).ShouldContain("已指定");

        var path = await world.EnterAsync();
        await world.GoesAsync(world.Checker.Http, path, FilingCause.Check);
        (await world.StepAsync(world.Reviewer.Http, path, FilingCause.Verify)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await world.StepAsync(world.Checker.Http, path, FilingCause.Verify)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var (_, second) = await world.App.NewMemberAsync(world.County, Role.BureauReviewer);
        await world.GoesAsync(second, path, FilingCause.Verify);
        (await world.Reviewer.Http.PostFormAsync("/conversions/steps", null, ("region", county), ("step", nameof(ReportStep.Verify)), ("bureau", ""))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Renewals_and_chains_name_the_one_before()
    {
        var first = await world.VerifiedAsync();
        var number = (await world.ConversionAsync(first)).Number;
        var form = world.Form();
        (form["partOf"], form["chain"], form["newAmount"]) = (number.ToLower(CultureInfo.InvariantCulture), number, "10000");
        var second = await world.EnterAsync(form);

        var id = (await world.ConversionAsync(first)).Id;
        (await world.LastAsync(second)).ShouldSatisfyAllConditions(f => f.PartOfId.ShouldBe(id), f => f.ChainId.ShouldBe(id), f => f.NewAmount.ShouldBe(10_000m));
        (await world.Clerk.Http.GetStringAsync(first, Ct)).ShouldContain((await world.ConversionAsync(second)).Number);
    }

    [Fact]
    public async Task Who_leaves_is_forgotten_and_what_they_filed_stays()
    {
        var (person, http) = await world.App.NewMemberAsync(world.County, Role.BureauClerk);
        var path = (await world.SendAsync(world.Form(), by: http)).Headers.Location!.ToString();
        await using var scope = world.App.Services.CreateAsyncScope();
        var data = scope.ServiceProvider.GetServices<IPersonalData>().Single(d => d.Key == "conversions");
        (await world.App.WithDatabaseAsync(db => data.ReadAsync(db, person.Id, Ct))).ShouldHaveSingleItem();
        await world.App.WithDatabaseAsync(async db =>
        {
            await data.EraseAsync(db, person.Id, TimeProvider.System.GetUtcNow(), Ct);
            return true;
        });

        (await world.LastAsync(path)).EnteredBy.ShouldBeNull();
        (await world.Checker.Http.GetStringAsync(path, Ct)).ShouldContain("已注销的用户");
    }

    private async Task<HttpResponseMessage> ReverseAsync(string path, string reason, string on, bool paper)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Forms.TokenIn(await world.Clerk.Http.GetStringAsync("/preferences", Ct))), "__RequestVerificationToken" },
            { new StringContent(Guid.CreateVersion7().ToString()), "once" }, { new StringContent(reason), "reason" }, { new StringContent(on), "endedOn" },
        };
        if (paper) form.Add(new ByteArrayContent("%PDF-1.4 判决 %%EOF"u8.ToArray()), "proof", "判决书.pdf");
        return await world.Clerk.Http.PostAsync(path + "?handler=Reverse", form, Ct);
    }
}
