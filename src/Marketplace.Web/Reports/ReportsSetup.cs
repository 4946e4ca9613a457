using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.WorkList;

namespace Marketplace.Web.Reports;

public static class ReportsSetup
{
    public const string Work = "report.answer";

    public static void AddReports(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ReportOptions>().BindConfiguration("Reports")
            .Validate(o => o.AnswerWithinWorkdays is > 0 and <= 90 && o.PerHour > 0, "Reports:AnswerWithinWorkdays is 1 to 90, Reports:PerHour at least 1").ValidateOnStart();
        builder.Services.AddSingleton<ReportLimiter>();
        builder.Services.AddSingleton<ReportWriter>();
        builder.Services.AddScoped<Reportables>();
        builder.Services.AddScoped<ReportDesk>();
        builder.Services.AddOutboxHandler<ReportReceived>();
        builder.Services.AddOutboxHandler<ReportAnswered>();
        builder.AddMessageTemplates(ReportMessages.All);
        builder.AddWorkKind(Work, () => ReportTexts.WorkText, () => ReportTexts.WorkWhy, Act.AnswerReports);
        builder.AddFileGuard<ReportEvidence>();
        builder.AddReportable("page", Reportables.PageAsync);
        builder.AddReportable("organisation", Reportables.OrganisationAsync);
    }

    /// <summary>Lets a kind of public item be reported; its pages show <c>_ReportLink</c> with kind and id.</summary>
    public static void AddReportable(this WebApplicationBuilder builder, string kind, ResolveReportable resolve) =>
        builder.Services.AddSingleton(new ReportableKind(kind, resolve));
}
