namespace Marketplace.Testing.Licensing;

/// <summary>What always holds of declarations on their way, contracts, signatures, trials, conditions and disputes (docs/licensing.md).</summary>
internal static class ContractInvariants
{
    private const string Live = "('Effective', 'Performing', 'Breach', 'Disputed')", Transfers = "('Assignment', 'ApplicationAssignment', 'Equity')", Signed = "('Effective', 'Contracted', 'Filed', 'Returned', 'Refused', 'BrokenOff')";

    public static readonly IReadOnlyList<(string Name, string Breakers)> All =
    [
        ("what was submitted has its words, and what is announced was", "select id from declarations where state in ('InternalReview', 'Publicity', 'Ready', 'Filed', 'Defect') and (terms is null or form is null)"),
        ("while an objection is open a declaration stays in public", "select d.id from declarations d where d.state in ('Draft', 'InternalReview', 'Ready') and exists (select from declaration_objections o where o.declaration_id = d.id and o.state = 'Open')"),
        ("while an objection is open a deal stays in public", $"select d.id from deals d where (d.state in ('Drafted', 'Approving', 'Signing') or d.state in {Signed}) and exists (select from deal_objections o where o.deal_id = d.id and o.state = 'Open')"),
        ("proposed words are the words of their hash", "select deal_id from deal_proposals where lower(sha256) <> encode(sha256(convert_to(terms, 'UTF8')), 'hex')"),
        ("terms of a trial are the words of their hash", "select trial_id from trial_versions where sha256 <> sha256(convert_to(terms, 'UTF8'))"),
        ("what is drafted, approved and signed is the agreed version",
            $"select d.id from deals d left join deal_contracts c on c.id = d.contract_id where (d.state in ('Drafted', 'Publicity', 'Approving', 'Signing') or d.state in {Signed}) and (c.version is distinct from d.agreed_version or c.deal_id is distinct from d.id or d.agreed_version is distinct from d.versions)"),
        ("what is to be signed is the contract of its deal",
            $"select d.id from deals d join deal_contracts c on c.id = d.contract_id where (d.state = 'Signing' or d.state in {Signed}) and not exists (select from signings s where s.case_id = d.id and s.document_id = c.file_id and lower(s.sha256) = lower(c.sha256) and ((d.state = 'Signing') = (s.state in ('Begun', 'Partly'))) and (d.state = 'Signing' or s.state = 'Complete'))"),
        ("a file that is signed has the hash that was asked for", "select s.id from signings s join stored_files f on f.id = s.document_id where lower(s.sha256) <> encode(f.content_sha256, 'hex')"),
        ("nobody is shut out beside a licence or a declaration that stands",
            $"select a.id from licences a join licences b on b.application_no = a.application_no and b.id <> a.id and b.deal_id is distinct from a.deal_id where a.kind in ('Exclusive', 'Sole') and a.state in {Live} and b.state in {Live} and b.kind not in ('Sub', 'Assignment', 'ApplicationAssignment', 'Equity') and (b.declaration_id is null or b.effective_on >= a.effective_on)"),
        // What the gazette announced although nothing was filed here waits for the night, which holds it.
        ("no declaration that was filed here is announced beside an exclusive licence",
            $"select l.id from licences l join declarations d on d.application_no = l.application_no where l.kind in ('Exclusive', 'Sole') and l.state in {Live} and d.state in ('Announced', 'WithdrawalFiled') and not exists (select from case_steps s where s.case_id = d.id and s.cause = 'Announce' and s.\"from\" <> 'Filed')"),
        ("a contract takes effect once, for each of its patents",
            $"select d.id from deals d where d.state = 'Effective' and d.kind not in {Transfers} and ((select count(*) from licences l where l.deal_id = d.id) <> (select count(*) from deal_patents p where p.deal_id = d.id) or (select count(distinct e.number) from case_steps e where e.case_id = d.id and e.cause = 'TakeEffect') <> 1)"),
        ("nothing comes of a contract before its effect", "select l.id from licences l join deals d on d.id = l.deal_id where d.state <> 'Effective' or l.effective_on is distinct from d.effective_on"),
        ("no transfer is in effect without its registration", $"select id from deals where kind in {Transfers} and state = 'Effective' and (registration_no is null or effective_on is null)"),
        ("a price is owed once it is registered", $"select d.id from deals d where d.kind in ('Assignment', 'ApplicationAssignment') and d.state = 'Effective' and d.amount > 0 and not exists (select from licences l join fee_obligations o on o.licence_id = l.id where l.deal_id = d.id)"),
        ("a licence rests on a declaration or on a contract", "select id from licences where (declaration_id is null) = (deal_id is null)"),
        ("a contract that is signed was approved by both houses",
            $"select d.id from deals d where (d.state = 'Signing' or d.state in {Signed}) and (select count(*) from (select distinct on (r.organisation_id) r.state from approval_runs r where r.case_id = d.id order by r.organisation_id, r.id desc) last where last.state = 'Approved') <> 2"),
        ("an approval is as its steps say",
            "select r.id from approval_runs r where (r.state = 'Approved' and exists (select from approval_run_steps s where s.run_id = r.id and s.agreed is distinct from true)) or (r.state = 'Refused' and (select count(*) from approval_run_steps s where s.run_id = r.id and s.agreed = false) <> 1) or (r.state = 'Open' and not exists (select from approval_run_steps s where s.run_id = r.id and s.agreed is null))"),
        ("nobody decides two steps of one approval where others could", "select run_id from approval_run_steps where person_id is not null group by run_id, person_id having count(*) > 1"),
        ("a signing is complete when, and only when, each signature is valid",
            "select g.id from signings g where (g.state = 'Complete' and exists (select from signatures s where s.signing_id = g.id and s.state <> 'Valid')) or (g.state in ('Begun', 'Partly') and not exists (select from signatures s where s.signing_id = g.id and s.state in ('Awaited', 'Shown')))"),
        ("nothing is asked of anybody after a signing is over", "select g.id from signings g join signatures s on s.signing_id = g.id where g.state not in ('Begun', 'Partly') and s.state in ('Awaited', 'Shown')"),
        ("a deal heard of its complete signing", $"select g.id from signings g join deals d on d.id = g.case_id where g.state = 'Complete' and d.state not in {Signed} and d.state <> 'Lapsed'"),
        ("an online signature has the certificate of its order", "select s.id from signatures s where s.way = 'Online' and not exists (select from signature_orders o where o.signature_id = s.id and o.state = 'Given' and o.certificate = s.certificate)"),
        ("a trial is agreed to by both", "select t.id from trials t where t.agreed_version is not null and not exists (select from trial_versions v where v.trial_id = t.id and v.number = t.agreed_version and v.agreed_at is not null)"),
        ("a trial is converted by a licence of its patent and taker",
            "select t.id from trials t left join licences l on l.id = t.licence_id where (t.state = 'Converted') <> (t.licence_id is not null) or (t.state = 'Converted' and (l.application_no <> t.application_no or l.licensee_id <> t.taker_id or l.effective_on is null))"),
        ("free until a condition, nothing is owed before it is settled",
            "select l.id from licences l join terms_snapshots s on s.id = l.snapshot_id where s.terms::jsonb ->> 'model' = 'Deferred' and s.terms::jsonb -> 'fee' ->> 'freeUntil' is null and exists (select from fee_obligations o where o.licence_id = l.id and not exists (select from fee_triggers t where t.licence_id = l.id and t.state = 'Stands' and o.due_on >= t.settled_on))"),
        ("a condition that stands has its fees", "select t.id from fee_triggers t where t.state = 'Stands' and not exists (select from fee_obligations o where o.licence_id = t.licence_id)"),
        ("who left owed nothing", $"select s.case_id from case_steps s join fee_obligations o on o.licence_id = s.case_id where s.machine = 'licence' and s.cause = 'Exit' and o.state not in ('Dropped', 'Waived')"),
        ("no mediator belongs to a side", "select d.id from disputes d join memberships m on m.person_id = d.mediator_id and m.until is null where m.organisation_id in (d.taker_id, d.giver_id)"),
        ("a mediated agreement is what both confirmed", "select id from disputes where state = 'Agreed' and (agreement is null or taker_confirmed is null or giver_confirmed is null)"),
        ("a dispute lies with a bureau it was laid before", "select id from disputes where (state in ('Asked', 'Accepted', 'Proposed') and bureau_id is null) or (bureau_id is not null and not bureau_id = any(bureau_ids))"),
        ("packs of a dispute are numbered, each another one", "select dispute_id from evidence_packs group by dispute_id having count(*) <> max(number)"),
        ("a paid order is a payment or is owed back",
            "select o.id from payment_orders o where o.state = 'Paid' and not exists (select from payments p where p.bank_reference = o.provider || ':' || o.transaction) and not exists (select from refunds r where r.bank_reference = o.provider || ':' || o.transaction)"),
    ];
}
