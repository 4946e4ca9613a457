namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>What nobody may do to an answer, not even at the console: change what is being looked at, or what was accepted, and its papers.</summary>
internal static class FollowUpSql
{
    public const string Create = """
        create function follow_ups_refuse() returns trigger language plpgsql as $$
        begin raise exception '% keeps what was answered', tg_table_name using errcode = 'insufficient_privilege'; end $$;
        create trigger follow_ups_words before update on follow_ups for each row
          when (old.state in ('InReview', 'Accepted')
            and (old.use, old.product, old.product_no, old.product_on, old.sales, old.jobs, old.why, old.words, old.way, old.answered_at)
              is distinct from (new.use, new.product, new.product_no, new.product_on, new.sales, new.jobs, new.why, new.words, new.way, new.answered_at)
            or (old.conversion_id, old.round, old."from", old."on", old.at) is distinct from (new.conversion_id, new.round, new."from", new."on", new.at)
            or old.filing_id is not null and new.filing_id is distinct from old.filing_id)
          execute function follow_ups_refuse();
        create function follow_up_papers_keep() returns trigger language plpgsql as $$
        declare stands text;
        begin
          select state into stands from follow_ups where id = coalesce(new.follow_up_id, old.follow_up_id);
          if stands in ('InReview', 'Accepted') then
            raise exception '%: the answer is looked at', tg_table_name using errcode = 'insufficient_privilege';
          end if;
          return coalesce(new, old);
        end $$;
        create trigger follow_up_papers_keep before insert or update or delete on follow_up_papers for each row execute function follow_up_papers_keep();
        """;

    public const string Drop = """
        drop function follow_up_papers_keep() cascade;
        drop function follow_ups_refuse() cascade;
        """;
}
