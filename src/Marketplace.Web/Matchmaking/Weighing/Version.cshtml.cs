using Marketplace.Matching.Scoring;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>One version beside the one in force: weights, how both do on what people said, what would change; and the switch.</summary>
[Access(Act.KeepWeights)]
public sealed class WeightVersionModel(AppDbContext db, WeightDesk desk, WeightsInForce inForce) : AnsweringPage
{
    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    public WeightVersion Version { get; private set; } = null!;
    public Weights Now { get; private set; } = null!;
    public Weights Then { get; private set; } = null!;
    public bool InForce => Now.Version == Then.Version;

    /// <summary>The decision in force that it is held against.</summary>
    public long Against { get; private set; }

    /// <summary>Null: people have said too little.</summary>
    public AnswerFigures? Figures { get; private set; }

    /// <summary>Null for what is in force.</summary>
    public KeptChange? Change { get; private set; }

    /// <summary>How many will be matched anew.</summary>
    public int Needs { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await OpenAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, long against, CancellationToken ct)
    {
        ModelState.Clear();
        var failure = Typed?.Trim() == WeightTexts.Word ? await desk.UseAsync(id, against, ct) : new("word_wrong", 400, WeightTexts.WordWrong.Fill(WeightTexts.Word), "typed");
        if (failure is null) return Went("/matching/weights", WeightTexts.Used);
        return await OpenAsync(id, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> OpenAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } version) return false;
        (Version, Then) = (version, version.Read());
        Against = (await WeightsInForce.LastAsync(db, ct))?.Number ?? 0;
        Now = await WeightsInForce.ReadAsync(db, inForce.Shipped, ct);
        Figures = await AnswerFigures.OfAsync(db, Now, Then, ct);
        if (InForce) return true;
        Change = await KeptChange.OfAsync(db, Now, Then, ct);
        Needs = await db.Set<Need>().CountAsync(n => n.State == NeedState.Open, ct);
        return true;
    }
}
