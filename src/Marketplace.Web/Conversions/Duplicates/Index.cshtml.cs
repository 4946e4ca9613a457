using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>疑似重复 of the region.</summary>
[Access(Act.ReadConversions)]
public sealed class DuplicatesModel(SuspectList list) : AnsweringPage
{
    private const int PageSize = 25;

    public IReadOnlyList<SuspectRow> Rows { get; private set; } = [];
    public SuspectFilter Filter { get; private set; } = new();
    public bool IsLater { get; private set; }

    /// <summary>The last of this page, where more follow.</summary>
    public Guid? Next { get; private set; }

    public IEnumerable<SelectListItem> RuleOptions => [new(DuplicateTexts.AnyRule, ""), .. Enumerable.Range(1, DuplicateWords.Rules).Select(n => FormattableString.Invariant($"D{n}")).Select(rule => new SelectListItem(DuplicateWords.Rule(rule), rule))];
    public static IEnumerable<SelectListItem> StateOptions => Enum.GetValues<SuspectState>().Select(state => new SelectListItem(DuplicateWords.Name(state), state.ToString()));

    public async Task OnGetAsync(string? rule, SuspectState? state, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        (Filter, IsLater) = (new(string.IsNullOrEmpty(rule) ? null : rule, state is { } wanted && Enum.IsDefined(wanted) ? wanted : SuspectState.Open), after is not null);
        var rows = await list.RowsAsync(Filter, after, PageSize + 1, ct);
        Rows = [.. rows.Take(PageSize)];
        if (rows.Count > PageSize) Next = Rows[^1].Suspect.Id;
    }
}
