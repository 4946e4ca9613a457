using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Factors;

public enum Proof
{
    /// <summary>They came in by a code or a passkey a moment ago.</summary>
    None,

    /// <summary>A code of the app, or a recovery code.</summary>
    Factor,

    /// <summary>A code sent to their own number or address.</summary>
    Code,
}

/// <summary>Before what cannot be undone: an unlocked screen must not be enough, the person themselves has to be there.</summary>
public sealed class FreshProof(AppDbContext db, SecondFactorDesk factors, CodeDesk codes, ProgressCookie progress, Actor actor, TimeProvider time)
{
    /// <summary>Beside a sign-in under way, not in its place.</summary>
    private const string Cookie = "confirming";

    public async Task<Proof> NeededAsync(HttpContext http, CancellationToken ct) => await factors.IsOnAsync(actor.Id, ct) ? Proof.Factor
        : http.Features.Get<SignInSession>()?.IsFresh(time.GetUtcNow()) == true ? Proof.None : Proof.Code;

    public async Task<Outcome<LoginName>> SendAsync(HttpContext http, CancellationToken ct)
    {
        var login = await OwnAsync(ct);
        var sent = await codes.SendAsync(login, CodePurpose.Confirm, http.Connection.RemoteIpAddress, ct);
        if (!sent.Succeeded) return sent.Failures.Select(f => f with { Field = "code" }).ToList();
        progress.Write(http, new() { Login = login, Code = sent.Value, PersonId = actor.Id }, Cookie);
        return login;
    }

    /// <summary>Null: it is them.</summary>
    public async Task<Failure?> CheckAsync(HttpContext http, string? typed, CancellationToken ct)
    {
        switch (await NeededAsync(http, ct))
        {
            case Proof.None: return null;
            case Proof.Factor: return await factors.CheckAsync(actor.Id, typed, CodeDesk.Outside(http.Connection.RemoteIpAddress), ct);
        }
        var begun = progress.Read(http, Cookie);
        var login = await OwnAsync(ct);
        var failure = await codes.CheckAsync(begun?.PersonId == actor.Id ? begun.Code : null, login, CodePurpose.Confirm, typed, ct);
        if (failure is null) ProgressCookie.Clear(http, Cookie);
        return failure;
    }

    /// <summary>Every account was made by proving one of the two.</summary>
    private async Task<LoginName> OwnAsync(CancellationToken ct)
    {
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct);
        return person is { PhoneNumber: { } phone, PhoneNumberConfirmed: true } ? new(MessageChannel.Sms, phone) : new(MessageChannel.Mail, person.Email ?? "");
    }
}
