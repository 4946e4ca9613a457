using System.Globalization;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.WorkList;

/// <summary>Which of their items the reader asked for; stands in the address.</summary>
public sealed record WorkFilter
{
    /// <summary>overdue, week or later (put off); anything else is the whole list.</summary>
    [FromQuery(Name = "show")] public string? Show { get; init; }
    [FromQuery(Name = "kind")] public string? Kind { get; init; }
    [FromQuery(Name = "organisation")] public Guid? Organisation { get; init; }

    public bool PutOff => Show == "later";
    public bool IsEmpty => Show is null && Kind is null && Organisation is null;

    /// <summary>Sunday: the week ends as calendars here have it.</summary>
    public static DateOnly WeekEnd(DateOnly today) => today.AddDays((7 - (int)today.DayOfWeek) % 7);

    /// <summary>Before the filter: the list, or what was put off.</summary>
    public IQueryable<WorkItem> All(WorkBoard board, Actor actor) => PutOff ? board.PutOff(actor.Id, actor.All) : board.Shown(actor.Id, actor.All);

    public IQueryable<WorkItem> Of(WorkBoard board, Actor actor, TimeProvider time)
    {
        var today = Dates.Today(time);
        var weekEnd = WeekEnd(today);
        var found = All(board, actor).Where(w => (Kind == null || w.Kind == Kind) && (Organisation == null || w.OrganisationId == Organisation));
        return Show switch
        {
            "overdue" => found.Where(w => w.Due < today),
            "week" => found.Where(w => w.Due >= today && w.Due <= weekEnd),
            _ => found,
        };
    }

    /// <summary>What is due first on top; what has no day at the end.</summary>
    public static IOrderedQueryable<WorkItem> Sort(IQueryable<WorkItem> items) => items.OrderBy(w => w.Due ?? DateOnly.MaxValue).ThenBy(w => w.Id);

    /// <summary>An address one can send to a colleague, who sees their own list through it.</summary>
    public string Address(string path, string? after = null, int? from = null)
    {
        var query = new[] { ("show", Show), ("kind", Kind), ("organisation", Organisation?.ToString()), ("after", after), ("from", from?.ToString(CultureInfo.InvariantCulture)) }
            .Where(pair => pair.Item2 is not null).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2));
        return path + QueryString.Create(query);
    }
}
