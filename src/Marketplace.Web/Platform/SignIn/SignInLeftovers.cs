using Marketplace.Web.Data;
using Marketplace.Web.Platform.SignIn.Codes;
using Marketplace.Web.Platform.SignIn.Kept;
using Marketplace.Web.Platform.SignIn.Passwords;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>What nobody needs any more of signing in.</summary>
internal static class SignInLeftovers
{
    /// <summary>Codes are counted over a day, forms kept for an hour, failures over minutes.</summary>
    private static readonly TimeSpan s_short = TimeSpan.FromDays(2);

    /// <summary>网络安全法: logs of who was where are kept for six months, and no longer than that.</summary>
    private static readonly TimeSpan s_sessions = TimeSpan.FromDays(183);

    public static async Task<int> RemoveAsync(AppDbContext db, DateTimeOffset now, CancellationToken ct) =>
        await db.Set<OneTimeCode>().Where(c => c.CreatedAt < now - s_short).ExecuteDeleteAsync(ct)
        + await db.Set<KeptForm>().Where(f => f.At < now - s_short).ExecuteDeleteAsync(ct)
        + await db.Set<FailedSignIn>().Where(f => f.LastAt < now - s_short).ExecuteDeleteAsync(ct)
        + await db.Set<SignInSession>().Where(s => s.SeenAt < now - s_sessions).ExecuteDeleteAsync(ct);
}
