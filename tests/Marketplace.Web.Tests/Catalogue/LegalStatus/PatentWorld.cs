using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.LegalStatus;

/// <summary>Patents for tests, with serials nobody has.</summary>
internal static class PatentWorld
{
    private static int s_serial = 9_990_100;

    public static async Task<Patent> NewPatentAsync(
        this RunningApp app, IReadOnlyList<Organisation> holders, PatentKind kind = PatentKind.Invention, DateOnly? filed = null, DateOnly? granted = null, DateOnly? statusOn = null,
        string title = "一种棉花打顶装置", params PatentEvent[] events)
    {
        var day = filed ?? new(2017, 7, 21);
        var digit = kind switch { PatentKind.Invention => 1, PatentKind.UtilityModel => 2, _ => 3 };
        var no = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{day.Year:D4}{digit}{Interlocked.Increment(ref s_serial):D7}");
        var patent = new Patent
        {
            ApplicationNo = no,
            Kind = kind,
            Title = title,
            Abstract = "本发明公开了一种棉花打顶装置，包括机架和刀具。",
            MainClaim = "1. 一种棉花打顶装置，其特征在于，包括机架。",
            Ipc = kind is PatentKind.Design ? [] : ["A01G3/08"],
            Locarno = kind is PatentKind.Design ? ["15-03"] : [],
            Inventors = ["艾力", "王强"],
            FilingDate = day,
            GrantDate = granted ?? new(2019, 6, 4),
            State = PatentState.Pending,
            LastDay = PatentTerm.LastDay(kind, day),
            StatusOn = statusOn,
            StatusSource = statusOn is null ? null : StatusSource.Import,
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await app.WithDatabaseAsync(async db =>
        {
            db.Add(patent);
            for (var place = 1; place <= holders.Count; place++)
            {
                var holder = holders[place - 1];
                db.Add(new PatentHolder { ApplicationNo = no, Place = place, Name = holder.Name, FoldedName = holder.FoldedName, Uscc = holder.Uscc, OrganisationId = holder.Id });
            }
            foreach (var e in events) db.Add(Of(no, e));
            await db.SaveChangesAsync();
            await app.Services.GetRequiredService<PatentStandings>().RefreshAsync(db, patent, CancellationToken.None);
            return await db.SaveChangesAsync();
        });
        return patent;
    }

    /// <summary>An event, for whatever patent it is added to.</summary>
    public static PatentEvent Event(PatentEventKind kind, DateOnly on, int? year = null, string? reference = null, bool exclusive = false, bool agrees = false) => new()
    {
        ApplicationNo = "",
        Kind = kind,
        On = on,
        Source = StatusSource.Import,
        Reference = reference,
        PatentYear = year,
        Exclusive = exclusive,
        PledgeeAgrees = agrees,
        RecordedAt = TimeProvider.System.GetUtcNow(),
    };

    public static Task<Patent> PatentAsync(this RunningApp app, string no) => app.WithDatabaseAsync(db => db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == no));

    private static PatentEvent Of(string no, PatentEvent e) => new()
    {
        ApplicationNo = no,
        Kind = e.Kind,
        On = e.On,
        Source = e.Source,
        Reference = e.Reference,
        PatentYear = e.PatentYear,
        Exclusive = e.Exclusive,
        PledgeeAgrees = e.PledgeeAgrees,
        RecordedAt = e.RecordedAt,
    };
}
