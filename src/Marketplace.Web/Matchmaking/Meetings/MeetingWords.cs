using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

public static class MeetingWords
{
    public static string Name(IntroductionState state) => Text("State" + state);

    public static string Look(IntroductionState state) => state switch { IntroductionState.Accepted => "ok", IntroductionState.Requested => "soon", _ => "stopped" };

    public static string Name(DisclosedPart part) => Text("Part" + part);

    /// <summary>What the holder can then see.</summary>
    public static string Then(DisclosedPart part) => Text("Part" + part + "Then");

    public static string Names(IEnumerable<DisclosedPart> parts) => string.Join(WorkList.WorkTexts.ListComma, parts.Select(Name));

    public static string Name(MeetingSide side) => Text("Side" + side);

    private static string Text(string key) => MeetingTexts.ResourceManager.Named(key);
}

/// <summary>A holder's record of replies in words.</summary>
public static class ReplyWords
{
    public static string Unknown => MeetingTexts.ReplyUnknown;

    /// <summary>Hours up to two days, then days: nobody counts further in hours.</summary>
    public static string Median(double hours) => hours < 1 ? MeetingTexts.ReplyWithinHour
        : hours < 48 ? MeetingTexts.ReplyHours.Fill(Math.Round(hours).ToString("0", CultureInfo.InvariantCulture))
        : MeetingTexts.ReplyDays.Fill(Math.Round(hours / 24).ToString("0", CultureInfo.InvariantCulture));
}

/// <summary>The files of a need, for a holder they were opened to.</summary>
public sealed class NeedPapersOf(AppDbContext db)
{
    public async Task<IReadOnlyList<StoredFile>> ListAsync(NeedSight sight, CancellationToken ct)
    {
        if (!sight.Attachments) return [];
        var subject = $"need:{sight.NeedId}";
        return await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Id).ToListAsync(ct);
    }
}
