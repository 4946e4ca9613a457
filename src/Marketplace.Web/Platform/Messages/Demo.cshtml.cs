using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.Messages;

/// <summary>
/// What a demonstration would have sent, newest first. Routed only with <c>--demo</c> (see <see cref="MessagesSetup"/>). Addresses are masked;
/// texts are not, except codes and links that are good for nothing any more, because they are what the page is for: it warns the reader, and
/// nobody should put a demonstration before the public.
/// </summary>
public sealed class DemoModel(AppDbContext db, MessageTemplates templates, TimeProvider time) : PageModel
{
    /// <summary>A page that is read, not searched.</summary>
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public MessageChannel? Channel { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public IReadOnlyList<DemoRow> Rows { get; private set; } = [];
    public Guid? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        // UUIDv7 begins with its instant: the id alone is the order of queueing.
        var found = await db.Set<Message>()
            .Where(m => (Channel == null || m.Channel == Channel) && (After == null || m.Id < After))
            .OrderByDescending(m => m.Id).Take(PageSize + 1).AsNoTracking().ToListAsync(ct);
        var inbox = found.Where(m => m.Channel == MessageChannel.InApp).Select(m => PersonMessages.PersonOf(m.Address)).OfType<Guid>().Distinct().ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(p => inbox.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        Rows = [.. found.Take(PageSize).Select(m => Row(m, names))];
        Next = found.Count > PageSize ? found[PageSize - 1].Id : null;
    }

    private DemoRow Row(Message m, Dictionary<Guid, string> names)
    {
        var text = templates.Find(m.Template) is { } template
            ? MessageText.Render(template, m.Language, m.ExpiresAt <= time.GetUtcNow() ? template.WithoutSecrets(m.Parameters) : m.Parameters)
            : new MessageText(m.Template, "", m.Language);
        // On the site a message goes to a person, whose number in the program tells a reader nothing.
        var name = m.Channel == MessageChannel.InApp && PersonMessages.PersonOf(m.Address) is { } id ? Masking.Name(names.GetValueOrDefault(id)) : null;
        return new DemoRow(m.CreatedAt, m.Channel, name ?? RecipientMask.Of(m.Channel, m.Address), m.State, m.ErrorCode, text);
    }
}

public sealed record DemoRow(DateTimeOffset At, MessageChannel Channel, string Recipient, MessageState State, string? ErrorCode, MessageText Text)
{
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public string LocalTime => TimeZoneInfo.ConvertTime(At, s_zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public IReadOnlyList<string> Lines => Text.Text.ReplaceLineEndings("\n").Split('\n');
}
