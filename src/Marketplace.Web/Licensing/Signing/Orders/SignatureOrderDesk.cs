using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Signing.Orders;

/// <summary>电子签署 as a party sees it: an order at the provider, and where it stands.</summary>
public sealed class SignatureOrderDesk(AppDbContext db, SigningBook signings, SigningReach reach, SigningDesk desk, CaseBook book, SignatureOrderBook orders, IEnumerable<ISignatureProvider> providers, Actor actor, TimeProvider time)
{
    /// <summary>How signers call the provider; null: there is none.</summary>
    public string? Title => providers.FirstOrDefault()?.Title;

    /// <summary>The order that is open, or a new one; only for the reader's own signature, for a provider checks who signs.</summary>
    public async Task<Outcome<SignatureOrder>> StartAsync(Guid signingId, Guid once, NewSigner signer, IFormFile? power, CancellationToken ct)
    {
        if (providers.FirstOrDefault() is not { } provider) return Failures.OfStatus(404);
        SignatureOrder order;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            if (await signings.LockAsync(signingId, ct) is not { } signing) return Failures.OfStatus(404);
            var (seen, refused) = await reach.ToSignAsync(signing, ct);
            if (seen is null) return refused!;
            var one = seen.Signatures.First(s => s.OrganisationId == seen.Own.Id);
            if (await LiveAsync(one.Id, once, ct) is { } known) return known;
            if (!seen.IsOpen || one.State != SignatureState.Awaited) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
            if (await desk.SignerAsync(signing, seen, one, signer, power, ct) is { Count: > 0 } failures) return db.Dropped(failures);
            var now = time.GetUtcNow();
            order = new()
            {
                Id = once,
                SigningId = signingId,
                SignatureId = one.Id,
                Provider = provider.Name,
                Signer = one.Signer!,
                Authority = one.Authority!.Value,
                PowerId = one.PowerId,
                PersonId = actor.PersonId,
                At = now,
                AskAt = now.AddSeconds(10),
            };
            book.Take(SignatureOrderMachine.Machine, order, SignatureOrderCause.Start, new(Facts: new { order.Signer, order.Authority, order.PowerId, order.Provider }));
            // Who signed is known when they have.
            (one.Signer, one.Authority, one.PowerId) = (null, null, null);
            db.Add(order);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        // Outside of the transaction; if we die here, or nobody answers, the worker tells the provider.
        await orders.AskAsync(order, ct);
        return order;
    }

    /// <summary>The last order of the reader's own signature.</summary>
    public Task<SignatureOrder?> LastAsync(SigningSeen seen, CancellationToken ct)
    {
        var ids = seen.Signatures.Where(s => s.OrganisationId == seen.Own.Id).Select(s => s.Id).ToList();
        return db.Set<SignatureOrder>().AsNoTracking().Where(o => ids.Contains(o.SignatureId)).OrderByDescending(o => o.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>Asks the provider now, for somebody who waits.</summary>
    public async Task<Failure?> AskAsync(Guid signingId, CancellationToken ct)
    {
        if (await reach.FindAsync(signingId, ct) is not { } seen || await LastAsync(seen, ct) is not { } order) return Failures.OfStatus(404);
        if (order.State!.Value.IsLive()) await orders.AskAsync(order, ct);
        return null;
    }

    private Task<SignatureOrder?> LiveAsync(Guid signature, Guid once, CancellationToken ct) => db.Set<SignatureOrder>().AsNoTracking()
        .Where(o => o.SignatureId == signature && (o.Id == once || o.State == SignatureOrderState.Started || o.State == SignatureOrderState.Pending)).OrderByDescending(o => o.Id).FirstOrDefaultAsync(ct);
}
