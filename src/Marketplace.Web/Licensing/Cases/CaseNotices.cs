using System.Resources;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>Puts a case on the list of an organisation and writes to its people, in the unit of work of the step it tells of.</summary>
public sealed class CaseNotices(AppDbContext db, WorkDesk work, PersonMail mail, Actor actor)
{
    /// <summary>Those who run an organisation's cases.</summary>
    public static readonly Role[] Keepers = [Role.Operator, Role.Administrator];

    /// <summary>Those who decide over its patents.</summary>
    public static readonly Role[] Deciders = [Role.Administrator];

    /// <param name="texts">Of the feature.</param>
    /// <param name="key">Of the message.</param>
    /// <param name="subject">Its name among the texts.</param>
    /// <param name="text">Its name among the texts.</param>
    /// <param name="parameters">What fills both.</param>
    public static MessageTemplate About(ResourceManager texts, string key, string subject, string text, params ReadOnlySpan<string> parameters) =>
        new() { Key = key, Texts = texts, SubjectName = subject, TextName = text, Parameters = [.. parameters], Purpose = MessagePurpose.Service };

    /// <summary>What a patent is called in messages; of one that was removed only the number is left.</summary>
    public async Task<string> TitleAsync(string applicationNo, CancellationToken ct) =>
        (await db.Set<Patent>().Where(p => p.ApplicationNo == applicationNo).Select(p => p.RemovedAt == null ? p.Title : p.ApplicationNo).SingleAsync(ct)).ReplaceLineEndings(" ");

    /// <param name="kind">Of work.</param>
    /// <param name="of">The case, or what of it.</param>
    /// <param name="organisation">Whose it is to do.</param>
    /// <param name="roles">Who of it: the first of these roles that somebody has.</param>
    /// <param name="link">Where.</param>
    /// <param name="words">What fills the kind's text.</param>
    /// <param name="due">Until when.</param>
    /// <param name="ct">The caller left.</param>
    public async Task AddAsync(string kind, string of, Guid organisation, Role[] roles, string link, IReadOnlyDictionary<string, string> words, DateOnly? due, CancellationToken ct)
    {
        var held = await db.Set<Membership>().Where(m => m.OrganisationId == organisation && m.Until == null && roles.Contains(m.Role)).Select(m => m.Role).Distinct().ToListAsync(ct);
        await work.AddAsync(db, new(kind, Key(kind, of), new Audience.Holders(organisation, roles.Where(held.Contains).DefaultIfEmpty(Role.Administrator).First()), link, words, due), ct);
    }

    /// <summary>On the lists of these people, for each their own: a colleague with the same role may not be one of them.</summary>
    public async Task AddAsync(string kind, string of, Guid organisation, IEnumerable<(Guid Person, Role Role)> people, string link, IReadOnlyDictionary<string, string> words, CancellationToken ct)
    {
        foreach (var (person, role) in people) await work.AddAsync(db, new(kind, $"{Key(kind, of)}:{person:N}", new Audience.One(person, organisation, role), link, words), ct);
    }

    /// <summary>What stands on the lists of several people.</summary>
    public async Task AllDoneAsync(string kind, string of, CancellationToken ct)
    {
        var key = Key(kind, of);
        foreach (var each in await db.Set<WorkItem>().Where(w => w.Kind == kind && w.DoneAt == null && w.Key.StartsWith(key)).Select(w => w.Key).ToListAsync(ct)) await work.DoneAsync(db, each, actor.PersonId ?? actor.ClientId, ct);
    }

    public Task DoneAsync(string kind, string of, CancellationToken ct) => work.DoneAsync(db, Key(kind, of), actor.PersonId ?? actor.ClientId, ct);

    /// <param name="organisation">Whose people.</param>
    /// <param name="roles">Who of them.</param>
    /// <param name="template">The message.</param>
    /// <param name="what">What it is about: told once.</param>
    /// <param name="words">What fills it, asked in the language of each.</param>
    /// <param name="ct">The caller left.</param>
    public async Task TellAsync(Guid organisation, Role[] roles, MessageTemplate template, string what, Func<IReadOnlyDictionary<string, string>> words, CancellationToken ct) =>
        await mail.TellAsync(db, await db.Set<Membership>().Where(m => m.OrganisationId == organisation && m.Until == null && roles.Contains(m.Role)).Select(m => m.PersonId).Distinct().ToListAsync(ct), template, words, what, ct);

    public Task TellAsync(IReadOnlyCollection<Guid> people, MessageTemplate template, string what, Func<IReadOnlyDictionary<string, string>> words, CancellationToken ct) => mail.TellAsync(db, people, template, words, what, ct);

    private static string Key(string kind, string of) => $"{kind}:{of}";
}
