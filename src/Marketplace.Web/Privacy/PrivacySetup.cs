using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Privacy;

public static class PrivacySetup
{
    public static void AddPrivacy(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConsentLog>();
        builder.Services.AddScoped<PersonalExport>();
        builder.Services.AddScoped<Erasure>();
        builder.Services.AddScoped<DataRequestDesk>();
        builder.Services.AddOutboxHandler<PersonErasedFollower>();
        builder.AddMessageTemplates([DataRequestDesk.Answered]);
        builder.AddWorkKind(DataRequestDesk.Work, () => PrivacyTexts.WorkText, () => PrivacyTexts.WorkWhy, Act.ManageSecurity);
        builder.AddPersonalData<PersonData>();
        builder.AddPersonalData<MembershipData>();
        builder.AddPersonalData<JoinRequestData>();
        builder.AddPersonalData<ConsentData>();
        builder.AddPersonalData<WorkData>();
        builder.AddPersonalData<MessageData>();
        builder.AddPersonalData<EnquiryData>();
        builder.AddPersonalData<ReportData>();
        builder.AddPersonalData<DataRequestData>();
        builder.AddPersonalData<SessionData>();
    }

    /// <summary>Lets a feature show, export and erase what it holds about people.</summary>
    public static void AddPersonalData<T>(this WebApplicationBuilder builder) where T : class, IPersonalData => builder.Services.AddSingleton<IPersonalData, T>();
}
