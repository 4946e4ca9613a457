namespace Marketplace.Web.Licensing.Income;

/// <summary>What the database asks of a sharing when a transaction commits: shares sum to the net, the net is the gross without its costs, and nothing of it changes once it is proposed.</summary>
internal static class IncomeSql
{
    public const string Create = """
        create function sharing_sums() returns trigger language plpgsql as $$
        declare whose uuid; one sharings; taken numeric; given numeric;
        begin
          whose := case when tg_table_name = 'sharings' then (to_jsonb(new) ->> 'id')::uuid else (to_jsonb(coalesce(new, old)) ->> 'sharing_id')::uuid end;
          select * into one from sharings where id = whose;
          if not found then return null; end if;
          select coalesce(sum(amount), 0) into taken from sharing_costs where sharing_id = whose;
          select coalesce(sum(amount), 0) into given from sharing_shares where sharing_id = whose;
          if one.net <> one.gross - taken or given <> one.net then
            raise exception 'sharing %: gross % less costs % is not net %, or shares % are not', whose, one.gross, taken, one.net, given using errcode = 'check_violation';
          end if;
          return null;
        end $$;
        create constraint trigger sharings_sum after insert or update on sharings deferrable initially deferred for each row execute function sharing_sums();
        create constraint trigger sharing_costs_sum after insert or update or delete on sharing_costs deferrable initially deferred for each row execute function sharing_sums();
        create constraint trigger sharing_shares_sum after insert or update or delete on sharing_shares deferrable initially deferred for each row execute function sharing_sums();
        create function sharing_parts_keep() returns trigger language plpgsql as $$
        begin
          if (select state from sharings where id = coalesce(new.sharing_id, old.sharing_id)) is distinct from 'Draft' then
            raise exception 'sharing %: what was proposed does not change', coalesce(new.sharing_id, old.sharing_id) using errcode = 'check_violation';
          end if;
          return coalesce(new, old);
        end $$;
        create trigger sharing_costs_keep before insert or update or delete on sharing_costs for each row execute function sharing_parts_keep();
        create trigger sharing_shares_keep before insert or delete on sharing_shares for each row execute function sharing_parts_keep();
        create trigger sharing_shares_keep_words before update on sharing_shares for each row
          when ((old.sharing_id, old.ordinal, old.kind, old.name, old.percent, old.amount) is distinct from (new.sharing_id, new.ordinal, new.kind, new.name, new.percent, new.amount))
          execute function sharing_parts_keep();
        """;

    public const string Drop = """
        drop function sharing_sums() cascade;
        drop function sharing_parts_keep() cascade;
        """;
}
