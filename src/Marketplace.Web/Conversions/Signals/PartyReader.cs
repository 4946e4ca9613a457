using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.FollowUps;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>What the platform knows of the parties of one deal, and of the people behind it. Nothing of it is written down again: signals keep codes, no names and no numbers.</summary>
public sealed class PartyReader(AppDbContext db, TimeProvider time)
{
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    public async Task<Dictionary<string, PartyTraits>> TraitsAsync(Dealing subject, CancellationToken ct)
    {
        var day = subject.On ?? Dates.Today(time);
        // Members from the day of the deal on: who came later may have been behind it all the same.
        var from = new DateTimeOffset(day, TimeOnly.MinValue, s_beijing).ToUniversalTime();
        var to = from.AddDays(1);
        var keys = subject.Givers.Concat(subject.Takers).Select(p => p.Key).Distinct(StringComparer.Ordinal).ToList();
        var organisations = await db.Set<Organisation>().AsNoTracking().Where(o => keys.Contains(o.Uscc)).ToListAsync(ct);
        var entries = await db.Set<DirectoryEntry>().AsNoTracking().Where(e => keys.Contains(e.Uscc)).ToDictionaryAsync(e => e.Uscc, StringComparer.Ordinal, ct);
        var ids = organisations.ConvertAll(o => o.Id);
        var delegations = await db.Set<Delegation>().AsNoTracking().Where(d => ids.Contains(d.FromId) && d.Kind == DelegationKind.Agency && d.Since <= day && d.Until >= day
            && (d.State == DelegationState.Accepted || d.State == DelegationState.Revoked && d.RevokedAt >= to)).Select(d => new { d.FromId, d.ToId }).ToListAsync(ct);
        var agencies = await db.Set<Organisation>().AsNoTracking().Where(o => delegations.Select(d => d.ToId).Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
        var whose = ids.Concat(agencies.Keys).Distinct().ToList();
        var members = (await db.Set<Membership>().AsNoTracking().Where(m => whose.Contains(m.OrganisationId) && (m.Until == null || m.Until >= from)).Select(m => new { m.OrganisationId, m.PersonId }).Distinct().ToListAsync(ct)).ToLookup(m => m.OrganisationId, m => ContactKey.Person(m.PersonId));
        var groups = await GroupsAsync(ids, day, ct);
        return organisations.ToDictionary(o => o.Uscc, o => new PartyTraits(o.Uscc)
        {
            Representative = Folded(o.LegalRepresentative),
            Address = Folded(o.Address),
            Contacts = entries.GetValueOrDefault(o.Uscc) is { } entry ? Set([.. Of(o), ContactKey.Telephone(entry.ContactPhone), ContactKey.Mail(entry.ContactMail)]) : Set(Of(o)),
            Group = groups[o.Id].ToHashSet(),
            Agents = Set(delegations.Where(d => d.FromId == o.Id).SelectMany(d => Of(agencies[d.ToId]))),
        }, StringComparer.Ordinal);

        IEnumerable<string?> Of(Organisation o) => [ContactKey.Telephone(o.ContactPhone), ContactKey.Mail(o.ContactMail), .. members[o.Id]];
    }

    /// <summary>Who acted for one side, answered for the taker, or filed it.</summary>
    public async Task<List<DealContact>> ContactsAsync(Guid conversion, Dealing subject, CancellationToken ct)
    {
        var contacts = new List<DealContact>();
        var one = await db.Set<Conversion>().AsNoTracking().SingleAsync(c => c.Id == conversion, ct);
        if (one.OriginId is { } origin)
        {
            var licences = await db.Set<Licence>().AsNoTracking().Where(l => l.Id == origin || l.DealId == origin).Select(l => new { l.Id, l.ContactPhone, l.InvoiceMail, l.PersonId }).ToListAsync(ct);
            foreach (var licence in licences) Add(Side.Taker, ContactSource.Licence, ContactKey.Telephone(licence.ContactPhone), ContactKey.Mail(licence.InvoiceMail), licence.PersonId is { } person ? ContactKey.Person(person) : null);
            List<Guid> cases = [origin, .. licences.Select(l => l.Id)];
            var acted = await (from s in db.Set<CaseStep>() join o in db.Set<Organisation>() on s.OrganisationId equals o.Id where cases.Contains(s.CaseId) && s.PersonId != null select new { Person = s.PersonId!.Value, o.Uscc }).Distinct().ToListAsync(ct);
            foreach (var step in acted)
            {
                if (subject.Gives(step.Uscc)) Add(Side.Giver, ContactSource.Steps, ContactKey.Person(step.Person));
                if (subject.Takes(step.Uscc)) Add(Side.Taker, ContactSource.Steps, ContactKey.Person(step.Person));
            }
        }
        // The bureau that was told on the phone is nobody's contact.
        foreach (var person in await db.Set<FollowUp>().Where(f => f.ConversionId == conversion && f.AnsweredBy != null && f.Way == AnswerWay.Member).Select(f => f.AnsweredBy!.Value).Distinct().ToListAsync(ct)) Add(Side.Taker, ContactSource.FollowUp, ContactKey.Person(person));
        foreach (var person in await db.Set<Filing>().Where(f => f.ConversionId == conversion && f.EnteredBy != null).Select(f => f.EnteredBy!.Value).Distinct().ToListAsync(ct)) Add(null, ContactSource.Steps, ContactKey.Person(person));
        return contacts;

        void Add(Side? side, ContactSource source, params string?[] values) => contacts.AddRange(values.OfType<string>().Select(value => new DealContact(side, value, source)));
    }

    /// <summary>Each with all that stand above it; a bureau above is no group.</summary>
    private async Task<ILookup<Guid, Guid>> GroupsAsync(List<Guid> ids, DateOnly day, CancellationToken ct)
    {
        var own = ids.ToArray();
        return (await db.Database.SqlQuery<Above>($"""
            with recursive above(own, id) as (
              select o, o from unnest({own}) o
              union select a.own, n.id from above a cross join lateral (
                select l.upper_id as id from organisation_links l join organisations u on u.id = l.upper_id
                  where l.lower_id = a.id and l.state = 'Confirmed' and l.since <= {day} and (l.until is null or l.until >= {day}) and u.kind <> 'Bureau'
                union select m.merged_into from organisations m where m.id = a.id and m.merged_into is not null) n)
            select own as "Own", id as "Id" from above
            """).ToListAsync(ct)).ToLookup(a => a.Own, a => a.Id);
    }

    private static string? Folded(string? text) => string.IsNullOrWhiteSpace(text) ? null : NameFolding.Fold(text);

    private static HashSet<string> Set(IEnumerable<string?> values) => values.OfType<string>().ToHashSet(StringComparer.Ordinal);

    private sealed record Above(Guid Own, Guid Id);
}
