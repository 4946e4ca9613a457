using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Privacy;

namespace Marketplace.Web.Plans.Forms;

public static class FormsSetup
{
    public static void AddSuperiorForms(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<FormReader>();
        builder.Services.AddScoped<FormDesk>();
        builder.Services.AddSingleton(new DemoStep(DemoForms.ApplyAsync));
        builder.AddFileGuard<FormPapers>();
        builder.AddPersonalData<FormData>();
    }
}
