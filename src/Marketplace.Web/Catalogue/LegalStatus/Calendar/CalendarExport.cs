using System.Globalization;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.LegalStatus.Calendar;

/// <summary>The calendar as a table, or for the calendar program of who keeps it.</summary>
public sealed class CalendarExport(AppDbContext db, FeeCalendar calendar, Actor actor, AuditLog audit, PublicAddress address, TimeProvider time)
{
    public async Task<IResult> FileAsync(string format, CancellationToken ct)
    {
        if (actor.ActingFor is not { } own) return Results.StatusCode(StatusCodes.Status404NotFound);
        var lines = await calendar.OfAsync(own, ct);
        audit.Record(db, "fee-calendar.exported", $"organisation:{own}", new { rows = lines.Count, format });
        await db.SaveChangesAsync(ct);
        if (format == "ics") return Results.File(Encoding.UTF8.GetBytes(Ics(lines, address.Of, time.GetUtcNow())), "text/calendar; charset=utf-8", CalendarTexts.Title + ".ics");
        return SheetFile.Of(CalendarTexts.Title, format,
        [
            new("申请号", l => PatentNumberText(l)) { Width = 20 },
            new("名称", l => l.Title) { Width = 48 },
            new("专利类型", l => l.Kind.Name()),
            new("法律状态", l => l.State.Name()),
            new(CalendarTexts.What, l => What(l)) { Width = 24 },
            new("日期", l => l.Day) { Form = SheetForm.Date },
            new("年费（元）", l => l.Full) { Form = SheetForm.Amount },
            new("滞纳金（元）", l => l.Surcharge) { Form = SheetForm.Amount },
            new("补缴期限", l => l.GraceEnd) { Form = SheetForm.Date },
            new(CalendarTexts.Note, l => l.HolidaysKnown ? null : CalendarTexts.HolidaysUnknown.Fill(l.Day.Year)) { Width = 40 },
        ], lines);
    }

    public static string What(CalendarLine line) => line.Year is { } year ? CalendarTexts.FeeOfYear.Fill(year) : CalendarTexts.TermEnds;

    private static string PatentNumberText(CalendarLine line) => Patents.PatentNumber.Show(line.ApplicationNo);

    /// <summary>RFC 5545: whole days, lines folded at 75 octets.</summary>
    internal static string Ics(IReadOnlyList<CalendarLine> lines, Func<string, string> address, DateTimeOffset now)
    {
        var text = new StringBuilder();
        void Line(string line)
        {
            // Never inside a character: calendars read the bytes of each line by themselves.
            var octets = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                if (octets + rune.Utf8SequenceLength > 75)
                {
                    text.Append("\r\n ");
                    octets = 1;
                }
                text.Append(rune.ToString());
                octets += rune.Utf8SequenceLength;
            }
            text.Append("\r\n");
        }
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//marketplace//fee calendar//ZH");
        foreach (var line in lines)
        {
            Line("BEGIN:VEVENT");
            Line($"UID:{line.Key}@marketplace");
            Line("DTSTAMP:" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
            Line("DTSTART;VALUE=DATE:" + line.Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            Line("SUMMARY:" + Escaped($"{What(line)} {line.Number} {line.Title}"));
            if (line.Total is { } total) Line("DESCRIPTION:" + Escaped(Money.Exact(total)));
            Line("URL:" + address("/patents/" + line.ApplicationNo));
            Line("END:VEVENT");
        }
        Line("END:VCALENDAR");
        return text.ToString();
    }

    private static string Escaped(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal)
        .Replace(",", @"\,", StringComparison.Ordinal).ReplaceLineEndings(@"\n");
}
