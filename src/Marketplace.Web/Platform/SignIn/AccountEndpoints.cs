using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>The two buttons of the header.</summary>
internal static class AccountEndpoints
{
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/acting-for", ActForAsync).ExcludeFromDescription().For(Act.UseAccount);
        // Open to everybody: a session that has just run out must not be asked to sign in before it signs out.
        routes.MapPost("/sign-out", async ([FromForm(Name = "ignored")] string? ignored, SessionSignInManager sessions) =>
        {
            await sessions.SignOutAsync();
            return Results.LocalRedirect("/");
        }).ExcludeFromDescription().For(Act.SignIn);
    }

    private static async Task<IResult> ActForAsync([FromForm(Name = "organisation")] Guid? organisation, [FromForm(Name = "return")] string? back, HttpContext http, Actor actor, AppDbContext db, AuditLog audit, CancellationToken ct)
    {
        var chosen = organisation == Guid.Empty ? null : organisation;
        // An organisation one does not belong to answers as one that is not there.
        if (chosen is { } id && !actor.All.Any(g => g.OrganisationId == id)) return Results.NotFound();
        var session = SessionSignInManager.SessionId(http.User);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<SignInSession>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.ActingFor, chosen), ct);
        audit.Record(db, "person.acting-for", $"person:{actor.Id}", new { organisation = chosen });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        // Home, not back: the page one stood on may belong to the organisation one has just left. Unless that page asked for the change.
        return Results.LocalRedirect(back is not null && RedirectHttpResult.IsLocalUrl(back) ? back : "/account");
    }
}
