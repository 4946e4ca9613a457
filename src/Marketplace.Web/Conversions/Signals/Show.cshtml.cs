using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>The signals of one conversion by themselves: where the form of its page goes, and where it is shown again when something in it is wrong.</summary>
[Access(Act.CheckConversions)]
public sealed class SignalModel(SignalDesk desk) : AnsweringPage
{
    public ShownSignals Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Dictionary<string, string?> words, CancellationToken ct)
    {
        ModelState.Clear();
        var outcome = await desk.NoteAsync(id, words, ct);
        if (outcome.Succeeded) return Went($"/conversions/{id}#signals", SignalTexts.Saved);
        if (!await ReadAsync(id, ct)) return NotFound();
        Shown = Shown with { Typed = words };
        return Refused(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.OfAsync(id, ct) is not { } shown) return false;
        Shown = shown;
        return true;
    }
}
