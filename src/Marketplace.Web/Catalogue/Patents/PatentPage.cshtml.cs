using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Catalogue.Patents;

/// <summary>Everything public about one patent.</summary>
[Access(Act.ReadPublic)]
public sealed class PatentPageModel(PatentReach reach, PatentViews views, PatentVisits visits, IpcTitles titles, PublicAddress address) : PageModel
{
    /// <summary>What was asked for and is not here.</summary>
    public string? Missing { get; private set; }

    /// <summary>Why it was not understood, if it was not.</summary>
    public NumberFault? Fault { get; private set; }
    public PatentView View { get; private set; } = null!;
    public string Permalink { get; private set; } = "";
    public string Cited { get; private set; } = "";
    public string Ld { get; private set; } = "";

    /// <summary>Of the organisation the reader acts for.</summary>
    public bool IsKeeper { get; private set; }

    /// <summary>Shown to its holders and their bureau alone.</summary>
    public bool IsSecret => View.Patent.SecretAt is not null;
    public bool MayMarkSecret { get; private set; }

    /// <summary>Each symbol with the titles that lead to it.</summary>
    public IReadOnlyList<(string Symbol, IReadOnlyList<IpcTitle> Path)> Ipc { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string no, CancellationToken ct)
    {
        ModelState.Clear();
        var number = PatentNumber.Parse(no, out var fault);
        if (number is null || fault is not null || await reach.FindWithinAsync(number.Body, ct) is not { } patent) return NotHere(no, fault);
        // One patent has one address, however its number is written.
        if (no != number.Body) return RedirectPermanent("/patents/" + number.Body + Request.QueryString);
        View = await views.OfAsync(patent, ct);
        Permalink = address.Of("/patents/" + View.No);
        Cited = Citation.Of(patent, View.Holders, View.Today, Permalink);
        Ld = PatentJson.Ld(View, Permalink);
        Ipc = [.. patent.Ipc.Select(symbol => (symbol, titles.PathOf(symbol)))];
        if (IsSecret) Response.Headers.CacheControl = "private, no-store";
        MayMarkSecret = User.Identity?.IsAuthenticated == true && (await reach.HolderAsync(Act.MarkSecret, View.No, ct)).Holder is not null;
        IsKeeper = User.Identity?.IsAuthenticated == true && (await reach.HolderAsync(Act.KeepPatents, View.No, ct)).Holder is not null;
        if (!IsKeeper) visits.Count(View.No, Request.Headers.UserAgent);
        return Page();
    }

    private PageResult NotHere(string asked, NumberFault? fault)
    {
        (Missing, Fault) = (asked.Cut(40), fault);
        Response.StatusCode = StatusCodes.Status404NotFound;
        // This page says more than the status page would.
        HttpContext.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        return Page();
    }
}
