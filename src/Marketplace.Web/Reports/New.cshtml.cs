using System.Globalization;
using Marketplace.Web.Contact;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Reports;

/// <summary>Anybody says what is wrong with a public item; no account is needed.</summary>
[Access(Act.ReadPublic)]
public sealed class ReportNewModel(ReportDesk desk, Reportables reportables, FileStore files) : PageModel
{
    [BindProperty(Name = "about", SupportsGet = true)]
    public string? About { get; set; }

    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "reason")]
    public ReportReason? Reason { get; set; }

    [BindProperty(Name = "text")]
    public string? Text { get; set; }

    [BindProperty(Name = "contact")]
    public string? Contact { get; set; }

    public Reportable? Subject { get; private set; }

    public string FilesHint => string.Format(CultureInfo.CurrentCulture, ContactTexts.FilesHint,
        files.Limits.MaxFilesAtOnce, files.Limits.MaxBytes / 1024 / 1024, string.Join(' ', FileKind.AllEndings));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Once = Guid.CreateVersion7();
        ModelState.Clear();
        if (About is null) return Page();   // How to report, for whoever typed the address.
        Subject = (await reportables.FindAsync(About, ct))?.Item;
        return Subject is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(List<IFormFile> attachments, CancellationToken ct)
    {
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var received = await desk.ReceiveAsync(new(About, Reason, Text, Contact), attachments, Once, HttpContext.Connection.RemoteIpAddress, ct);
        if (received.Succeeded) return Redirect($"/report/track/{received.Value.Code}?sent=true");
        if (received.Failures[0].Status == StatusCodes.Status404NotFound) return NotFound();
        Subject = (await reportables.FindAsync(About, ct))!.Value.Item;
        var failures = received.Failures.Select(f => f.Field == "files" ? f with { Field = "attachments" } : f).ToList();
        if (attachments.Count > 0 && failures.TrueForAll(f => f.Field != "attachments")) failures.Add(new("files_again", failures[0].Status, ContactTexts.FilesAgain, "attachments"));
        return this.Refuse(failures);
    }
}
