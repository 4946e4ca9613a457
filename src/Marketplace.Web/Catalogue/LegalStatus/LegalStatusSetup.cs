namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>The slice of legal status: events, fees, guards, the patent page and the fee calendar.</summary>
internal static class LegalStatusSetup
{
    public static void AddLegalStatus(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FeeSchedule>();
    }
}
