using Marketplace.Web.Demo;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Organisations;

public static class OrganisationsSetup
{
    public static void AddOrganisations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<IGrantSource, MembershipGrants>();
        services.AddScoped<IGrantSource, DelegationGrants>();
        builder.AddApiClients();
        builder.AddDirectory();
        services.AddSingleton(new DemoStep(DemoRegistration.ApplyAsync));
        services.AddScoped<IHandOver, WorkItemHandOver>();
        services.AddScoped<RegionTree>();
        services.AddSingleton<RegionNames>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<DatabaseSignals>().Subscribe(RegionNamesFollower.Channel);
            return ActivatorUtilities.CreateInstance<RegionNamesFollower>(provider);
        });
        services.AddScoped<RegistrationDesk>();
        services.AddScoped<RegistrationReview>();
        services.AddScoped<InvitationDesk>();
        services.AddScoped<MemberDesk>();
        services.AddScoped<JoinDesk>();
        services.AddSingleton<JoinMail>();
        services.AddScoped<MissingAdministrator>();
        services.AddScoped<NewAdministrator>();
        services.AddScoped<DelegationDesk>();
        services.AddScoped<DelegationCheck>();
        services.AddScoped<OrganisationDesk>();
        services.AddScoped<ProfileDesk>();
        services.AddScoped<LinkDesk>();
        services.AddSingleton<LinkMail>();
        services.AddScoped<Standing>();
        builder.AddFileGuard<RegistrationPapers>();
        builder.AddFileGuard<OrganisationPapers>();
        builder.AddFileGuard<DelegationPapers>();
        services.AddSingleton<PersonMail>();
        services.AddSingleton<RegistrationMail>();
        builder.AddMessageTemplates([.. RegistrationMail.Templates, .. JoinMail.Templates, .. LinkMail.Templates, InvitationDesk.Sent, NewAdministrator.Appointed, DelegationReminders.Ending, Standing.Changed]);
        builder.AddWorkKind("registration.review", () => OrganisationTexts.WorkReview, () => OrganisationTexts.WorkReviewWhy, Act.ReviewRegistrations);
        builder.AddWorkKind("registration.returned", () => OrganisationTexts.WorkReturned, () => OrganisationTexts.WorkReturnedWhy);
        builder.AddWorkKind("membership.requested", () => OrganisationTexts.WorkMembership, () => OrganisationTexts.WorkMembershipWhy);
        builder.AddWorkKind("link.confirm", () => LinkTexts.Work, () => LinkTexts.WorkWhy);
        builder.AddWorkKind(MissingAdministrator.Work, () => AdministratorTexts.Work, () => AdministratorTexts.WorkWhy);
        builder.AddWorkKind(ApiClientDesk.CheckWork, () => ApiClientTexts.WorkCheck, () => ApiClientTexts.WorkCheckWhy);
        builder.AddWorkKind("delegation.answer", () => OrganisationTexts.WorkDelegation, () => OrganisationTexts.WorkDelegationWhy);
        builder.AddWorkKind(DelegationReminders.Work, () => ReminderTexts.Work, () => ReminderTexts.WorkWhy);
        services.AddNavigation(100, "/organisations", () => OrganisationTexts.Mine, reader => reader.Identity?.IsAuthenticated == true);
        services.AddNavigation(110, "/organisations/review", () => OrganisationTexts.Review, act: Act.ReviewRegistrations);
    }

    public static void MapOrganisationsApi(this RouteGroupBuilder api) => api.MapApiClients();
}
