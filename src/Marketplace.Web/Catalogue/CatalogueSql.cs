namespace Marketplace.Web.Catalogue;

/// <summary>
/// Who follows the catalogue (search index, change feed, harvesters, alerts) must not depend on every writer remembering to say so. The table says it itself: each
/// changed row gets the next revision and the transaction it changed in, and each statement publishes the numbers it changed.
/// </summary>
internal static class CatalogueSql
{
    /// <summary>Payload: <see cref="CatalogueChanged"/>. An event names at most a thousand numbers, so that a follower never has to hold an import in memory.</summary>
    public const string ChangedKind = "catalogue.changed";

    public const string Create = $$"""
        create function patent_revised() returns trigger language plpgsql as $$
        begin
          new.revision := case when tg_op = 'INSERT' then 1 else old.revision + 1 end;
          new.changed_at := now();
          new.changed_in := pg_current_xact_id();
          return new;
        end $$;
        create trigger patent_revised before insert or update on patents for each row execute function patent_revised();
        create function patents_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into outbox_events (id, kind, entity, payload, attempts)
          select id, '{{ChangedKind}}', 'catalogue:' || id, jsonb_build_object('numbers', numbers), 0
          from (select gen_random_uuid() as id, jsonb_agg(application_no) as numbers
                from (select application_no, (row_number() over (order by application_no) - 1) / 1000 as batch from changed) numbered group by batch) batches;
          return null;
        end $$;
        create trigger patents_added after insert on patents referencing new table as changed for each statement execute function patents_changed();
        create trigger patents_changed after update on patents referencing new table as changed for each statement execute function patents_changed();
        """;

    public const string Drop = """
        drop trigger patents_changed on patents;
        drop trigger patents_added on patents;
        drop function patents_changed();
        drop trigger patent_revised on patents;
        drop function patent_revised();
        """;
}
