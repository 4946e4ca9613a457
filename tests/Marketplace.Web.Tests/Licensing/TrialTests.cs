using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>试用: from the first terms to what both agreed on, how it runs, and what it is not.</summary>
public sealed class TrialTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_agree_on_exactly_one_version_and_it_is_frozen()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var form = stage.Form(stage.Licensing.Enterprise.Name);
        var trial = (await stage.AskAsync(form)).Value;
        trial.State.ShouldBe(TrialState.Offered);
        // Sent twice it is one; a second question waits for the answer to the first.
        (await stage.AskAsync(form)).Value.Id.ShouldBe(trial.Id);
        (await stage.AskAsync(stage.Form(stage.Licensing.Enterprise.Name))).Failures.Single().Code.ShouldBe("trial_there");
        (await stage.DeskAsync(stage.Taker, desk => desk.AgreeAsync(trial.Id, stage.HashOf(trial, 1), "马经理", stage.Licensing.Enterprise.Name, Ct))).Failures.Single().Code.ShouldBe("guarded");
        var first = stage.HashOf(trial, 1);
        // The holder wants another fee: the enterprise answers that, not its own words.
        (await stage.DeskAsync(stage.Giver, desk => desk.CounterAsync(trial.Id, stage.Form(stage.Licensing.Holder.Name), TrialStage.Fee(90_000), Ct))).Succeeded.ShouldBeTrue();
        (await stage.DeskAsync(stage.Giver, desk => desk.CounterAsync(trial.Id, stage.Form(stage.Licensing.Holder.Name), TrialStage.Fee(90_000), Ct))).Succeeded.ShouldBeTrue();
        (await stage.ReadAsync(trial)).Version.ShouldBe(2);
        (await stage.DeskAsync(stage.Taker, desk => desk.AgreeAsync(trial.Id, first, "马经理", stage.Licensing.Enterprise.Name, Ct))).Failures.Select(f => f.Code).ShouldBe(["terms_changed"]);
        (await stage.DeskAsync(stage.Taker, desk => desk.AgreeAsync(trial.Id, stage.HashOf(trial, 2), "马经理", "别的公司", Ct))).Failures.Select(f => f.Field).ShouldBe(["confirmed"]);
        var agreed = (await stage.DeskAsync(stage.Taker, desk => desk.AgreeAsync(trial.Id, stage.HashOf(trial, 2), "马经理", stage.Licensing.Enterprise.Name, Ct))).Value;
        agreed.State.ShouldBe(TrialState.Running);
        agreed.AgreedVersion.ShouldBe(2);
        (await stage.ReportsAsync(trial)).Count.ShouldBe(3);
        await Should.ThrowAsync<Exception>(() => stage.App.WithDatabaseAsync(db => db.Set<TrialVersion>().ExecuteUpdateAsync(set => set.SetProperty(v => v.Terms, "{}"), Ct)));
        await Should.ThrowAsync<Exception>(() => stage.App.WithDatabaseAsync(db => db.Set<TrialVersion>().ExecuteDeleteAsync(Ct)));
        await Should.ThrowAsync<Exception>(() => stage.App.WithDatabaseAsync(db => db.Set<Trial>().ExecuteUpdateAsync(set => set.SetProperty(t => t.State, TrialState.Converted), Ct)));
    }

    [Fact]
    public async Task Two_ask_at_once_and_there_is_one_trial()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => stage.AskAsync(stage.Form(stage.Licensing.Enterprise.Name))));
        sent.Count(one => one.Succeeded).ShouldBe(1);
        (await stage.App.WithDatabaseAsync(db => db.Set<Trial>().CountAsync(Ct))).ShouldBe(1);
        var trial = sent.Single(one => one.Succeeded).Value;
        var hash = stage.HashOf(trial, 1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stage.DeskAsync(stage.Giver, desk => desk.AgreeAsync(trial.Id, hash, "王处", stage.Licensing.Holder.Name, Ct))));
        answers.Count(one => one.Succeeded).ShouldBe(1);
        (await stage.ReportsAsync(trial)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_field()
    {
        await using var stage = await TrialStage.StartAsync(server);
        (await stage.AskAsync(new() { Once = Guid.CreateVersion7() }, new())).Failures.Select(f => f.Field)
            .ShouldBe(["use", "startsOn", "lastFree", "criteria", "conversion", "exitRight", "reportWhat", "reportOn", "feeModel", "signedBy", "confirmed"]);
        var form = stage.Form(stage.Licensing.Enterprise.Name);
        (form.FreeUntil, form.Materials, form.ReturnDays, form.GuaranteeYuan) = (stage.Today.AddMonths(30), "模具", null, 5);
        form.Names = ["能耗", "能耗"];
        (form.Measures, form.Targets) = (["抄表", "抄表"], ["低", "低"]);
        (await stage.AskAsync(form, TrialStage.Fee(-1))).Failures.Select(f => f.Code).ShouldBe(["lastFree_wrong", "criteria_twice", "returnDays_wrong", "guaranteeYuan_wrong"]);
        (await stage.AskAsync(stage.Form(stage.Licensing.Enterprise.Name), TrialStage.Fee(-1))).Failures.Select(f => f.Field).ShouldBe(["amount"]);
        var own = stage.Form(stage.Licensing.Holder.Name);
        own.Taker = "没有这家公司";
        (await stage.DeskAsync(stage.Giver, desk => desk.OfferAsync(stage.No, own, TrialStage.Fee(), Ct))).Failures.Select(f => f.Field).ShouldBe(["taker"]);
    }

    [Fact]
    public async Task The_holder_offers_too_and_only_who_disposes_of_its_patents()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var form = stage.Form(stage.Licensing.Holder.Name);
        form.Taker = stage.Licensing.Enterprise.Uscc;
        (await stage.DeskAsync(stage.Licensing.Clerk.Person, desk => desk.OfferAsync(stage.No, form, TrialStage.Fee(), Ct))).Failures.Single().Code.ShouldBe("not_yours");
        var trial = (await stage.DeskAsync(stage.Giver, desk => desk.OfferAsync(stage.No, form, TrialStage.Fee(), Ct))).Value;
        (await stage.DeskAsync(stage.Taker, desk => desk.TakeBackAsync(trial.Id, Ct))).Failures.Single().Code.ShouldBe("guarded");
        (await stage.DeskAsync(stage.Taker, desk => desk.DeclineAsync(trial.Id, " ", Ct))).Failures.Single().Field.ShouldBe("declineReason");
        (await stage.DeskAsync(stage.Taker, desk => desk.DeclineAsync(trial.Id, "现在没有产线", Ct))).Value.State.ShouldBe(TrialState.Declined);
        var asked = (await stage.AskAsync()).Value;
        (await stage.DeskAsync(stage.Licensing.Clerk.Person, desk => desk.AgreeAsync(asked.Id, stage.HashOf(asked, 1), "李", stage.Licensing.Holder.Name, Ct))).Failures.Single().Code.ShouldBe("not_yours");
        (await stage.DeskAsync(stage.Taker, desk => desk.TakeBackAsync(asked.Id, Ct))).Value.State.ShouldBe(TrialState.TakenBack);
        await stage.Licensing.PatentAsync(stage.No, PatentState.Suspended);
        (await stage.AskAsync()).Failures.Single().Code.ShouldBe("guarded");
    }

    [Fact]
    public async Task Reports_are_owed_on_their_days_and_a_missing_one_lets_the_holder_break_off()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var trial = await stage.RunningAsync();
        (await stage.WorkAsync()).ShouldContain(TrialNotices.Report);
        var due = (await stage.ReportsAsync(trial))[0].DueOn;
        await stage.ComeAsync(due.AddDays(-5));
        (await stage.MailsAsync(TrialNotice.ReportSoon)).ShouldBeGreaterThan(0);
        (await stage.NightAsync()).ShouldBe(0);
        (await stage.ConductAsync(stage.Taker, desk => desk.ReportAsync(trial.Id, 1, "产量 12 吨", null, Ct))).Failures.Single().Field.ShouldBe("reportFile");
        (await stage.ConductAsync(stage.Taker, desk => desk.ReportAsync(trial.Id, 1, "", LicensingWorld.Paper(), Ct))).Failures.Single().Field.ShouldBe("reportWords");
        (await stage.ConductAsync(stage.Giver, desk => desk.ReportAsync(trial.Id, 1, "产量 12 吨", LicensingWorld.Paper(), Ct))).Failures.Single().Status.ShouldBe(404);
        (await stage.ConductAsync(stage.Taker, desk => desk.ReportAsync(trial.Id, 1, "产量 12 吨", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        var steps = (await stage.ReadAsync(trial)).Steps;
        (await stage.ConductAsync(stage.Taker, desk => desk.ReportAsync(trial.Id, 1, "产量 12 吨", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await stage.ReadAsync(trial)).Steps.ShouldBe(steps);
        var second = (await stage.ReportsAsync(trial))[1].DueOn;
        await stage.ComeAsync(second.AddDays(15));
        (await stage.MailsAsync(TrialNotice.ReportMissing)).ShouldBeGreaterThan(0);
        (await stage.ConductAsync(stage.Giver, desk => desk.BreakAsync(trial.Id, false, trial.Number, "", null, Ct))).Failures.Single().Code.ShouldBe("guarded");
        await stage.ComeAsync(second.AddDays(16));
        (await stage.ConductAsync(stage.Giver, desk => desk.BreakAsync(trial.Id, false, "SY", "", null, Ct))).Failures.Single().Field.ShouldBe("typed");
        (await stage.ConductAsync(stage.Giver, desk => desk.BreakAsync(trial.Id, false, trial.Number, "", null, Ct))).Value.State.ShouldBe(TrialState.BrokenOff);
    }

    [Fact]
    public async Task Misuse_needs_proof_and_what_was_lent_comes_back()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var trial = await stage.RunningAsync();
        (await stage.ConductAsync(stage.Giver, desk => desk.BreakAsync(trial.Id, true, trial.Number, "转给他人", null, Ct))).Failures.Single().Field.ShouldBe("breakProof");
        (await stage.ConductAsync(stage.Giver, desk => desk.BreakAsync(trial.Id, true, trial.Number, " ", LicensingWorld.Paper(), Ct))).Failures.Single().Field.ShouldBe("breakReason");
        var broken = (await stage.ConductAsync(stage.Giver, desk => desk.BreakAsync(trial.Id, true, trial.Number, "转给他人", LicensingWorld.Paper(), Ct))).Value;
        broken.ReturnBy.ShouldBe(stage.Today.AddDays(20));
        (await stage.WorkAsync()).ShouldContain(TrialNotices.Return);
        await stage.ComeAsync(stage.Today.AddDays(21));
        (await stage.MailsAsync(TrialNotice.ReturnMissing)).ShouldBeGreaterThan(0);
        (await stage.ConductAsync(stage.Giver, desk => desk.AnswerReturnAsync(trial.Id, true, null, Ct))).Failures.Single().Code.ShouldBe("guarded");
        (await stage.ConductAsync(stage.Taker, desk => desk.ReturnAsync(trial.Id, stage.Today.AddDays(1), null, Ct))).Failures.Single().Field.ShouldBe("returnedOn");
        (await stage.ConductAsync(stage.Taker, desk => desk.ReturnAsync(trial.Id, stage.Today, "快递", Ct))).Succeeded.ShouldBeTrue();
        (await stage.ConductAsync(stage.Giver, desk => desk.AnswerReturnAsync(trial.Id, false, "", Ct))).Failures.Single().Field.ShouldBe("returnReason");
        (await stage.ConductAsync(stage.Giver, desk => desk.AnswerReturnAsync(trial.Id, false, "少一件", Ct))).Value.ReturnedOn.ShouldBeNull();
        (await stage.ConductAsync(stage.Taker, desk => desk.ReturnAsync(trial.Id, stage.Today, "补齐", Ct))).Succeeded.ShouldBeTrue();
        (await stage.ConductAsync(stage.Giver, desk => desk.AnswerReturnAsync(trial.Id, true, null, Ct))).Value.ReturnConfirmedOn.ShouldBe(stage.Today);
        (await stage.ConductAsync(stage.Taker, desk => desk.ReturnAsync(trial.Id, stage.Today, "再还", Ct))).Failures.Single().Code.ShouldBe("guarded");
    }

    [Fact]
    public async Task It_is_longer_only_by_both_and_runs_out_on_its_day()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var trial = await stage.RunningAsync();
        var longer = stage.Form(stage.Licensing.Enterprise.Name);
        (longer.StartsOn, longer.FreeUntil, longer.ReportOn) = (trial.StartsOn, trial.FreeUntil, [trial.FreeUntil]);
        (await stage.DeskAsync(stage.Taker, desk => desk.AskLongerAsync(trial.Id, longer, TrialStage.Fee(), Ct))).Failures.Single().Field.ShouldBe("lastFree");
        longer.FreeUntil = trial.FreeUntil.AddMonths(3);
        (await stage.DeskAsync(stage.Taker, desk => desk.AskLongerAsync(trial.Id, longer, TrialStage.Fee(), Ct))).Value.LongerAsked.ShouldBeTrue();
        (await stage.ReadAsync(trial)).FreeUntil.ShouldBe(trial.FreeUntil);
        (await stage.DeskAsync(stage.Giver, desk => desk.DeclineAsync(trial.Id, null, Ct))).Value.LongerAsked.ShouldBeFalse();
        (await stage.DeskAsync(stage.Taker, desk => desk.AskLongerAsync(trial.Id, longer, TrialStage.Fee(60_000), Ct))).Value.Version.ShouldBe(3);
        var extended = (await stage.DeskAsync(stage.Giver, desk => desk.AgreeAsync(trial.Id, stage.HashOf(trial, 3), "王处", stage.Licensing.Holder.Name, Ct))).Value;
        extended.FreeUntil.ShouldBe(longer.FreeUntil.Value);
        // Only what the new terms ask for is owed.
        (await stage.ReportsAsync(trial)).Select(report => report.DueOn).ShouldBe([trial.FreeUntil]);
        await stage.ComeAsync(longer.FreeUntil.Value);
        (await stage.ReadAsync(trial)).State.ShouldBe(TrialState.Running);
        (await stage.MailsAsync(TrialNotice.EndsSoon)).ShouldBeGreaterThan(0);
        await stage.ComeAsync(longer.FreeUntil.Value.AddDays(1));
        (await stage.ReadAsync(trial)).State.ShouldBe(TrialState.Expired);
        (await stage.ConductAsync(stage.Taker, desk => desk.EvaluateAsync(trial.Id, ["降 12%", ""], [true, true], Ct))).Failures.Single().Code.ShouldBe("results_missing");
        (await stage.ConductAsync(stage.Taker, desk => desk.EvaluateAsync(trial.Id, ["降 12%", "93%"], [true, false], Ct))).Succeeded.ShouldBeTrue();
        (await stage.ConductAsync(stage.Taker, desk => desk.ExitAsync(trial.Id, trial.Number, "不用了", Ct))).Failures.Single().Code.ShouldBe("state_forbids");
    }

    [Fact]
    public async Task An_offer_nobody_answers_lapses_and_one_that_starts_later_waits()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var silent = (await stage.AskAsync()).Value;
        await stage.ComeAsync(TrialMachine.AnswerTerm.LastDay(silent.Since));
        (await stage.ReadAsync(silent)).State.ShouldBe(TrialState.Offered);
        (await stage.MailsAsync(TrialNotice.AnswerSoon)).ShouldBeGreaterThan(0);
        await stage.ComeAsync(stage.Today.AddDays(1));
        (await stage.ReadAsync(silent)).State.ShouldBe(TrialState.Lapsed);
        var form = stage.Form(stage.Licensing.Enterprise.Name);
        form.StartsOn = stage.Today.AddDays(5);
        var later = (await stage.AskAsync(form)).Value;
        (await stage.AgreeAsync(later)).State.ShouldBe(TrialState.Agreed);
        await stage.ComeAsync(stage.Today.AddDays(5));
        (await stage.ReadAsync(later)).State.ShouldBe(TrialState.Running);
        (await stage.ConductAsync(stage.Taker, desk => desk.ExitAsync(later.Id, later.Number, "效果不好", Ct))).Value.State.ShouldBe(TrialState.Exited);
    }

    [Fact]
    public async Task It_is_no_licence_until_one_takes_effect_and_then_it_is_converted_once()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var trial = await stage.RunningAsync();
        await stage.NothingCountsAsync();
        var licence = (await stage.Licensing.NotifyAsync(stage.No)).Value;
        (await stage.ReadAsync(trial)).State.ShouldBe(TrialState.Running);
        (await stage.Licensing.PayAsync(licence)).Succeeded.ShouldBeTrue();
        var converted = await stage.ReadAsync(trial);
        (converted.State, converted.LicenceId).ShouldBe((TrialState.Converted, licence.Id));
        (await stage.NightAsync()).ShouldBe(0);
        (await stage.ReadAsync(trial)).Steps.ShouldBe(converted.Steps);
        // The payment never was, and with it the licence: the trial goes on where it stood.
        var payment = await stage.App.WithDatabaseAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(p => p.LicenceId == licence.Id, Ct));
        (await stage.Licensing.AsAsync<PaymentDesk, Outcome<Payment>>(stage.Giver, desk => desk.ContestAsync(payment.Id, "没有到账", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await stage.Licensing.AsAsync<PaymentDesk, Outcome<Payment>>(stage.Licensing.Bureau.Person, desk => desk.DisproveAsync(payment.Id, "查无此款", LicensingWorld.Paper(), Ct))).Succeeded.ShouldBeTrue();
        (await stage.NightAsync()).ShouldBe(1);
        var back = await stage.ReadAsync(trial);
        (back.State, back.LicenceId).ShouldBe((TrialState.Running, null));
    }

    [Fact]
    public async Task Strangers_see_nothing_and_a_bureau_only_what_was_agreed()
    {
        await using var stage = await TrialStage.StartAsync(server);
        var trial = (await stage.AskAsync()).Value;
        var stranger = await stage.App.NewMemberAsync(await stage.App.NewOrganisationAsync(), Role.Operator);
        var (strange, bureau) = (await stage.App.SignedInAsync(stranger.Person), await stage.App.SignedInAsync(stage.Licensing.Bureau.Person));
        (await strange.GetAsync($"/trials/{trial.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await strange.GetAsync($"/trials/{trial.Id}/agreement.docx", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bureau.GetAsync($"/trials/{trial.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bureau.GetStringAsync("/trials", Ct)).ShouldNotContain(trial.Reference);
        await stage.AgreeAsync(trial);
        (await bureau.GetStringAsync($"/trials/{trial.Id}", Ct)).ShouldContain(trial.Number);
        (await bureau.GetStringAsync("/trials", Ct)).ShouldContain(trial.Reference);
        var taker = await stage.App.SignedInAsync(stage.Taker);
        (await taker.GetStringAsync($"/trials/{trial.Id}/agreement.html", Ct)).ShouldContain(stage.HashOf(trial, 1));
        (await taker.GetStringAsync($"/trials/{trial.Id}", Ct)).ShouldContain($"/licences/new?no={stage.No}&amp;trial={trial.Id}");
        (await taker.GetStringAsync($"/licences/new?no={stage.No}&trial={trial.Id}", Ct)).ShouldContain("滴灌产线试用");
        (await taker.GetStringAsync("/trials/export.csv", Ct)).ShouldContain(trial.Number);
        (await taker.GetStringAsync($"/trials/new?no={stage.No}", Ct)).ShouldContain("name=\"criterion\"");
    }
}
