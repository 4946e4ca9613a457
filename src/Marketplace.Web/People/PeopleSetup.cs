using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.People;

public static class PeopleSetup
{
    /// <summary>账号管理: what others than their owners decide about accounts.</summary>
    public static void AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<AccountDesk>();
        builder.Services.AddScoped<AccountMessages>();
        builder.Services.AddScoped<FactorResetDesk>();
        builder.AddMessageTemplates(AccountMessages.All);
        builder.AddWorkKind(FactorResetDesk.Work, () => PeopleTexts.Work, () => PeopleTexts.WorkWhy);
        builder.AddPersonalData<AccountDecisions>();
        builder.Services.AddNavigation(130, "/people", () => PeopleTexts.Title, act: Act.ManageSecurity);
    }
}
