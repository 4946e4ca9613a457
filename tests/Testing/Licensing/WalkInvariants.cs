using Microsoft.EntityFrameworkCore;

namespace Marketplace.Testing.Licensing;

/// <summary>What always holds (docs/licensing.md), asked of the database: each question finds what breaks it.</summary>
internal static class WalkInvariants
{
    private const string Counting = "p.state in ('Paid', 'Confirmed', 'Contested')";

    /// <summary>Of the payments of the notice, by licence.</summary>
    private const string Noticed = $"(select coalesce(sum(p.amount), 0) from payments p where p.licence_id = l.id and p.obligation_id is null and {Counting})";

    private static readonly IReadOnlyList<(string Name, string Breakers)> s_all =
    [
        ("a licence has notice and payment, and begins on the later of them",
            $"select l.id from licences l where l.declaration_id is not null and l.effective_on is not null and l.state <> 'Voided' and (l.delivered_on is null or l.paid_on is null or l.effective_on <> greatest(l.delivered_on, l.paid_on) or {Noticed} < l.first_fee)"),
        ("nothing lives that never began", "select id from licences where effective_on is null and state in ('Effective', 'Performing', 'Breach', 'Disputed', 'Ended', 'Voided')"),
        ("a certificate for each licence, and for nothing else", "select id from licences where declaration_id is not null and (effective_on is null) <> (verify_token is null)"),
        ("a licence has one recordal, and only a licence has", "select l.id from licences l where (l.effective_on is not null and l.kind not in ('Assignment', 'ApplicationAssignment', 'Equity')) <> exists (select from licence_recordals r where r.licence_id = l.id)"),
        ("who paid after the withdrawal has acquired nothing", "select l.id from licences l join declarations d on d.id = l.declaration_id where d.state in ('Withdrawn', 'Expired', 'Terminated') and l.effective_on is not null and l.paid_on > d.since and l.first_fee > 0"),
        ("frozen words are the words of their hash", "select id from terms_snapshots where sha256 <> sha256(convert_to(terms, 'UTF8'))"),
        ("a patent has one declaration that stands", "select (array_agg(id))[1] from declarations where state in ('Announced', 'WithdrawalFiled', 'Hold', 'Transferred') group by application_no having count(*) > 1"),
        ("a licensee has one live licence of a declaration", "select (array_agg(id))[1] from licences where declaration_id is not null and state not in ('Ended', 'Lapsed', 'Voided') group by declaration_id, licensee_id having count(*) > 1"),
        ("a number of a bank is one payment's or one refund's",
            "select (array_agg(id))[1] from (select id, bank_reference from payments where state <> 'Failed' union all select id, bank_reference from refunds where payment_id is null) m where bank_reference is not null group by bank_reference having count(*) > 1"),
        ("what came too much is owed back",
            $"select l.id from licences l where l.effective_on is not null and l.state <> 'Voided' and {Noticed} - l.first_fee > (select coalesce(sum(r.amount), 0) from refunds r join payments p on p.id = r.payment_id where r.licence_id = l.id and p.obligation_id is null and {Counting})"),
        ("no more is owed back than came too much",
            $"select l.id from licences l where l.effective_on is not null and l.state <> 'Voided' and exists (select from refunds o where o.licence_id = l.id and o.payment_id is not null and o.state = 'Owed') and greatest({Noticed} - l.first_fee, 0) < (select coalesce(sum(r.amount), 0) from refunds r join payments p on p.id = r.payment_id where r.licence_id = l.id and p.obligation_id is null and r.state <> 'Declined' and {Counting})"),
        ("a licence that costs something has its obligations", "select l.id from licences l where l.effective_on is not null and l.first_fee > 0 and not exists (select from fee_obligations o where o.licence_id = l.id)"),
        ("an obligation is paid when, and only while, what counts reaches it",
            $"select o.id from (select o.*, o.credited + (select coalesce(sum(p.amount), 0) from payments p where p.obligation_id = o.id and {Counting}) as counted from fee_obligations o) o where o.amount is not null and ((o.state = 'Paid' and o.counted < o.amount) or (o.state in ('Due', 'Reported', 'Invoiced', 'Overdue') and o.counted >= o.amount))"),
        ("a licence that never was owes nothing", "select o.id from fee_obligations o join licences l on l.id = o.licence_id where l.state = 'Voided' and o.state not in ('Dropped', 'Waived')"),
        ("a breach has a fee overdue", "select l.id from licences l where l.state = 'Breach' and not exists (select from fee_obligations o where o.licence_id = l.id and o.state = 'Overdue')"),
        ("shares sum to the net, the net is the gross less its costs",
            "select s.id from sharings s where s.net <> (select coalesce(sum(amount), 0) from sharing_shares where sharing_id = s.id) or s.net <> s.gross - (select coalesce(sum(amount), 0) from sharing_costs where sharing_id = s.id)"),
        ("a receipt is shared once", "select (array_agg(id))[1] from sharings where state <> 'Dropped' group by payment_id having count(*) > 1"),
        ("nobody gets less than the floor of what was proposed",
            "select s.id from sharings s where s.state in ('Proposed', 'Objected', 'Confirmed', 'Paid') and (select coalesce(sum(amount), 0) from sharing_shares where sharing_id = s.id and kind in ('Inventor', 'Contributor')) < trunc(s.net * s.floor / 100, 2)"),
        ("an invoice number stands for one fee", "select (array_agg(id))[1] from fee_invoices where replaced_at is null group by number having count(*) > 1"),
        ("at most one proposal about a thing is open", "select (array_agg(id))[1] from licence_agreements where state = 'Open' group by licence_id, obligation_id having count(*) > 1"),
        ("nobody is asked to pay for what is over", "select w.id from work_items w join licences l on w.key = 'licence.pay:' || l.id where w.done_at is null and l.state not in ('NoticeSent', 'NoticeReceived')"),
        ("nobody is asked for a fee that is not owed", "select w.id from work_items w join fee_obligations o on w.key = 'fee.pay:' || o.id where w.done_at is null and o.state in ('Paid', 'Waived', 'Dropped')"),
        .. ContractInvariants.All,
        .. PledgeInvariants.All,
        .. ((string[])["licences", "declarations", "payments", "refunds", "fee_obligations", "licence_recordals", "sharings", "licence_agreements", "payment_orders", "deals", "approval_runs", "signings", "signatures", "signature_orders", "trials", "fee_triggers", "disputes", "pledges"]).Select(table =>
            ($"{table}: stands where its last step led, and each step is there",
            $"select c.id from {table} c left join (select case_id, count(*) as steps, max(number) as last from case_steps group by case_id) s on s.case_id = c.id left join case_steps e on e.case_id = c.id and e.number = s.last where s.steps is distinct from c.steps or s.last is distinct from c.steps or e.\"to\" is distinct from c.state")),
        ("each step was audited in its transaction",
            "select s.case_id from case_steps s left join audit_entries a on a.subject = s.machine || ':' || s.case_id and a.act = s.machine || '.' || lower(s.cause) group by s.case_id, s.machine, s.cause having count(distinct a.id) < count(distinct s.number)"),
        ("each step was told to the outbox in its transaction",
            // Events that were applied are kept for a fortnight.
            "select s.case_id from (select case_id, count(*) as n from case_steps group by case_id having min(at) > (select max(at) from case_steps) - interval '10 days') s left join (select entity, count(*) as n from outbox_events where kind = 'case.moved' group by entity) o on o.entity = 'case:' || s.case_id where o.n is distinct from s.n"),
    ];

    public static Task<List<string>> BrokenAsync(RunningApp app, CancellationToken ct) => app.WithDatabaseAsync(async db =>
    {
        var broken = new List<string>();
        foreach (var (name, breakers) in s_all)
        {
#pragma warning disable EF1002 // Written above, by nobody else.
            var found = await db.Database.SqlQueryRaw<Guid>($"select id as \"Value\" from ({breakers}) broken(id) limit 3").ToListAsync(ct);
#pragma warning restore EF1002
            if (found.Count > 0) broken.Add($"{name}: {string.Join(", ", found)}");
        }
        return broken;
    });
}
