using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Reports;

/// <summary>Where a report stands, for whoever has its number. Nothing on it tells who reported.</summary>
[Access(Act.ReadPublic)]
public sealed class ReportTrackModel(ReportDesk desk, Workdays workdays) : PageModel
{
    [BindProperty(Name = "number", SupportsGet = true)]
    public string? Number { get; set; }

    public Report? Report { get; private set; }
    public bool Sent { get; private set; }

    /// <summary>The holidays of that year are not announced yet: the day may move.</summary>
    public bool DueMayMove => Report is not null && !workdays.Knows(Report.Due.Year);

    public async Task<IActionResult> OnGetAsync(string? code, bool sent, CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        Sent = sent;
        if ((code ?? Number) is not { } given) return Page();
        Report = await desk.TrackAsync(given, ct);
        if (Report is not null) return code is null ? Redirect($"/report/track/{Report.Code}") : Page();
        return code is null ? this.Refuse([new Failure("not_found", 404, ReportTexts.CodeUnknown, "number")]) : NotFound();
    }
}
