using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>公示 of name and price of one patent; whoever objects says so here, and sees here what became of it.</summary>
[Access(Act.ReadPublic)]
public sealed class PublicityModel(AppDbContext db, PublicityDesk desk) : AnsweringPage
{
    public Declaration Declaration { get; private set; } = null!;
    public DeclarationObjection? Objection { get; private set; }
    public Patent Patent { get; private set; } = null!;
    public FrozenTerms Terms { get; private set; } = null!;
    public string Owner { get; private set; } = "";
    public NewObjection Form { get; private set; } = new(Guid.CreateVersion7(), null, null, null);
    public bool IsOpen => Declaration.State == DeclarationState.Publicity;

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
        if (sent.Succeeded) return Went($"/publicity/{id}?objection={sent.Value.Id}", DeclareTexts.ObjectionSent);
        if (!await ReadAsync(id, null, ct)) return NotFound();
        Form = given;
        return Refused(sent.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, Guid? objection, CancellationToken ct)
    {
        if (await desk.FindAsync(id, objection, ct) is not var (declaration, own) || declaration.Terms is not { } terms && own is null) return false;
        (Declaration, Objection) = (declaration, own);
        Patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == declaration.ApplicationNo, ct);
        if (Patent.RemovedAt is not null) return false;
        Terms = declaration.Terms is { } said ? FrozenTerms.Read(said) : FrozenTerms.Of(await db.Set<Catalogue.Listings.Listing>().AsNoTracking().SingleAsync(l => l.Id == declaration.ListingId, ct), Patent, []);
        Owner = await db.Set<Organisation>().Where(o => o.Id == declaration.OwnerId).Select(o => o.Name).SingleAsync(ct);
        return true;
    }
}
