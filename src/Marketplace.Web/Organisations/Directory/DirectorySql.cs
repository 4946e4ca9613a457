namespace Marketplace.Web.Organisations.Directory;

/// <summary>
/// Comparing and saving, each for all rows of a file at once. The rows lie in tables of the session meanwhile: those belong to this role, so it may count
/// what is in them, where the planner would take ten thousand rows of a shared table for a handful, and join one by one.
/// </summary>
internal static class DirectorySql
{
    /// <summary>Rows as they were read. What is not readable was rejected on reading and stays so.</summary>
    public const string Stage = """
        create temporary table directory_stage (number int, id uuid, uscc varchar(200) collate "C", readable boolean, cells jsonb, understood jsonb, faults jsonb) on commit drop
        """;

    public const string Copy = "copy directory_stage (number, id, uscc, readable, cells, understood, faults) from stdin (format binary)";

    /// <summary>$1 import.</summary>
    public const string StageAgain = """
        insert into directory_stage select number, id, uscc, outcome <> 'Rejected' or compared, cells, understood, faults from directory_import_rows where import_id = $1
        """;

    /// <summary>What will become of each row.</summary>
    public const string Judged = """
        analyze directory_stage (number, uscc);
        create temporary table directory_judged (number int, outcome varchar(10), before jsonb, faults jsonb, registered boolean) on commit drop
        """;

    /// <summary>What stands in the directory, in the form of <see cref="DirectoryImportRow.Understood"/> but for the labels, which are compared as one.</summary>
    private const string Current = """
        jsonb_build_object('name', e.name, 'contact', e.contact_name, 'phone', e.contact_phone, 'mail', e.contact_mail, 'industry', e.industry, 'staff', e.staff,
          'revenue', e.revenue_yuan, 'assets', e.assets_yuan, 'size', e.size, 'place', e.place, 'county', c.code)
        """;

    /// <summary>$1 path of the bureau.</summary>
    public const string Judge = $$"""
        -- Materialized: worked into one query, what stands in the directory would be put together anew for each of a row's fields.
        with counties as materialized (
          select path, (regexp_match(path, '([0-9]{6})/([^0-9][^/]*/)*$'))[1] as code from regions where starts_with(path, $1)
        ), labels as materialized (
          select uscc, jsonb_agg(jsonb_build_object('kind', kind, 'from', valid_from, 'to', valid_to) order by kind collate "C") as list
          from directory_labels where uscc in (select uscc from directory_stage where understood ? 'labels') group by uscc
        ), seen as materialized (
          select s.number, s.understood, s.understood - '{folded,kind,region,labels}'::text[] as said, s.readable, s.faults as read_faults, e.uscc is not null as known,
            o.state, coalesce(e.region_path, o.region_path) as path, m.uscc as merged, l.list as labels, case when e.uscc is not null then {{Current}} end as now
          from directory_stage s
          left join directory_entries e on e.uscc = s.uscc
          left join organisations o on o.uscc = s.uscc
          left join organisations m on m.id = o.merged_into
          left join counties c on c.path = e.region_path
          left join labels l on l.uscc = s.uscc
        ), judged as materialized (
          select s.*, case
              when not s.readable then s.read_faults
              when s.state = 'Dissolved' then jsonb_build_array(jsonb_build_object('code', 'dissolved', 'column', 'uscc'))
              when s.state = 'Merged' then jsonb_build_array(jsonb_build_object('code', 'merged', 'column', 'uscc', 'word', s.merged))
              when not starts_with(s.path, $1) then jsonb_build_array(jsonb_build_object('code', 'elsewhere', 'column', 'county', 'word', (select g.name from regions g where g.path = s.path)))
              else '[]' end as faults,
            -- Most rows are as they were: that is seen at once, field by field only where it is not.
            case when s.readable and s.known then nullif(
              case when s.now @> s.said then '{}' else (select jsonb_object_agg(n.key, s.now -> n.key) from jsonb_each(s.said) n where n.value is distinct from s.now -> n.key) end
              || case when s.understood ? 'labels' and s.understood -> 'labels' is distinct from s.labels then jsonb_build_object('labels', s.labels) else '{}' end, '{}') end as before
          from seen s
        )
        insert into directory_judged
        select number, case when faults <> '[]' then 'Rejected' when not known then 'New' when before is null then 'Unchanged' else 'Changed' end,
          case when faults = '[]' then before end, faults, coalesce(state <> 'Listed', false)
        from judged
        """;

    /// <summary>Counts of the outcomes, and what they are as one hash.</summary>
    public const string Count = """
        analyze directory_judged (number, outcome);
        select count(*)::int, (count(*) filter (where outcome = 'New'))::int, (count(*) filter (where outcome = 'Changed'))::int,
          (count(*) filter (where outcome = 'Unchanged'))::int, (count(*) filter (where outcome = 'Rejected'))::int,
          md5(coalesce(string_agg(number || outcome || coalesce(before::text, ''), ',' order by number), ''))
        from directory_judged
        """;

    /// <summary>$1 import.</summary>
    public const string DeleteRows = "delete from directory_import_rows where import_id = $1";

    /// <summary>$1 import.</summary>
    public const string KeepRows = """
        insert into directory_import_rows (import_id, number, id, uscc, outcome, cells, understood, before, faults, compared, registered)
        select $1, s.number, s.id, s.uscc, j.outcome, s.cells, s.understood, j.before, j.faults, s.readable, j.registered
        from directory_stage s join directory_judged j using (number)
        """;

    /// <summary>$1 now. Organisations that nobody has registered follow the list; the others keep their own data. Contacts stay in the directory.</summary>
    public const string SaveOrganisations = """
        insert into organisations (id, uscc, name, folded_name, kind, region_code, region_path, state, state_owned, industry, size, created_at)
        select s.id, s.uscc, s.understood ->> 'name', s.understood ->> 'folded', s.understood ->> 'kind', g.code, g.path, 'Listed', false,
          s.understood ->> 'industry', s.understood ->> 'size', $1
        from directory_stage s join directory_judged j using (number) join regions g on g.code = s.understood ->> 'region'
        where j.outcome = 'New'
        on conflict (uscc) do nothing
        """;

    /// <summary>$1 import, $2 now, $3 bureau.</summary>
    public const string SaveEntries = """
        insert into directory_entries (uscc, organisation_id, name, region_code, region_path, place, contact_name, contact_phone, contact_mail, industry, staff,
          revenue_yuan, assets_yuan, size, bureau_id, last_import, imported_at, changed_at)
        select s.uscc, o.id, u ->> 'name', g.code, g.path, u ->> 'place', u ->> 'contact', u ->> 'phone', u ->> 'mail', u ->> 'industry', (u ->> 'staff')::int,
          (u ->> 'revenue')::numeric, (u ->> 'assets')::numeric, u ->> 'size', $3, $1, $2, $2
        from directory_stage s join directory_judged j using (number) join organisations o on o.uscc = s.uscc cross join lateral (select s.understood as u) x
        left join directory_entries e on e.uscc = s.uscc
        -- Moves when the file names another county or a place; otherwise it stays.
        join regions g on g.code = case when e.uscc is null or u ? 'place' or j.before ? 'county' then u ->> 'region' else e.region_code end
        where j.outcome in ('New', 'Changed')
        on conflict (uscc) do update set name = excluded.name, region_code = excluded.region_code, region_path = excluded.region_path,
          place = coalesce(excluded.place, directory_entries.place), contact_name = coalesce(excluded.contact_name, directory_entries.contact_name),
          contact_phone = coalesce(excluded.contact_phone, directory_entries.contact_phone), contact_mail = coalesce(excluded.contact_mail, directory_entries.contact_mail),
          industry = coalesce(excluded.industry, directory_entries.industry), staff = coalesce(excluded.staff, directory_entries.staff),
          revenue_yuan = coalesce(excluded.revenue_yuan, directory_entries.revenue_yuan), assets_yuan = coalesce(excluded.assets_yuan, directory_entries.assets_yuan),
          size = coalesce(excluded.size, directory_entries.size), bureau_id = excluded.bureau_id, last_import = excluded.last_import, changed_at = excluded.changed_at
        """;

    public const string DeleteLabels = """
        delete from directory_labels l using directory_stage s join directory_judged j using (number)
        where l.uscc = s.uscc and (j.outcome = 'New' or j.before ? 'labels') and s.understood ? 'labels'
        """;

    public const string SaveLabels = """
        insert into directory_labels (uscc, kind, valid_from, valid_to)
        select s.uscc, l ->> 'kind', (l ->> 'from')::date, (l ->> 'to')::date
        from directory_stage s join directory_judged j using (number) cross join lateral jsonb_array_elements(s.understood -> 'labels') l
        where (j.outcome = 'New' or j.before ? 'labels') and s.understood ? 'labels'
        """;

    public const string FollowList = """
        update organisations o set name = e.name, folded_name = coalesce(s.understood ->> 'folded', o.folded_name), region_code = e.region_code, region_path = e.region_path,
          industry = e.industry, size = e.size
        from directory_stage s join directory_judged j using (number) join directory_entries e on e.uscc = s.uscc
        where j.outcome = 'Changed' and o.uscc = s.uscc and o.state = 'Listed'
        """;

    /// <summary>$1 import. The rejected ones are kept, for the file to correct.</summary>
    public const string DeleteSettledRows = "delete from directory_import_rows where import_id = $1 and outcome <> 'Rejected'";
}
