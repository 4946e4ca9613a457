namespace Marketplace.Web.Organisations.Directory;

/// <summary>Comparing and saving, each for all rows of a file at once: ten thousand rows one by one would take a minute.</summary>
internal static class DirectorySql
{
    /// <summary>What stands in the directory, in the form of <see cref="DirectoryImportRow.Understood"/>.</summary>
    private const string Current = """
        jsonb_strip_nulls(jsonb_build_object('name', e.name, 'contact', e.contact_name, 'phone', e.contact_phone, 'mail', e.contact_mail, 'industry', e.industry,
          'staff', e.staff, 'revenue', e.revenue_yuan, 'assets', e.assets_yuan, 'size', e.size, 'place', e.place,
          'county', (regexp_match(e.region_path, '([0-9]{6})/([^0-9][^/]*/)*$'))[1]))
        || coalesce((select jsonb_build_object('labels', jsonb_agg(jsonb_build_object('kind', l.kind, 'from', l.valid_from, 'to', l.valid_to) order by l.kind collate "C"))
                     from directory_labels l where l.uscc = e.uscc having count(*) > 0), '{}')
        """;

    /// <summary>$1 import, $2 path of the bureau. Rows that were rejected on reading stay so.</summary>
    public const string Compare = $$"""
        -- Materialized: worked into one query, what stands in the directory would be put together anew for each of a row's fields.
        with seen as materialized (
          select r.number, r.understood, e.uscc is not null as known, o.state, coalesce(e.region_path, o.region_path) as path, m.uscc as merged,
            case when e.uscc is null then '{}' else {{Current}} end as now
          from directory_import_rows r
          left join directory_entries e on e.uscc = r.uscc
          left join organisations o on o.uscc = r.uscc
          left join organisations m on m.id = o.merged_into
          where r.import_id = $1 and (r.outcome <> 'Rejected' or r.compared)
        ), judged as materialized (
          select s.*, case
              when s.state = 'Dissolved' then jsonb_build_array(jsonb_build_object('code', 'dissolved', 'column', 'uscc'))
              when s.state = 'Merged' then jsonb_build_array(jsonb_build_object('code', 'merged', 'column', 'uscc', 'word', s.merged))
              when not starts_with(s.path, $2) then jsonb_build_array(jsonb_build_object('code', 'elsewhere', 'column', 'county', 'word', (select g.name from regions g where g.path = s.path)))
              else '[]' end as faults,
            (select jsonb_object_agg(n.key, s.now -> n.key) from jsonb_each(s.understood) n
             where n.key not in ('folded', 'kind', 'region') and n.value is distinct from s.now -> n.key) as before
          from seen s
        )
        update directory_import_rows r set compared = true, faults = j.faults, registered = coalesce(j.state <> 'Listed', false),
          outcome = case when j.faults <> '[]' then 'Rejected' when not j.known then 'New' when j.before is null then 'Unchanged' else 'Changed' end,
          before = case when j.known and j.faults = '[]' then j.before end
        from judged j where r.import_id = $1 and r.number = j.number
        """;

    /// <summary>$1 import: counts of the outcomes, and what they are as one hash.</summary>
    public const string Count = """
        select count(*)::int, (count(*) filter (where outcome = 'New'))::int, (count(*) filter (where outcome = 'Changed'))::int,
          (count(*) filter (where outcome = 'Unchanged'))::int, (count(*) filter (where outcome = 'Rejected'))::int,
          md5(coalesce(string_agg(number || outcome || coalesce(before::text, ''), ',' order by number), ''))
        from directory_import_rows where import_id = $1
        """;

    /// <summary>$1 import, $2 now. Organisations that nobody has registered follow the list; the others keep their own data. Contacts stay in the directory.</summary>
    public const string SaveOrganisations = """
        insert into organisations (id, uscc, name, folded_name, kind, region_code, region_path, state, state_owned, industry, size, created_at)
        select r.id, r.uscc, r.understood ->> 'name', r.understood ->> 'folded', r.understood ->> 'kind', g.code, g.path, 'Listed', false,
          r.understood ->> 'industry', r.understood ->> 'size', $2
        from directory_import_rows r join regions g on g.code = r.understood ->> 'region'
        where r.import_id = $1 and r.outcome = 'New'
        on conflict (uscc) do nothing
        """;

    /// <summary>$1 import, $2 now, $3 bureau.</summary>
    public const string SaveEntries = """
        insert into directory_entries (uscc, organisation_id, name, region_code, region_path, place, contact_name, contact_phone, contact_mail, industry, staff,
          revenue_yuan, assets_yuan, size, bureau_id, last_import, imported_at, changed_at)
        select r.uscc, o.id, u ->> 'name', g.code, g.path, u ->> 'place', u ->> 'contact', u ->> 'phone', u ->> 'mail', u ->> 'industry', (u ->> 'staff')::int,
          (u ->> 'revenue')::numeric, (u ->> 'assets')::numeric, u ->> 'size', $3, $1, $2, $2
        from directory_import_rows r join organisations o on o.uscc = r.uscc cross join lateral (select r.understood as u) x
        left join directory_entries e on e.uscc = r.uscc
        -- Moves when the file names another county or a place; otherwise it stays.
        join regions g on g.code = case when e.uscc is null or u ? 'place' or r.before ? 'county' then u ->> 'region' else e.region_code end
        where r.import_id = $1 and r.outcome in ('New', 'Changed')
        on conflict (uscc) do update set name = excluded.name, region_code = excluded.region_code, region_path = excluded.region_path,
          place = coalesce(excluded.place, directory_entries.place), contact_name = coalesce(excluded.contact_name, directory_entries.contact_name),
          contact_phone = coalesce(excluded.contact_phone, directory_entries.contact_phone), contact_mail = coalesce(excluded.contact_mail, directory_entries.contact_mail),
          industry = coalesce(excluded.industry, directory_entries.industry), staff = coalesce(excluded.staff, directory_entries.staff),
          revenue_yuan = coalesce(excluded.revenue_yuan, directory_entries.revenue_yuan), assets_yuan = coalesce(excluded.assets_yuan, directory_entries.assets_yuan),
          size = coalesce(excluded.size, directory_entries.size), bureau_id = excluded.bureau_id, last_import = excluded.last_import, changed_at = excluded.changed_at
        """;

    /// <summary>$1 import.</summary>
    public const string SaveLabels = """
        delete from directory_labels l using directory_import_rows r
        where l.uscc = r.uscc and r.import_id = $1 and r.outcome in ('New', 'Changed') and r.understood ? 'labels'
        """;

    /// <summary>$1 import.</summary>
    public const string AddLabels = """
        insert into directory_labels (uscc, kind, valid_from, valid_to)
        select r.uscc, l ->> 'kind', (l ->> 'from')::date, (l ->> 'to')::date
        from directory_import_rows r cross join lateral jsonb_array_elements(r.understood -> 'labels') l
        where r.import_id = $1 and r.outcome in ('New', 'Changed') and r.understood ? 'labels'
        """;

    /// <summary>$1 import.</summary>
    public const string FollowList = """
        update organisations o set name = e.name, folded_name = coalesce(r.understood ->> 'folded', o.folded_name), region_code = e.region_code, region_path = e.region_path,
          industry = e.industry, size = e.size
        from directory_import_rows r join directory_entries e on e.uscc = r.uscc
        where r.import_id = $1 and r.outcome = 'Changed' and o.uscc = r.uscc and o.state = 'Listed'
        """;
}
