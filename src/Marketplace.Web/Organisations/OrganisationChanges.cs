namespace Marketplace.Web.Organisations;

/// <summary>What <see cref="OrganisationChanges.Kind"/> says.</summary>
/// <param name="Ids">Of the organisations.</param>
/// <param name="Shown">Name or place is another, which others show and search by; else only which name or code leads to it.</param>
/// <param name="After">Where a follower that works in pages goes on.</param>
public sealed record OrganisationsChanged(IReadOnlyList<Guid> Ids, bool Shown, string? After = null);

/// <summary>
/// Registration, directory, claims, mergers and the profile all change organisations and their names, some of them thousands at once: the tables tell it themselves, as
/// patents do (ADR 14).
/// </summary>
internal static class OrganisationChanges
{
    /// <summary>An event names at most a hundred organisations: what follows from them for their patents must fit into one lease.</summary>
    public const string Kind = "organisation.changed";

    public const string Create = $$"""
        create function tell_organisations(told uuid[], shown boolean) returns void language sql as $$
          insert into outbox_events (id, kind, entity, payload, attempts)
          select id, '{{Kind}}', 'organisation:' || id, jsonb_build_object('ids', ids, 'shown', shown), 0
          from (select gen_random_uuid() as id, jsonb_agg(one) as ids
                from (select one, (row_number() over (order by one) - 1) / 100 as batch from unnest(told) as one) numbered group by batch) batches
        $$;
        create function organisations_added() returns trigger language plpgsql as $$
        begin
          perform tell_organisations((select array_agg(id) from added), false);
          return null;
        end $$;
        create trigger organisations_added after insert on organisations referencing new table as added for each statement execute function organisations_added();
        create function organisations_changed() returns trigger language plpgsql as $$
        begin
          perform tell_organisations((select array_agg(n.id) from now_is n join was w using (id) where (n.name, n.region_path) is distinct from (w.name, w.region_path)), true);
          perform tell_organisations((select array_agg(n.id) from now_is n join was w using (id) where (n.name, n.region_path) is not distinct from (w.name, w.region_path)
            and (n.folded_name, n.state, n.merged_into) is distinct from (w.folded_name, w.state, w.merged_into)), false);
          return null;
        end $$;
        create trigger organisations_changed after update on organisations referencing old table as was new table as now_is for each statement execute function organisations_changed();
        create function organisation_names_added() returns trigger language plpgsql as $$
        begin
          perform tell_organisations((select array_agg(distinct organisation_id) from added), false);
          return null;
        end $$;
        create trigger organisation_names_added after insert on organisation_names referencing new table as added for each statement execute function organisation_names_added();
        -- Those who are here already, whose patents came before them.
        select tell_organisations((select array_agg(id) from organisations), false);
        """;

    public const string Drop = """
        drop trigger organisation_names_added on organisation_names;
        drop function organisation_names_added();
        drop trigger organisations_changed on organisations;
        drop function organisations_changed();
        drop trigger organisations_added on organisations;
        drop function organisations_added();
        drop function tell_organisations(uuid[], boolean);
        """;
}
