namespace Marketplace.Web.Licensing.Pledges;

/// <summary>
/// What the database sees to itself: that terms and payments stay as they were said, that a patent is held by one pledge at a time (a unique index over <c>held</c>, which is read off the pledge's state and
/// takes nobody's word), and that never more is drawn than is secured, whichever of the two changes.
/// </summary>
internal static class PledgeSql
{
    public const string Create = """
        create function pledge_words_refuse() returns trigger language plpgsql as $$
        begin raise exception 'what was agreed or drawn does not change' using errcode = 'insufficient_privilege'; end $$;
        create trigger pledge_versions_keep before delete or truncate on pledge_versions execute function pledge_words_refuse();
        create trigger pledge_versions_stay before update of pledge_id, number, at, terms, sha256 on pledge_versions execute function pledge_words_refuse();
        create trigger pledge_drawdowns_keep before delete or truncate on pledge_drawdowns execute function pledge_words_refuse();
        create trigger pledge_drawdowns_stay before update of id, pledge_id, "on", amount, voucher_id, at on pledge_drawdowns execute function pledge_words_refuse();

        create function pledge_holds() returns trigger language plpgsql as $$
        begin
          new.held := coalesce((select state in ('Filed', 'Returned', 'Registered', 'Fallen') from pledges where id = new.pledge_id), false);
          return new;
        end $$;
        create trigger pledge_patents_held before insert or update on pledge_patents for each row execute function pledge_holds();
        create function pledge_moved() returns trigger language plpgsql as $$
        begin
          update pledge_patents set held = held where pledge_id = new.id;
          return null;
        end $$;
        create trigger pledges_hold after update of state on pledges for each row when (old.state is distinct from new.state) execute function pledge_moved();
        create function pledge_patents_refuse() returns trigger language plpgsql as $$
        begin raise exception 'a pledge at the office keeps its patents' using errcode = 'check_violation'; end $$;
        create trigger pledge_patents_keep before delete on pledge_patents for each row when (old.held) execute function pledge_patents_refuse();

        create function pledge_drawn_within() returns trigger language plpgsql as $$
        declare pledge uuid := (to_jsonb(new) ->> tg_argv[0])::uuid; secured numeric; drawn numeric;
        begin
          select amount into secured from pledges where id = pledge for update;
          select coalesce(sum(amount), 0) into drawn from pledge_drawdowns where pledge_id = pledge and struck_at is null;
          if drawn > coalesce(secured, 0) then
            raise exception 'pledge %: % drawn of %', pledge, drawn, secured using errcode = 'check_violation';
          end if;
          return null;
        end $$;
        create trigger pledge_drawdowns_within after insert or update on pledge_drawdowns for each row execute function pledge_drawn_within('pledge_id');
        create trigger pledges_within after update of amount on pledges for each row execute function pledge_drawn_within('id');
        """;

    public const string Drop = "drop function pledge_words_refuse() cascade; drop function pledge_holds() cascade; drop function pledge_moved() cascade; drop function pledge_patents_refuse() cascade; drop function pledge_drawn_within() cascade;";
}
