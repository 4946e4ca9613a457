using System.Globalization;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Contact;

/// <summary>The form by which anybody reaches the operator.</summary>
public sealed class ContactModel(ContactDesk desk, FileStore files, IDataProtectionProvider protection) : PageModel
{
    [BindProperty(Name = "once")]
    public Guid Once { get; set; }

    [BindProperty(Name = "role")]
    public EnquirerRole? Role { get; set; }

    [BindProperty(Name = "text")]
    public string? Text { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "phone")]
    public string? Phone { get; set; }

    [BindProperty(Name = "mail")]
    public string? Mail { get; set; }

    public string FilesHint => string.Format(CultureInfo.CurrentCulture, ContactTexts.FilesHint,
        files.Limits.MaxFilesAtOnce, files.Limits.MaxBytes / 1024 / 1024, string.Join(' ', FileKind.AllEndings));

    /// <summary>The link that led here may say who comes: <c>/contact?role=enterprise</c>.</summary>
    public void OnGet(EnquirerRole? role)
    {
        Role = role;
        Once = Guid.CreateVersion7();
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPostAsync(List<IFormFile> attachments, CancellationToken ct)
    {
        ModelState.Clear();   // Ours are the only rules: they speak the reader's language.
        if (Once == Guid.Empty) Once = Guid.CreateVersion7();
        var received = await desk.ReceiveAsync(new() { Role = Role, Text = Text, Name = Name, Phone = Phone, Mail = Mail }, attachments, Once, ct);
        if (received.Succeeded) return Redirect("/contact/sent/" + SentLinks(protection).Protect(received.Value.Id.ToString("N")));

        foreach (var failure in received.Failures) ModelState.AddModelError(failure.Field == "files" ? "attachments" : failure.Field!, failure.Message);
        if (attachments.Count > 0 && received.Failures.All(f => f.Field != "files")) ModelState.AddModelError("attachments", ContactTexts.FilesAgain);
        Response.StatusCode = received.Failures is [{ Status: var status }] ? status : StatusCodes.Status400BadRequest;
        // A status page would stand in the way of the form that holds what was typed.
        HttpContext.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>()?.Enabled = false;
        return Page();
    }

    internal static IDataProtector SentLinks(IDataProtectionProvider protection) => protection.CreateProtector("contact sent");

    internal static Guid? OpenSentLink(IDataProtectionProvider protection, string link)
    {
        try
        {
            return Guid.TryParseExact(SentLinks(protection).Unprotect(link), "N", out var id) ? id : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
