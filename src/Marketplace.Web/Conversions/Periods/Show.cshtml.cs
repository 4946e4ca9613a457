using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Periods;

/// <summary>One quarter: its figures, what changed since its lock, and locking or publishing it.</summary>
[Access(Act.ReadConversions)]
public sealed class PeriodModel(AppDbContext db, PeriodDesk desk) : AnsweringPage
{
    public PeriodLine Line { get; private set; } = null!;
    public string? Locker { get; private set; }
    public string? Publisher { get; private set; }
    public bool MayLock => desk.MayLock;

    public async Task<IActionResult> OnGetAsync(string quarter, CancellationToken ct) => await ReadAsync(quarter, ct) ? Page() : NotFound();

    public Task<IActionResult> OnPostLockAsync(string quarter, string? typed, CancellationToken ct) => DoAsync(quarter, PeriodTexts.LockedDone, async read =>
        typed?.Trim().ToUpperInvariant() == read.ToString() ? await desk.LockAsync(read, ct) : new("confirm_wrong", 400, PeriodTexts.LockWordWrong.Fill(read), "typed"), ct);

    public Task<IActionResult> OnPostPublishAsync(string quarter, CancellationToken ct) => DoAsync(quarter, PeriodTexts.PublishedDone, read => desk.PublishAsync(read, ct), ct);

    private async Task<IActionResult> DoAsync(string quarter, string done, Func<Quarter, Task<Failure?>> act, CancellationToken ct)
    {
        if (Quarter.Read(quarter) is not { } read || !await ReadAsync(quarter, ct)) return NotFound();
        return await act(read) is { } refused ? Refused([refused]) : Went($"/conversions/periods/{read}", done);
    }

    private async Task<bool> ReadAsync(string quarter, CancellationToken ct)
    {
        if (Quarter.Read(quarter) is not { } read || await desk.FindAsync(read, ct) is not { } line) return false;
        Line = line;
        var (locker, publisher) = (line.Period?.LockedBy, line.Period?.PublishedBy);
        var people = await db.Set<Person>().AsNoTracking().Where(p => p.Id == locker || p.Id == publisher).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        Locker = locker is { } l ? people.GetValueOrDefault(l) : null;
        Publisher = publisher is { } p ? people.GetValueOrDefault(p) : null;
        return true;
    }
}
