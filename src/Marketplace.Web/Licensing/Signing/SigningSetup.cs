using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Gateways;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Signing.Sandbox;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>签署 of documents, on paper and by a provider.</summary>
internal static class SigningSetup
{
    public static void AddSigning(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<SigningBook>();
        services.AddScoped<SigningReach>();
        services.AddScoped<SigningDesk>();
        services.AddScoped<SigningNotices>();
        services.AddScoped<SigningNight>();
        services.AddScoped<SignatureOrderBook>();
        services.AddScoped<SignatureOrderDesk>();
        builder.AddFileGuard<SigningFiles>();
        builder.AddMessageTemplates(SigningNotices.Templates);
        builder.AddWorkKind(SigningNotices.Sign, () => SigningTexts.WorkSign, () => SigningTexts.WorkSignWhy, Act.DisposePatents);
        builder.AddWorkKind(SigningNotices.Compare, () => SigningTexts.WorkCompare, () => SigningTexts.WorkCompareWhy, Act.DisposePatents);
        services.AddSingleton<SignatureWorker>(provider =>
        {
            // In time for the listener: services are made before the first of them starts.
            provider.GetRequiredService<DatabaseSignals>().Subscribe(SignatureWorker.Channel);
            provider.GetRequiredService<DatabaseSignals>().Subscribe(SignatureWorker.Moved);
            return ActivatorUtilities.CreateInstance<SignatureWorker>(provider);
        });
        if (!builder.AddGateway<SignatureOptions, SigningGateway, SandboxSigner>(SignatureOptions.Section, "sign", "/Licensing/Signing/Sandbox/Signer")) return;
        services.AddSingleton<ISignatureProvider, SigningGateway>();
        services.AddHostedService(provider => provider.GetRequiredService<SignatureWorker>());
    }

    public static void MapSigning(this WebApplication app)
    {
        SignatureHook.Map(app);
        app.MapGet("/signing/{id:guid}/document", DocumentAsync).ExcludeFromDescription().For(Act.ReadLicences);
        if (!app.Services.GetRequiredService<IOptions<SignatureOptions>>().Value.IsSandbox) return;
        app.MapPost("/sandbox/sign/{**path}", (string path, HttpContext context, SandboxSigner signer, CancellationToken ct) => signer.AnswerAsync(path, context, ct)).DisableAntiforgery().ExcludeFromDescription().For(Act.CallSigned);
    }

    /// <summary>The document that is signed, whatever feature keeps it: the parties have to read what they sign.</summary>
    private static async Task<IResult> DocumentAsync(Guid id, SigningReach reach, AppDbContext db, HttpContext http, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not { Signing: var signing }) return Results.StatusCode(StatusCodes.Status404NotFound);
        var file = await (from f in db.Set<StoredFile>() join c in db.Set<StoredContent>() on f.ContentSha256 equals c.Sha256 where f.Id == signing.DocumentId select new { f.Name, f.MediaType, c.Bytes }).SingleAsync(ct);
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.File(file.Bytes, file.MediaType, file.Name);
    }
}
