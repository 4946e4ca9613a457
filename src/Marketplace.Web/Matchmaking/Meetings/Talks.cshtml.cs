using System.Globalization;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>对接: requests that wait and talks, of the organisation acted for and one's own.</summary>
[Access(Act.UseAccount)]
public sealed class TalksModel(TalkList list) : AnsweringPage
{
    public const int PageSize = 25;

    public IReadOnlyList<IntroductionRow> Requests { get; private set; } = [];
    public IReadOnlyList<TalkRow> Rows { get; private set; } = [];
    public string? Next { get; private set; }
    public bool Later { get; private set; }

    public async Task OnGetAsync(string? after, CancellationToken ct)
    {
        ModelState.Clear();
        var cursor = Read(after);
        Later = cursor is not null;
        if (!Later) Requests = await list.OpenRequestsAsync(ct);
        var rows = await list.ListAsync(cursor, PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Next = string.Create(CultureInfo.InvariantCulture, $"/talks?after={Rows[^1].Talk.LastAt.UtcTicks}.{Rows[^1].Talk.Id:N}");
    }

    private static (DateTimeOffset At, Guid Id)? Read(string? text) =>
        text?.Split('.') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var guid)
            ? (new DateTimeOffset(at, TimeSpan.Zero), guid) : null;
}
