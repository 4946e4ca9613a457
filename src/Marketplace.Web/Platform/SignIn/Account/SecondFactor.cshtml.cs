using Marketplace.Web.Data;
using Marketplace.Web.People;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Factors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>The authenticator app: set up, taken off, and its recovery codes.</summary>
[Access(Act.UseAccount)]
public sealed class SecondFactorModel(AppDbContext db, SecondFactorDesk factors, FactorResetDesk resets, Actor actor) : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public bool On { get; private set; }
    public bool Required { get; private set; }

    /// <summary>The one before was lost and has just been taken off.</summary>
    [BindProperty(Name = "reset", SupportsGet = true)]
    public bool WasReset { get; set; }

    /// <summary>Somebody asked to have it taken off: perhaps not the one who sits here.</summary>
    public FactorReset? Asked { get; private set; }
    public int Left { get; private set; }
    public bool Few => On && Left < SecondFactorDesk.Few;

    /// <summary>For those who cannot scan: in groups of four, as apps take it.</summary>
    public string Secret { get; private set; } = "";
    public string QrCode { get; private set; } = "";

    /// <summary>Shown on this one page and never again.</summary>
    public IReadOnlyList<string>? NewCodes { get; private set; }

    public async Task OnGetAsync(bool required, CancellationToken ct)
    {
        ModelState.Clear();
        Required = required;
        await LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var done = await factors.ConfirmAsync(await PersonAsync(ct), Code, SessionSignInManager.SessionId(User), ct);
        if (done.Succeeded) NewCodes = done.Value.Codes;
        await LoadAsync(ct);
        return done.Succeeded ? Page() : this.Refuse(done.Failures);
    }

    public async Task<IActionResult> OnPostRenewAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await LoadAsync(ct);
        if (!On) return Redirect("/account/second-factor");
        if (await factors.CheckAsync(actor.Id, Code, this.From(), ct) is { } failure) return this.Refuse(failure);
        NewCodes = await factors.RenewRecoveryCodesAsync(await PersonAsync(ct), ct);
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostOffAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await LoadAsync(ct);
        if (!On) return Redirect("/account/second-factor");
        // An unlocked screen must not be enough to take it off.
        if (await factors.CheckAsync(actor.Id, Code, this.From(), ct) is { } failure) return this.Refuse(failure);
        await factors.TurnOffAsync(await PersonAsync(ct), ct);
        return Redirect("/account");
    }

    public async Task<IActionResult> OnPostStopAsync(CancellationToken ct)
    {
        await resets.StopAsync(actor.Id, actor.Id, ct);
        return Redirect("/account/second-factor");
    }

    private Task<Person> PersonAsync(CancellationToken ct) => db.Set<Person>().SingleAsync(p => p.Id == actor.Id, ct);

    private async Task LoadAsync(CancellationToken ct)
    {
        On = await factors.IsOnAsync(actor.Id, ct);
        Asked = await resets.OpenAsync(actor.Id, ct);
        Left = await factors.RecoveryCodesLeftAsync(actor.Id, ct);
        if (On) return;
        var secret = Totp.ToBase32(await factors.SecretToSetUpAsync(actor.Id, ct));
        var person = await PersonAsync(ct);
        var issuer = Uri.EscapeDataString(FaceTexts.SiteName);
        var address = $"otpauth://totp/{issuer}:{Uri.EscapeDataString(person.DisplayName)}?secret={secret}&issuer={issuer}";
        // As an image: inline it would bring colours and sizes into the page as attributes, and screen readers would read its parts.
        QrCode = $"data:{Documents.QrCode.SvgType};base64," + Convert.ToBase64String(Documents.QrCode.Svg(address, 6));
        Secret = string.Join(' ', secret.Chunk(4).Select(group => new string(group)));
    }
}
