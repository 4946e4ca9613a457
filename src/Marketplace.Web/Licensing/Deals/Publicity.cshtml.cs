using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>公示 of name and price of a deal; whoever objects says so here, and sees here what became of it.</summary>
[Access(Act.ReadPublic)]
public sealed class DealPublicityModel(DealPublicity desk) : AnsweringPage
{
    public Deal Deal { get; private set; } = null!;
    public DealCheck Check { get; private set; } = null!;
    public DealObjection? Objection { get; private set; }
    public NewObjection Form { get; private set; } = new(Guid.CreateVersion7(), null, null, null);
    public bool IsOpen => Deal.State == DealState.Publicity;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? objection, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, objection, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid once, string? name, string? contact, string? text, CancellationToken ct)
    {
        ModelState.Clear();
        var given = new NewObjection(once == Guid.Empty ? Guid.CreateVersion7() : once, name, contact, text);
        var sent = await desk.ObjectAsync(id, given, HttpContext.Connection.RemoteIpAddress, ct);
        if (sent.Succeeded) return Went($"/publicity/deals/{id}?objection={sent.Value.Id}", DeclareTexts.ObjectionSent);
        if (!await ReadAsync(id, null, ct)) return NotFound();
        Form = given;
        return Refused(sent.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, Guid? objection, CancellationToken ct)
    {
        if (await desk.FindAsync(id, objection, ct) is not var (deal, check, own) || check.Patents.Any(patent => patent.RemovedAt is not null)) return false;
        (Deal, Check, Objection) = (deal, check, own);
        return true;
    }
}
