using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>What is typed to draw up an assessment.</summary>
public sealed class AssessmentForm
{
    public int? Year { get; set; }
    public DateOnly? DueOn { get; set; }

    /// <summary>Codes of the regions that are marked.</summary>
    public List<string> Regions { get; set; } = [];

    /// <summary>Departments, one in a line.</summary>
    public string? Departments { get; set; }
}

/// <summary>The items of a sheet as they stand in its form, a row each.</summary>
public sealed class ItemsForm
{
    [FromForm(Name = "name")] public List<string?> Names { get; set; } = [];
    [FromForm(Name = "weight")] public List<string?> Weights { get; set; } = [];
    [FromForm(Name = "basis")] public List<string?> Bases { get; set; } = [];

    /// <summary>Code of the indicator beside it; empty: none.</summary>
    [FromForm(Name = "indicator")] public List<string?> Indicators { get; set; } = [];
}

/// <summary>The marks of one unit as they stand in its form, by the number of the item. What is not sent stays.</summary>
public sealed class MarksForm
{
    [FromForm(Name = "mark")] public Dictionary<int, string?> Marks { get; set; } = [];
    [FromForm(Name = "text")] public Dictionary<int, string?> Texts { get; set; } = [];

    /// <summary>Numbers of the items that are not this unit's.</summary>
    [FromForm(Name = "exempt")] public List<int> Exempt { get; set; } = [];
}
