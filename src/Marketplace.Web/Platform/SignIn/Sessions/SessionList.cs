using System.Net;
using System.Net.Sockets;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn.Sessions;

/// <summary>Where one person is signed in; ending one takes effect with its next request.</summary>
public sealed class SessionList(AppDbContext db, AuditLog audit, IOptions<SignInOptions> options, TimeProvider time)
{
    public async Task<IReadOnlyList<SignInSession>> RunningAsync(Guid person, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var seen = now - options.Value.Idle;
        var started = now - options.Value.Longest;
        return await db.Set<SignInSession>().AsNoTracking().Where(s => s.PersonId == person && s.EndedAt == null && s.SeenAt > seen && s.StartedAt > started)
            .OrderByDescending(s => s.SeenAt).ThenBy(s => s.Id).ToListAsync(ct);
    }

    /// <summary>False when the person has no such session running: somebody else's is none of theirs.</summary>
    public async Task<bool> EndAsync(Guid person, Guid session, CancellationToken ct) =>
        await EndAsync(db.Set<SignInSession>().Where(s => s.Id == session && s.PersonId == person), person, ct) > 0;

    public Task<int> EndOthersAsync(Guid person, Guid? mine, CancellationToken ct) =>
        EndAsync(db.Set<SignInSession>().Where(s => s.PersonId == person && s.Id != mine), person, ct);

    private async Task<int> EndAsync(IQueryable<SignInSession> which, Guid person, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var ended = await which.Where(s => s.EndedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, time.GetUtcNow()), ct);
        audit.Record(db, "person.sessions-ended", $"person:{person}", new { ended });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return ended;
    }

    /// <summary>Enough to recognise the office or home: the first half.</summary>
    public static string? Masked(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed)) return null;
        if (parsed.IsIPv4MappedToIPv6) parsed = parsed.MapToIPv4();
        return parsed.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', parsed.ToString().Split('.').Take(2)) + ".*.*"
            : string.Join(':', parsed.ToString().Split(':').Where(part => part.Length > 0).Take(2)) + ":*";
    }

    /// <summary>Browser and system as people call them; from the longest to the shortest word, because browsers name each other.</summary>
    public static string? Device(string? agent)
    {
        if (string.IsNullOrEmpty(agent)) return null;
        var browser = First(agent, ("MicroMessenger", "微信"), ("wxwork", "企业微信"), ("DingTalk", "钉钉"), ("Edg", "Edge"), ("QQBrowser", "QQ 浏览器"), ("UCBrowser", "UC"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"));
        var system = First(agent, ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"));
        return string.Join(" · ", new[] { browser, system }.Where(word => word is not null)) is { Length: > 0 } both ? both : null;
    }

    private static string? First(string agent, params (string Sign, string Name)[] known) =>
        Array.Find(known, k => agent.Contains(k.Sign, StringComparison.OrdinalIgnoreCase)).Name;
}
