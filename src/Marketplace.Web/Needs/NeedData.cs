using Marketplace.Web.Data;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>
/// What needs hold about people: one's own needs and those left with one's number, and of an organisation's needs that one looked after them. An organisation's needs stay the organisation's; a name
/// and number in them that are this person's go.
/// </summary>
internal sealed class NeedData(NeedSeal seal) : IPersonalData
{
    public string Key => "needs";
    public string Title => NeedTexts.DataTitle;
    public string Purpose => NeedTexts.DataPurpose;
    public string Basis => PrivacyTexts.BasisContract;
    public string OnErasure => NeedTexts.DataErased;

    public async Task<IReadOnlyList<IReadOnlyList<PersonalField>>> ReadAsync(AppDbContext db, Guid personId, CancellationToken ct)
    {
        var phone = await PhoneAsync(db, personId, ct);
        return [.. (await OfAsync(db, personId, phone, tracked: false, ct)).Select(need =>
        {
            // Of an organisation's need only what is about the person: the rest is its trade secret, and they may have left it.
            var own = need.OwnerId is null;
            var secrets = seal.Open(need);
            return (IReadOnlyList<PersonalField>)
            [
                new("pseudonym", NeedTexts.Pseudonym, need.Pseudonym),
                new("at", PrivacyTexts.FieldAt, Dates.Minute(need.CreatedAt)),
                new("title", NeedTexts.Title, own ? need.Title : null),
                new("summary", NeedTexts.Summary, own ? need.Summary : null, own ? "***" : null),
                new("detail", NeedTexts.Detail, own ? secrets.Detail : null, own && secrets.Detail is not null ? "***" : null),
                new("contact", NeedTexts.Contact, own ? secrets.Contact : null, own ? Masking.Name(secrets.Contact) : null),
                new("phone", NeedTexts.Phone, own || secrets.Phone == phone ? secrets.Phone : null, own || secrets.Phone == phone ? Masking.Phone(secrets.Phone) : null),
            ];
        })];
    }

    public async Task EraseAsync(AppDbContext db, Guid personId, DateTimeOffset now, CancellationToken ct)
    {
        var phone = await PhoneAsync(db, personId, ct);
        var needs = await OfAsync(db, personId, phone, tracked: true, ct);
        await DeleteAsync(db, [.. needs.Where(need => need.OwnerId is null).Select(need => need.Id)], ct);
        foreach (var need in needs.Where(need => need.OwnerId is not null))
        {
            var secrets = seal.Open(need);
            need.PersonId = need.PersonId == personId ? null : need.PersonId;
            if (secrets.Phone != phone) continue;
            need.Sealed = seal.Close(need.Id, secrets with { Phone = null, Contact = null });
            need.PhoneBucket = null;
        }
        foreach (var need in needs.Where(need => need.OwnerId is null)) db.Entry(need).State = EntityState.Detached;
        await db.SaveChangesAsync(ct);
    }

    internal static async Task DeleteAsync(AppDbContext db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var subjects = ids.SelectMany(id => (string[])[$"need:{id}", $"need-consent:{id}"]).ToList();
        await db.Set<StoredFile>().Where(f => subjects.Contains(f.Subject)).ExecuteDeleteAsync(ct);
        await db.Set<Need>().Where(n => n.MergedInto != null && ids.Contains(n.MergedInto.Value)).ExecuteUpdateAsync(set => set.SetProperty(n => n.MergedInto, (Guid?)null), ct);
        await db.Set<Need>().Where(n => ids.Contains(n.Id)).ExecuteDeleteAsync(ct);
    }

    /// <summary>Two years without an owner who ever came, or a draft nobody went on with: what was written goes.</summary>
    internal static async Task<int> ForgetAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await db.Set<Need>().Where(n => n.ChangedAt < before && ((n.OwnerId == null && n.State != NeedState.Open) || n.State == NeedState.Draft || n.State == NeedState.Withdrawn)).OrderBy(n => n.Id).Select(n => n.Id).Take(10_000).ToListAsync(ct);
        await DeleteAsync(db, ids, ct);
        return ids.Count;
    }

    private async Task<List<Need>> OfAsync(AppDbContext db, Guid personId, string? phone, bool tracked, CancellationToken ct)
    {
        var all = tracked ? db.Set<Need>() : db.Set<Need>().AsNoTracking();
        var bucket = phone is null ? -1 : PhoneBuckets.Of(phone);
        return [.. (await all.Where(n => n.PersonId == personId || n.PhoneBucket == bucket).OrderByDescending(n => n.Id).Take(1000).ToListAsync(ct)).Where(need => need.PersonId == personId || seal.Open(need).Phone == phone)];
    }

    private static Task<string?> PhoneAsync(AppDbContext db, Guid personId, CancellationToken ct) => db.Set<Person>().AsNoTracking().Where(p => p.Id == personId).Select(p => p.PhoneNumber).SingleOrDefaultAsync(ct);
}

/// <summary>Who leaves an organisation leaves its needs in a colleague's care; their own go with them.</summary>
internal sealed class NeedHandOver : IHandOver
{
    public Task<int> CountAsync(AppDbContext db, Guid organisationId, Guid personId, CancellationToken ct) => Of(db, organisationId, personId).CountAsync(ct);

    public Task MoveAsync(AppDbContext db, Guid organisationId, Guid from, Guid to, CancellationToken ct) =>
        Of(db, organisationId, from).ExecuteUpdateAsync(set => set.SetProperty(n => n.PersonId, to), ct);

    private static IQueryable<Need> Of(AppDbContext db, Guid organisationId, Guid personId) =>
        db.Set<Need>().Where(n => n.OwnerId == organisationId && n.PersonId == personId && (n.State == NeedState.Draft || n.State == NeedState.Open || n.State == NeedState.Paused));
}
