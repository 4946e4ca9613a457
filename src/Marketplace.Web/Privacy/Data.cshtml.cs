using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Privacy;

/// <summary>我的数据: what is held about the reader, why and how long; to open, take along, correct.</summary>
[Access(Act.UseAccount)]
public sealed class PersonalDataModel(
    AppDbContext db, IEnumerable<IPersonalData> sections, PersonalExport export, DataRequestDesk requests, ConsentLog consents, Actor actor, AuditLog audit, TimeProvider time) : PageModel
{
    /// <summary>On the page; the export has them all.</summary>
    public const int RecordsShown = 20;

    private const int NameMax = 50;

    [BindProperty(Name = "open", SupportsGet = true)]
    public string? Opened { get; set; }

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "language")]
    public string? PersonLanguage { get; set; }

    [BindProperty(Name = "text")]
    public string? Text { get; set; }

    [BindProperty(Name = "done", SupportsGet = true)]
    public string? Done { get; set; }

    public IReadOnlyList<(IPersonalData Section, IReadOnlyList<IReadOnlyList<PersonalField>> Records)> Sections { get; private set; } = [];
    public bool Pushes { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    public async Task<IActionResult> OnPostExportAsync(CancellationToken ct)
    {
        var bytes = await export.ZipAsync(actor.Id, Reader.Of(HttpContext).Language, ct);
        audit.Record(db, "person.exported", $"person:{actor.Id}", new { bytes = bytes.Length });
        await db.SaveChangesAsync(ct);
        Response.Headers.CacheControl = "no-store";
        return File(bytes, "application/zip", string.Create(CultureInfo.InvariantCulture, $"my-data-{Dates.Today(time):yyyyMMdd}.zip"));
    }

    public async Task<IActionResult> OnPostCorrectAsync(CancellationToken ct)
    {
        var name = Name?.Trim() ?? "";
        if (name.Length is 0 or > NameMax || name.Any(char.IsControl))
            return await RefuseAsync(new("name_wrong", 400, string.Format(CultureInfo.CurrentCulture, PrivacyTexts.NameWrong, NameMax), "name"), ct);
        if (Language.Find(PersonLanguage) is not { } language) return await RefuseAsync(new("language_wrong", 400, PrivacyTexts.LanguageWrong, "language"), ct);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == actor.Id, ct);
        (person.DisplayName, person.Language) = (name, language.Tag);
        audit.Record(db, "person.corrected", $"person:{actor.Id}");
        await db.SaveChangesAsync(ct);
        return Redirect("/account/data?done=corrected");
    }

    public async Task<IActionResult> OnPostAskAsync(CancellationToken ct)
    {
        var asked = await requests.AskAsync(Text, ct);
        return asked.Succeeded ? Redirect("/account/data?done=asked") : await RefuseAsync(asked.Failures[0], ct);
    }

    /// <summary>One click gives the pushes, one takes them back.</summary>
    public async Task<IActionResult> OnPostPushesAsync(bool on, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var key = PersonMessages.KeyOf(actor.Id);
        await db.Set<MessageOptOut>().Where(o => o.RecipientKey == key && o.Purpose == MessagePurpose.Matches.Key).ExecuteDeleteAsync(ct);
        if (on) await consents.GiveAsync(db, actor.Id, ConsentKind.Pushes, ConsentVersions.Of(ConsentKind.Pushes), ct);
        else
        {
            await consents.WithdrawAsync(db, actor.Id, ConsentKind.Pushes, ct);
            // Withdrawn means silent, also for what is queued already.
            foreach (var channel in Enum.GetValues<MessageChannel>())
                db.Add(new MessageOptOut { RecipientKey = key, Purpose = MessagePurpose.Matches.Key, Channel = channel, CreatedAt = time.GetUtcNow() });
            await db.SaveChangesAsync(ct);
        }
        await transaction.CommitAsync(ct);
        return Redirect("/account/data?done=pushes");
    }

    private async Task<IActionResult> RefuseAsync(Failure failure, CancellationToken ct)
    {
        await ReadAsync(ct);
        return this.Refuse([failure]);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Response.Headers.CacheControl = "no-store";
        ModelState.Clear();
        var read = new List<(IPersonalData, IReadOnlyList<IReadOnlyList<PersonalField>>)>();
        foreach (var section in sections) read.Add((section, await section.ReadAsync(db, actor.Id, ct)));
        Sections = read;
        Pushes = await ConsentLog.HoldsAsync(db, actor.Id, ConsentKind.Pushes, ct);
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct);
        Name ??= person.DisplayName;
        PersonLanguage ??= person.Language;
    }
}
