using Marketplace.Web.Data;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Privacy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Contact;

/// <summary>What was received, for who has the link: masked, because links are passed on.</summary>
public sealed class SentModel(AppDbContext db, FileStore files, IDataProtectionProvider protection) : PageModel
{
    public Enquiry Enquiry { get; private set; } = null!;
    public IReadOnlyList<(string Name, long Size, string Link)> Files { get; private set; } = [];
    public string? AnswersTo => Masking.Mail(Enquiry.Mail) ?? Masking.Phone(Enquiry.Phone);

    public async Task<IActionResult> OnGetAsync(string link, CancellationToken ct)
    {
        if (ContactModel.OpenSentLink(protection, link) is not { } id) return NotFound();
        if (await db.Set<Enquiry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } enquiry) return NotFound();
        Enquiry = enquiry;
        var subject = $"enquiry:{id}";
        Files = [.. (await db.Set<StoredFile>().AsNoTracking().Where(f => f.Subject == subject).OrderBy(f => f.Id).ToListAsync(ct)).Select(f => (f.Name, f.Size, files.LinkTo(f.Id)))];
        return Page();
    }
}
