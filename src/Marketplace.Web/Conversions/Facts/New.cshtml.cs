using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>填报: an outside deal.</summary>
[Access(Act.FileConversions)]
public sealed class NewConversionModel(FilingDesk desk) : AnsweringPage
{
    public FilingForm Typed { get; private set; } = new();

    public void OnGet()
    {
        ModelState.Clear();
        Typed = new FilingForm { Once = Guid.CreateVersion7() }.WithRoom();
    }

    /// <param name="given">What was typed.</param>
    /// <param name="add">Another row is wanted: nothing is kept yet.</param>
    /// <param name="submit">Handed in; without, a draft.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<IActionResult> OnPostAsync([FromForm] FilingForm given, string? add, string? submit, CancellationToken ct)
    {
        ModelState.Clear();
        Typed = given;
        if (add is null)
        {
            var written = await desk.WriteAsync(given, submit is not null, ct);
            if (written.Succeeded) return Went(FilingNotices.At(written.Value), submit is null ? ConversionTexts.Saved : ConversionTexts.Submitted);
            Typed.WithRoom();
            return Refused(written.Failures);
        }
        Typed.WithRoom().Add(add);
        return Page();
    }
}
