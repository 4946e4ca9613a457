using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.Net.Http.Headers;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>A holder; <paramref name="Uscc"/> where it is an organisation known here.</summary>
public sealed record PatentHolderAnswer(string Name, string? Uscc);

public sealed record PatentEventAnswer(PatentEventKind Kind, DateOnly On, StatusSource Source, string? Reference, int? PatentYear);

/// <summary>What paying costs: <paramref name="Surcharge"/> is owed on top if it is paid today, null when it is too late. Without known holidays only weekends were counted.</summary>
public sealed record PatentFeeAnswer(int Year, decimal Yuan, DateOnly Due, DateOnly GraceEnd, decimal? Surcharge, bool HolidaysKnown);

public sealed record PatentReportAnswer(string Number, DateOnly On, ReportConclusion Conclusion);

/// <summary>A criterion of high value (高价值发明专利); computed by the platform, or shown by a paper.</summary>
public sealed record PatentValueAnswer(HighValueKind Kind, DateOnly? Since, string? Note, bool Computed);

/// <summary>Everything public about one patent. <c>Number</c> bears ZL only while the right is in force.</summary>
public sealed record PatentAnswer
{
    public required string ApplicationNo { get; init; }
    public required string Number { get; init; }
    public required PatentKind Kind { get; init; }
    public required string Title { get; init; }
    public string? Abstract { get; init; }
    public string? MainClaim { get; init; }
    public required IReadOnlyList<string> Ipc { get; init; }
    public required IReadOnlyList<string> Locarno { get; init; }
    public required IReadOnlyList<PatentHolderAnswer> Holders { get; init; }
    public required IReadOnlyList<string> Inventors { get; init; }
    public required DateOnly FilingDate { get; init; }
    public string? PublicationNo { get; init; }
    public DateOnly? PublicationDate { get; init; }
    public string? GrantNo { get; init; }
    public DateOnly? GrantDate { get; init; }
    public required IReadOnlyList<string> Family { get; init; }
    public required PatentState State { get; init; }
    public DateOnly? StateSince { get; init; }

    /// <summary>The day the source said so.</summary>
    public DateOnly? StatusOn { get; init; }
    public StatusSource? StatusSource { get; init; }

    /// <summary>状态待核: that day is long ago.</summary>
    public required bool StatusStale { get; init; }
    public required DateOnly LastDay { get; init; }
    public int? FeePaidThrough { get; init; }
    public required IReadOnlyList<PatentFeeAnswer> Fees { get; init; }
    public required IReadOnlyList<PatentEventAnswer> Events { get; init; }
    public PatentReportAnswer? EvaluationReport { get; init; }
    public required IReadOnlyList<PatentValueAnswer> HighValue { get; init; }
    public required string Link { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

internal static class PatentApi
{
    public static void MapPatent(this RouteGroupBuilder api) =>
        api.MapGet("/patents/{no}", async (string no, PatentReach reach, PatentViews views, PublicAddress address, HttpContext http, CancellationToken ct) =>
            {
                if (await reach.FindAsync(no, ct) is not { } patent) return new[] { Failures.OfStatus(StatusCodes.Status404NotFound) }.ToResult(http);
                var view = await views.OfAsync(patent, ct);
                // What the calendar says changes with the day, the rest with the row.
                var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{patent.Revision}-{view.Today:yyyyMMdd}\""));
                http.Response.Headers.ETag = tag.ToString();
                http.Response.Headers.CacheControl = "public, no-cache";
                return http.Request.GetTypedHeaders().IfNoneMatch.Any(asked => asked.Compare(tag, useStrongComparison: false) || asked.Equals(EntityTagHeaderValue.Any))
                    ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(Answer(view, address.Of("/patents/" + view.No)));
            })
            .For(Act.ReadPublic)
            .WithName("readPatent").WithTags("Patents").WithSummary("One patent, by its application number in any form; sends and honours ETag.")
            .Produces<PatentAnswer>().Produces(304).ProducesProblem(404);

    private static PatentAnswer Answer(PatentView view, string link)
    {
        var p = view.Patent;
        return new()
        {
            ApplicationNo = p.ApplicationNo,
            Number = p.Number,
            Kind = p.Kind,
            Title = p.Title,
            Abstract = p.Abstract,
            MainClaim = p.MainClaim,
            Ipc = p.Ipc,
            Locarno = p.Locarno,
            Holders = [.. view.Holders.Select(h => new PatentHolderAnswer(h.Name, h.Uscc))],
            Inventors = p.Inventors,
            FilingDate = p.FilingDate,
            PublicationNo = p.PublicationNo,
            PublicationDate = p.PublicationDate,
            GrantNo = p.GrantNo,
            GrantDate = p.GrantDate,
            Family = p.Family,
            State = p.State,
            StateSince = p.StateSince,
            StatusOn = p.StatusOn,
            StatusSource = p.StatusSource,
            StatusStale = view.Stale,
            LastDay = p.LastDay,
            FeePaidThrough = p.FeePaidThrough,
            Fees = [.. view.Fees.Select(f => new PatentFeeAnswer(f.Year, f.Full, f.Due, f.GraceEnd, f.Surcharge, f.HolidaysKnown))],
            Events = [.. view.Events.Select(e => new PatentEventAnswer(e.Kind, e.On, e.Source, e.Reference, e.PatentYear))],
            EvaluationReport = view.Report is { } r ? new(r.Number, r.On, r.Conclusion) : null,
            HighValue = [.. view.Values.Select(v => new PatentValueAnswer(v.Kind, v.On, v.Note, v.Computed))],
            Link = link,
            Revision = p.Revision,
            ChangedAt = p.ChangedAt,
        };
    }
}
