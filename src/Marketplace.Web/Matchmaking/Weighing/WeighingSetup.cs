using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Matchmaking.Weighing;

public static class WeighingSetup
{
    public static void AddWeighing(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<WeightsInForce>();
        services.AddScoped<WeightDesk>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<DatabaseSignals>().Subscribe(WeightsInForce.Channel);
            return ActivatorUtilities.CreateInstance<WeightLearner>(provider);
        });
        services.AddNavigation(129, "/matching/weights", () => WeightTexts.Title, act: Act.KeepWeights);
    }

    public static void MapWeighing(this WebApplication app) =>
        app.MapGet("/matching/weights/{id:guid}/file", async (Guid id, WeightDesk desk, CancellationToken ct) => await desk.FindAsync(id, ct) is { } version
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(version.Json + "\n"), "application/json", version.Version + ".json") : Results.StatusCode(StatusCodes.Status404NotFound)).ExcludeFromDescription().For(Act.KeepWeights);
}
