using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Signing.Orders;

/// <summary>
/// What a provider's word does, whether it called, or was asked because its call did not come: order, signature, signing and what follows from it in one transaction. Told twice it does nothing
/// twice, so a program that dies over it is no harm: whoever hears the word next does it.
/// </summary>
public sealed class SignatureOrderBook(AppDbContext db, CaseBook book, SigningBook signings, SigningNotices notices, IEnumerable<ISignatureProvider> providers, PublicAddress address, TimeProvider time, ILogger<SignatureOrderBook> logger)
{
    /// <summary>The longest wait between two questions, as for payments.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>What follows cannot follow now; the word is asked for again when somebody may have looked.</summary>
    private static readonly TimeSpan s_later = TimeSpan.FromHours(1);

    /// <summary>False: there is no such order of this provider.</summary>
    public async Task<bool> HearAsync(string provider, SignatureReport report, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Set<SignatureOrder>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == report.Id && o.Provider == provider, ct) is not { } found || await signings.LockAsync(found.SigningId, ct) is not { } signing) return false;
        var order = await db.Set<SignatureOrder>().SingleAsync(o => o.Id == report.Id, ct);
        var refused = false;
        switch (report.Word)
        {
            case SignatureWord.Pending:
                if (Take(order, SignatureOrderCause.Offer)) order.SignAt = report.SignAt;
                break;
            case SignatureWord.Given:
                refused = !await SignedAsync(order, signing, report, ct);
                break;
            case SignatureWord.Refused:
                if (Take(order, SignatureOrderCause.Refuse)) order.Fault = report.Reason;
                break;
            case SignatureWord.Failed:
                if (Take(order, SignatureOrderCause.Fail)) order.Fault = report.Reason;
                break;
            case SignatureWord.Closed:
                Take(order, SignatureOrderCause.Close);
                break;
        }
        if (refused)
        {
            await transaction.RollbackAsync(ct);
            var later = time.GetUtcNow() + s_later;
            await db.Set<SignatureOrder>().Where(o => o.Id == report.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.AskAt, later), ct);
            return true;
        }
        (order.AskAt, order.Asked) = (time.GetUtcNow() + (order.Asked > 5 ? s_longest : TimeSpan.FromSeconds(10 << order.Asked)), order.Asked + 1);
        await db.SaveChangesAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_notify({SignatureWorker.Moved}, {order.SigningId.ToString()})", ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Asks the provider where an order stands, or tells it of one that it never heard of.</summary>
    public async Task AskAsync(SignatureOrder order, CancellationToken ct)
    {
        // Of a provider that is configured no more nobody can be asked; the order waits for it.
        if (providers.FirstOrDefault(p => p.Name == order.Provider) is not { } provider) return;
        var report = order.State == SignatureOrderState.Started ? await provider.StartAsync(await ToGiveAsync(order, ct), ct) : await provider.AskAsync(order.Id, ct);
        if (report.Word == SignatureWord.Unknown) report = await provider.StartAsync(await ToGiveAsync(order, ct), ct);
        await HearAsync(provider.Name, report, ct);
    }

    /// <summary>False: the case does not take it.</summary>
    private async Task<bool> SignedAsync(SignatureOrder order, SigningCase signing, SignatureReport report, CancellationToken ct)
    {
        if (order.State == SignatureOrderState.Given) return true;
        if (!string.Equals(report.Sha256, signing.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            if (Take(order, SignatureOrderCause.Fail)) order.Fault = "OTHER_DOCUMENT";
            return true;
        }
        if (await db.Set<SignatureOrder>().AnyAsync(o => o.Provider == order.Provider && o.Certificate == report.Certificate, ct))
        {
            // One signature is one party's, whatever the provider says.
            logger.LogWarning("Provider {Provider} names one certificate for two orders; the second is {Order}", order.Provider, order.Id);
            return true;
        }
        if (!Take(order, SignatureOrderCause.Sign, new(Facts: new { report.Certificate, report.SignedAt }))) return true;
        order.Certificate = report.Certificate;
        await db.SaveChangesAsync(ct);
        var signatures = await db.Set<Signature>().Where(s => s.SigningId == signing.Id).OrderBy(s => s.Place).ToListAsync(ct);
        var one = signatures.Single(s => s.Id == order.SignatureId);
        // Signed on paper meanwhile, or the signing is over: the provider's record stays, and changes nothing.
        if (book.Take(SignatureMachine.Machine, one, SignatureCause.SignOnline, new(Facts: new { order = order.Id, report.Certificate })) is not null) return true;
        (one.Signer, one.Authority, one.PowerId, one.Way, one.SignedOn, one.Certificate) = (order.Signer, order.Authority, order.PowerId, SignatureWay.Online, Dates.Day(report.SignedAt!.Value), report.Certificate);
        (one.ScanId, one.ShownBy, one.PersonId, one.Rejected, one.ValidAt) = (null, null, order.PersonId, null, time.GetUtcNow());
        await notices.SignedAsync(signing, signatures, one, ct);
        if (await signings.SignedAsync(signing, ct) is not { } no) return true;
        logger.LogError("Signing {Signing} could not be taken by its case: {Code}", signing.Id, no.Code);
        return false;
    }

    private async Task<SignatureToGive> ToGiveAsync(SignatureOrder order, CancellationToken ct)
    {
        var to = await (from s in db.Set<Signature>() join g in db.Set<SigningCase>() on s.SigningId equals g.Id join o in db.Set<Organisation>() on s.OrganisationId equals o.Id where s.Id == order.SignatureId select new { g.Title, g.Sha256, o.Name, o.Uscc }).SingleAsync(ct);
        return new(order.Id, to.Title, to.Sha256, order.Signer, to.Name, to.Uscc, address.Of($"/signing/{order.SigningId}"));
    }

    private bool Take(SignatureOrder order, SignatureOrderCause cause, StepShown? shown = null) => book.Take(SignatureOrderMachine.Machine, order, cause, shown) is null;
}
