using Marketplace.Web.Catalogue.Holders;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>
/// Judging and saving a piece of a file, all its rows at once. The rows lie in tables of the session meanwhile. Rows that change nothing are not touched, so that no trigger
/// fires, nobody is told and the same file twice is one.
/// </summary>
internal static class PatentImportSql
{
    public const string Stage = """
        create temporary table patent_stage (
          ordinal int, application_no varchar(12) collate "C", zl boolean, kind text, title text, abstract text, main_claim text, ipc text[], locarno text[], inventors text[],
          filing_date date, publication_date date, publication_no text, grant_date date, grant_no text, family text[], holders text[], folded text[], codes text[],
          status boolean, granted boolean, event text, event_on date, event_exact boolean, status_on date, fee_paid_through int,
          state text, state_since date, fee_known int, next_fee_due date, last_day date
        ) on commit delete rows;
        create temporary table patent_stage_holders (application_no varchar(12) collate "C", place int, name text, folded text, uscc text, organisation_id uuid) on commit delete rows;
        create temporary table patent_judged (
          ordinal int, application_no varchar(12) collate "C", outcome text, claimed boolean, fault text, fault_column text, word text, happened boolean, paid boolean, differences jsonb
        ) on commit delete rows;
        create temporary table patent_derived (application_no varchar(12) collate "C", state text, state_since date, fee_known int, next_fee_due date, last_day date) on commit delete rows
        """;

    public const string Copy = """
        copy patent_stage (ordinal, application_no, zl, kind, title, abstract, main_claim, ipc, locarno, inventors, filing_date, publication_date, publication_no, grant_date, grant_no, family,
          holders, folded, codes, status, granted, event, event_on, event_exact, status_on, fee_paid_through, state, state_since, fee_known, next_fee_due, last_day)
        from stdin (format binary)
        """;

    public const string Link = $$"""
        analyze patent_stage (application_no);
        insert into patent_stage_holders (application_no, place, name, folded, uscc, organisation_id)
        with given as materialized (
          select s.application_no, h.place::int as place, h.name, h.folded, nullif(h.code, '') as uscc
          from patent_stage s cross join lateral unnest(s.holders, s.folded, s.codes) with ordinality as h (name, folded, code, place)
        ), {{HolderSql.Bearers}}
        select g.application_no, g.place, g.name, g.folded, {{HolderSql.Found}}
        from given g {{HolderSql.Joins}}
        """;

    /// <summary>$1 organisations the importer may act for; null: everybody.</summary>
    public const string Judge = """
        insert into patent_judged
        with locked as materialized (
          -- In one order for everybody, or two writers could wait for each other.
          select p.* from patents p where p.application_no in (select application_no from patent_stage) order by p.application_no for update
        ), stored as materialized (
          select h.application_no, array_agg(h.name::text order by h.place) as names, array_agg(coalesce(h.uscc, '')::text order by h.place) as codes,
            array_agg(h.organisation_id) filter (where h.organisation_id is not null) as organisations
          from patent_holders h join locked using (application_no) group by h.application_no
        ), read as materialized (
          select application_no, array_agg(organisation_id) filter (where organisation_id is not null) as organisations, array_agg(coalesce(uscc, '')::text order by place) as codes
          from patent_stage_holders group by application_no
        ), seen as materialized (
          select s.*, p.application_no is not null as known, p.removed_at is not null
              -- Secret ones are still kept by those who hold them.
              and not coalesce(p.secret_at is not null and ($1 is null or h.organisations && $1), false) as removed, p.grant_date as p_grant, p.filing_date as p_filing,
            s.holders is not null and p.application_no is not null and (s.holders is distinct from h.names
              or exists (select from unnest(r.codes, h.codes) as c (new, old) where c.new <> '' and c.new is distinct from c.old)) as holders_changed,
            h.names as p_holders, h.organisations as p_organisations, r.organisations as r_organisations,
            s.event is not null and not exists (
              select from patent_events e where e.application_no = s.application_no and e.kind = s.event and e.struck_at is null and (e."on" = s.event_on or not s.event_exact)) as happened,
            coalesce(s.fee_paid_through > p.fee_paid_through, s.fee_paid_through is not null) as paid,
            s.status_on > coalesce(p.status_on, '-infinity') as newer,
            p.title as p_title, p.abstract as p_abstract, p.main_claim as p_claim, p.ipc as p_ipc, p.locarno as p_locarno, p.inventors as p_inventors, p.publication_date as p_published,
            p.publication_no as p_publication_no, p.grant_no as p_grant_no, p.family as p_family, p.status_on as p_status_on, p.fee_paid_through as p_fee, p.state as p_state
          from patent_stage s left join locked p using (application_no) left join stored h using (application_no) left join read r using (application_no)
        ), weighed as materialized (
          select s.*,
            coalesce(not coalesce(case when known then p_organisations else r_organisations end, '{}') && $1, false) as claimed,
            case
              when removed then 'removed'
              when not known and title is null then 'title_missing'
              when not known and filing_date is null then 'filed_missing'
              when not known and holders is null then 'holder_missing'
              when zl and coalesce(grant_date, p_grant) is null then 'zl_not_granted'
              when granted and coalesce(grant_date, p_grant) is null then 'granted_missing'
              when granted is false and p_grant is not null then 'status_contradicts'
              when coalesce(grant_date, p_grant) < coalesce(filing_date, p_filing) then 'grant_before_filing'
              -- Who is told by the register to hold it with others cannot write them off.
              when holders_changed and $1 is not null and p_organisations && $1 and not (coalesce(r_organisations, '{}') || $1) @> p_organisations then 'holder_lost'
            end as fault,
            known and (coalesce(title <> p_title, false) or coalesce(abstract is distinct from p_abstract and abstract is not null, false)
              or main_claim is not null and main_claim is distinct from p_claim or ipc is not null and ipc <> p_ipc or locarno is not null and locarno <> p_locarno
              or inventors is not null and inventors <> p_inventors or filing_date is not null and filing_date <> p_filing
              or publication_date is not null and publication_date is distinct from p_published or publication_no is not null and publication_no is distinct from p_publication_no
              or grant_date is not null and grant_date is distinct from p_grant or grant_no is not null and grant_no is distinct from p_grant_no
              or family is not null and family <> p_family or holders_changed or happened or paid or newer) as differs
          from seen s
        )
        select ordinal, application_no, case when fault is not null then 'Rejected' when not known then 'New' when claimed or not coalesce(differs, false) then 'Unchanged' else 'Changed' end,
          claimed and fault is null, fault,
          case fault when 'title_missing' then 'title' when 'filed_missing' then 'filed' when 'holder_missing' then 'holders' when 'granted_missing' then 'granted' when 'grant_before_filing' then 'granted'
            when 'status_contradicts' then 'status' when 'holder_lost' then 'holders' else 'number' end,
          null, coalesce(happened, false), coalesce(paid, false),
          case when fault is null and known and not claimed and differs then jsonb_strip_nulls(jsonb_build_object(
            'title', case when title <> p_title then jsonb_build_array(p_title, title) end,
            'abstract', case when abstract is distinct from p_abstract and abstract is not null then jsonb_build_array(coalesce(p_abstract, ''), abstract) end,
            'claim', case when main_claim is distinct from p_claim and main_claim is not null then jsonb_build_array(coalesce(p_claim, ''), main_claim) end,
            'classes', case when ipc <> p_ipc or locarno <> p_locarno then jsonb_build_array(array_to_string(p_ipc || p_locarno, '; '), array_to_string(coalesce(ipc, '{}') || coalesce(locarno, '{}'), '; ')) end,
            'inventors', case when inventors <> p_inventors then jsonb_build_array(array_to_string(p_inventors, '; '), array_to_string(inventors, '; ')) end,
            'holders', case when holders_changed then jsonb_build_array(array_to_string(p_holders, '; '), array_to_string(holders, '; ')) end,
            'filed', case when filing_date <> p_filing then jsonb_build_array(p_filing, filing_date) end,
            'published', case when publication_date is distinct from p_published and publication_date is not null then jsonb_build_array(coalesce(p_published::text, ''), publication_date) end,
            'publication_no', case when publication_no is distinct from p_publication_no and publication_no is not null then jsonb_build_array(coalesce(p_publication_no, ''), publication_no) end,
            'granted', case when grant_date is distinct from p_grant and grant_date is not null then jsonb_build_array(coalesce(p_grant::text, ''), grant_date) end,
            'grant_no', case when grant_no is distinct from p_grant_no and grant_no is not null then jsonb_build_array(coalesce(p_grant_no, ''), grant_no) end,
            'family', case when family <> p_family then jsonb_build_array(array_to_string(p_family, '; '), array_to_string(family, '; ')) end,
            'status', case when happened then jsonb_build_array('state:' || p_state, 'event:' || event) end,
            'status_on', case when newer then jsonb_build_array(coalesce(p_status_on::text, ''), status_on) end,
            'fee_paid', case when paid then jsonb_build_array(coalesce(p_fee::text, ''), fee_paid_through::text) end)) end
        from weighed
        """;

    public const string Refusals = "select ordinal, fault, fault_column, word from patent_judged where outcome = 'Rejected'";

    /// <summary>$1 now, $2 today.</summary>
    public const string SaveNew = """
        insert into patents (application_no, kind, title, abstract, main_claim, ipc, locarno, inventors, filing_date, publication_date, publication_no, grant_date, grant_no, family, state, state_since,
          status_on, status_source, fee_paid_through, next_fee_due, compensation, last_day, created_at)
        select s.application_no, s.kind, s.title, s.abstract, s.main_claim, coalesce(s.ipc, '{}'), coalesce(s.locarno, '{}'), coalesce(s.inventors, '{}'), s.filing_date, s.publication_date, s.publication_no,
          s.grant_date, s.grant_no, coalesce(s.family, '{}'), s.state, s.state_since, coalesce(s.status_on, case when s.status then $2 end), 'Import', s.fee_known, s.next_fee_due, 0, s.last_day, $1
        from patent_stage s join patent_judged j using (ordinal) where j.outcome = 'New' order by s.application_no
        """;

    public const string SaveHolders = """
        delete from patent_holders h using patent_judged j where j.outcome = 'Changed' and j.differences ? 'holders' and h.application_no = j.application_no;
        insert into patent_holders (application_no, place, name, folded_name, uscc, organisation_id)
        select h.application_no, h.place, h.name, left(h.folded, 200), h.uscc, h.organisation_id
        from patent_stage_holders h join patent_judged j using (application_no) where j.outcome = 'New' or j.outcome = 'Changed' and j.differences ? 'holders'
        """;

    /// <summary>$1 now, $2 today, $3 name of the file, $4 person or null.</summary>
    public const string SaveEvents = """
        insert into patent_events (id, application_no, kind, "on", source, reference, patent_year, exclusive, pledgee_agrees, person_id, recorded_at)
        select gen_random_uuid(), s.application_no, e.kind, e."on", 'Import', $3, e.year, false, false, $4, $1
        from patent_stage s join patent_judged j using (ordinal)
        cross join lateral (values (s.event, s.event_on, null::int, j.happened), ('FeePaid', coalesce(s.status_on, $2), s.fee_paid_through, j.paid)) as e (kind, "on", year, wanted)
        where j.outcome in ('New', 'Changed') and e.wanted
        on conflict (application_no, kind, "on") where struck_at is null do nothing
        """;

    /// <summary>Rights whose standing may have moved, as they will be, with all that happened to them.</summary>
    public const string ToDerive = """
        select p.application_no, p.kind, coalesce(s.filing_date, p.filing_date), coalesce(s.grant_date, p.grant_date), p.compensation, e.kind, e."on", e.patent_year
        from patent_judged j join patent_stage s using (ordinal) join patents p on p.application_no = j.application_no
        left join patent_events e on e.application_no = p.application_no and e.struck_at is null
        where j.outcome = 'Changed' and (j.happened or j.paid or j.differences ?| array['filed', 'granted'])
        order by p.application_no
        """;

    public const string CopyDerived = "copy patent_derived (application_no, state, state_since, fee_known, next_fee_due, last_day) from stdin (format binary)";

    /// <summary>$1 today.</summary>
    public const string SaveChanged = """
        update patents p set title = coalesce(s.title, p.title), abstract = coalesce(s.abstract, p.abstract), main_claim = coalesce(s.main_claim, p.main_claim), ipc = coalesce(s.ipc, p.ipc),
          locarno = coalesce(s.locarno, p.locarno), inventors = coalesce(s.inventors, p.inventors), filing_date = coalesce(s.filing_date, p.filing_date),
          publication_date = coalesce(s.publication_date, p.publication_date), publication_no = coalesce(s.publication_no, p.publication_no), grant_date = coalesce(s.grant_date, p.grant_date),
          grant_no = coalesce(s.grant_no, p.grant_no), family = coalesce(s.family, p.family),
          state = coalesce(d.state, p.state), state_since = case when d.state is not null then d.state_since else p.state_since end,
          fee_paid_through = case when d.state is not null then d.fee_known else p.fee_paid_through end, next_fee_due = case when d.state is not null then d.next_fee_due else p.next_fee_due end,
          last_day = coalesce(d.last_day, p.last_day),
          status_on = case when s.status or s.fee_paid_through is not null then greatest(p.status_on, coalesce(s.status_on, $1)) else p.status_on end,
          status_source = case when s.status then 'Import' else p.status_source end
        from patent_stage s join patent_judged j using (ordinal) left join patent_derived d on d.application_no = j.application_no
        where j.outcome = 'Changed' and p.application_no = s.application_no
        """;

    /// <summary>$1 claimant, $2 import, $3 now.</summary>
    public const string SaveClaims = """
        insert into patent_claims (id, application_no, claimant_id, import_id, state, holder_name, holder_id, region_path, created_at)
        select gen_random_uuid(), j.application_no, o.id, $2, 'Open', (select h.name from patent_holders h where h.application_no = j.application_no order by h.place limit 1),
          (select h.organisation_id from patent_holders h join organisations w on w.id = h.organisation_id where h.application_no = j.application_no and w.state = 'Active' order by h.place limit 1), o.region_path, $3
        from patent_judged j join organisations o on o.id = $1 where j.claimed
        on conflict (claimant_id, application_no) do nothing
        """;

    /// <summary>$1 import. Those with nothing more to tell than a count are left out; a judged one keeps where it stood in C#.</summary>
    public const string Told = "select ordinal, application_no, outcome, claimed, differences::text from patent_judged where outcome = 'Changed' or claimed";

    public const string CopyRows = "copy patent_import_rows (import_id, ordinal, sheet, number, application_no, title, outcome, claimed, differences, faults, cells) from stdin (format binary)";

    public const string Count = """
        select count(*) filter (where outcome = 'New')::int, count(*) filter (where outcome = 'Changed')::int, count(*) filter (where outcome = 'Unchanged')::int,
          count(*) filter (where outcome = 'Rejected')::int, count(*) filter (where claimed)::int from patent_judged
        """;

    /// <summary>Nobody else may have moved it meanwhile: $7 is the state it was in.</summary>
    public const string Progress = $"""
        with moved as (
          update patent_imports set position = $2, accepted = accepted + $3, updated = updated + $4, unchanged = unchanged + $5, rejected = rejected + $6, claimed = claimed + $8, total = coalesce($9, total)
          where id = $1 and state = $7 returning id::text)
        select pg_notify('{PatentImportWorker.Moved}', id) from moved
        """;
}
