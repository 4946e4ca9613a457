using Marketplace.Web.Demo;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Matchmaking.Meetings;

public static class MeetingsSetup
{
    public static void AddMeetings(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MeetingOptions>().BindConfiguration("Meetings")
            .Validate(o => o.RemindWorkdays > 0 && o.ReplyWorkdays >= o.RemindWorkdays && o.ReplyWorkdays <= 60, "Meetings:ReplyWorkdays is at most 60 and not less than Meetings:RemindWorkdays, which is positive")
            .Validate(o => o.IntroductionDays is > 0 and <= 365 && o.QuestionsADay > 0, "Meetings:IntroductionDays is 1 to 365, Meetings:QuestionsADay positive").ValidateOnStart();
        services.AddScoped<NeedEyes>();
        services.AddScoped<INeedDisclosure, DisclosedFiles>();
        services.AddScoped<NeedPapersOf>();
        services.AddScoped<Answerers>();
        services.AddScoped<TalkDesk>();
        services.AddScoped<TalkList>();
        services.AddScoped<DisclosureDesk>();
        services.AddScoped<IntroductionDesk>();
        services.AddScoped<LicenceDesk>();
        services.AddScoped<ReplyRecord>();
        services.AddScoped<Funnel>();
        services.AddScoped<SupplyGaps>();
        services.AddSingleton<MeetingNotices>();
        services.AddSingleton<MeetingClock>();
        services.AddSingleton(new DemoStep(DemoMeetings.ApplyAsync));
        builder.AddFileGuard<TalkFiles>();
        builder.AddPersonalData<TalkData>();
        builder.AddMessageTemplates(MeetingNotices.Templates);
        builder.AddWorkKind(MeetingNotices.Decide, () => MeetingTexts.WorkDecide, () => MeetingTexts.WorkDecideWhy, Act.KeepNeeds);
        builder.AddWorkKind(MeetingNotices.Agree, () => MeetingTexts.WorkAgree, () => MeetingTexts.WorkAgreeWhy, Act.AnswerNeeds);
        builder.AddWorkKind(MeetingNotices.Relay, () => MeetingTexts.WorkRelay, () => MeetingTexts.WorkRelayWhy);
        builder.AddWorkKind(MeetingNotices.Answer, () => MeetingTexts.WorkAnswer, () => MeetingTexts.WorkAnswerWhy, Act.AnswerNeeds);
        builder.AddWorkKind(MeetingNotices.Unanswered, () => MeetingTexts.WorkUnanswered, () => MeetingTexts.WorkUnansweredWhy);
        builder.AddWorkKind(MeetingNotices.Licence, () => MeetingTexts.WorkLicence, () => MeetingTexts.WorkLicenceWhy, Act.AnswerNeeds);
        services.AddNavigation(70, "/talks", () => MeetingTexts.Talks, act: Act.AnswerNeeds);
        services.AddNavigation(122, "/mediation", () => MeetingTexts.Mediation, act: Act.Mediate);
    }
}
