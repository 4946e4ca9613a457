using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Signing.Sandbox;

/// <summary>签署平台: the provider's page, as the sandbox plays it. There is none of it outside of a demonstration.</summary>
[Access(Act.ReadPublic)]
public sealed class SignerModel(IServiceProvider services) : AnsweringPage
{
    public SignerOrder Order { get; private set; } = null!;
    public bool Waits => Order.State == "pending";

    private SandboxSigner Signer => services.GetRequiredService<SandboxSigner>();

    public IActionResult OnGet(string no)
    {
        if (Signer.Find(no) is not { } order) return NotFound();
        Order = order;
        return Page();
    }

    public IActionResult OnPost(string no, SignAct act)
    {
        ModelState.Clear();
        if (Signer.Find(no) is null) return NotFound();
        return Went("/sandbox/signer/" + no, Signer.Act(no, act) ? SigningTexts.SandboxDone : SigningTexts.SandboxNot);
    }
}
