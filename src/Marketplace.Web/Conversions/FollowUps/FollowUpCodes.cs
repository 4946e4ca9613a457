using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>Links that open one question without an account. Of a code only its hash is kept: whoever reads the database opens nothing with it.</summary>
public sealed class FollowUpCodes(AppDbContext db, PublicAddress address, TimeProvider time)
{
    /// <summary>128 bits: nobody guesses one, however long they try.</summary>
    private const int Bytes = 16;

    /// <summary>Half of the time until the next question.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromDays(90);

    /// <summary>Its address, which is known from here on to whoever gets it and to nobody else. In the unit of work of the caller.</summary>
    /// <param name="followUp">Of which question.</param>
    /// <param name="printedBy">Who shows or prints it; null: it is sent.</param>
    public string New(FollowUp followUp, Guid? printedBy = null)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var now = time.GetUtcNow();
        db.Add(new FollowUpCode { Hash = HashOf(code), FollowUpId = followUp.Id, At = now, Until = now + s_life, PersonId = printedBy });
        return address.Of("/f/" + code);
    }

    /// <summary>Null: there never was one, or it is long forgotten.</summary>
    public async Task<FollowUpCode?> FindAsync(string code, CancellationToken ct)
    {
        var hash = HashOf(code);
        return await db.Set<FollowUpCode>().AsNoTracking().SingleOrDefaultAsync(c => c.Hash == hash, ct);
    }

    public bool IsOver(FollowUpCode code) => code.Until <= time.GetUtcNow();

    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    /// <summary>Of the nightly retention: a link that ran out is told as such for a while, and then forgotten.</summary>
    internal static Task<int> DropAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) => db.Set<FollowUpCode>().Where(c => c.At < before && c.Until < now).ExecuteDeleteAsync(ct);
}
