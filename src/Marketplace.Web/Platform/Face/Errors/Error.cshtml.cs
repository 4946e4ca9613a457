using System.Globalization;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.Face.Errors;

/// <summary>Says what happened, what was kept and what to do. Needs neither database nor antiforgery keys: either may be what failed.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel(Actor actor, ILogger<ErrorModel> logger) : PageModel
{
    /// <summary>The reader's other organisations for which this page opens. There are some only where the database answered, so a form may stand here.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Elsewhere { get; private set; } = [];

    /// <summary>The organisation acted for; null: oneself.</summary>
    public string? ActsFor => actor.OrganisationName;

    /// <summary>The page that was asked for.</summary>
    public string Asked { get; private set; } = "/";

    public int Status { get; private set; }
    public string Code { get; private set; } = "";
    public bool UnknownLanguage { get; private set; }

    public (string Title, string What, string Do) Words { get; private set; }

    /// <summary>Only an attempt to save something leaves the question whether it was saved.</summary>
    public string Kept => HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method) ? ErrorTexts.NothingChanged : ErrorTexts.NothingSaved;

    public IActionResult OnGet(int? status) => Show(status);

    public IActionResult OnPost(int? status) => Show(status);

    private PageResult Show(int? status)
    {
        var replacing = ErrorPages.IsReplacement(HttpContext);
        // Somebody who types /error/418 gets what any unknown address gets.
        Status = replacing ? Response.StatusCode : status is { } asked && ErrorPages.Statuses.Contains(asked) ? asked : StatusCodes.Status404NotFound;
        Response.StatusCode = Status;
        Code = ErrorPages.Code(HttpContext, Status);
        UnknownLanguage = HttpContext.Items.ContainsKey(ReaderLanguage.UnknownKey);
        if (replacing && Status is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { } replaced)
        {
            Elsewhere = actor.Elsewhere;
            // What was sent is not sent again: the page is opened anew.
            Asked = replaced.OriginalPath + (HttpMethods.IsGet(Request.Method) ? replaced.OriginalQueryString : "");
        }
        Words = UnknownLanguage
            ? (ErrorTexts.UnknownLanguageTitle, ErrorTexts.UnknownLanguageWhat, ErrorTexts.UnknownLanguageDo)
            : Status == 403 && HttpContext.Items[AccessGate.LostKey] is not null ? (ErrorTexts.T403, AccessTexts.RightEnded, ErrorTexts.D403)
            : Elsewhere.Count > 0 ? (ErrorTexts.ElsewhereTitle, ActsFor is { } mine ? string.Format(CultureInfo.CurrentCulture, ErrorTexts.ElsewhereWhat, mine) : ErrorTexts.ElsewhereWhatSelf, ErrorTexts.ElsewhereDo)
            : Of(Status);
        if (replacing) logger.LogInformation("Showed error page {Code} for status {Status}", Code, Status);
        return Page();
    }

    private static (string Title, string What, string Do) Of(int status) => status switch
    {
        403 => (ErrorTexts.T403, ErrorTexts.W403, ErrorTexts.D403),
        404 or 410 => (ErrorTexts.T404, ErrorTexts.W404, ErrorTexts.D404),
        405 => (ErrorTexts.T405, ErrorTexts.W405, ErrorTexts.D405),
        413 => (ErrorTexts.T413, ErrorTexts.W413, ErrorTexts.D413),
        429 => (ErrorTexts.T429, ErrorTexts.W429, ErrorTexts.D429),
        503 or 507 => (ErrorTexts.T503, ErrorTexts.W503, ErrorTexts.D503),
        >= 500 => (ErrorTexts.T500, ErrorTexts.W500, ErrorTexts.D500),
        _ => (ErrorTexts.T400, ErrorTexts.W400, ErrorTexts.D400),
    };
}
