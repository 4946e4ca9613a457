using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>报送: the rounds of the reader's bureau, and what is asked of it.</summary>
[Access(Act.ReadFigures)]
public sealed class RoundsModel(RoundReading reading, RoundDesk desk) : AnsweringPage
{
    public IReadOnlyList<RoundLine> Lines { get; private set; } = [];
    public IReadOnlyList<(ReportRound Round, RoundUnitLine Line)> Asked { get; private set; } = [];
    public bool MayOpen => desk.Region is not null;

    public async Task OnGetAsync(CancellationToken ct) => (Lines, Asked) = (await reading.ListAsync(ct), await reading.AskedAsync(ct));
}
