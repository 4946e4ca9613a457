namespace Marketplace.Web.Conversions;

/// <summary>What nobody may do to what was counted, not even at the console: change the words of a filing that was handed in, or when it was verified; lose a conversion; move a lock.</summary>
internal static class ConversionSql
{
    public const string Create = """
        create function conversion_rows_refuse() returns trigger language plpgsql as $$
        begin raise exception '% keeps what was said', tg_table_name using errcode = 'insufficient_privilege'; end $$;
        create trigger filings_words before update on filings for each row
          when (old.state not in ('Draft', 'Returned')
            and (to_jsonb(old) - 'state' - 'before' - 'since' - 'steps' - 'entered_by' - 'checked_by' - 'verified_by' - 'verified_at')
              is distinct from (to_jsonb(new) - 'state' - 'before' - 'since' - 'steps' - 'entered_by' - 'checked_by' - 'verified_by' - 'verified_at')
            or old.verified_at is not null and new.verified_at is distinct from old.verified_at)
          execute function conversion_rows_refuse();
        create function filing_parts_keep() returns trigger language plpgsql as $$
        declare stands text;
        begin
          select state into stands from filings where id = coalesce(new.filing_id, old.filing_id);
          if stands not in ('Draft', 'Returned') then
            raise exception '%: the filing was handed in', tg_table_name using errcode = 'insufficient_privilege';
          end if;
          return coalesce(new, old);
        end $$;
        create trigger filing_patents_keep before insert or update or delete on filing_patents for each row execute function filing_parts_keep();
        create trigger filing_parties_keep before insert or update or delete on filing_parties for each row execute function filing_parts_keep();
        create trigger filing_registers_keep before insert or update or delete on filing_registers for each row execute function filing_parts_keep();
        create trigger filing_proofs_keep before insert or update or delete on filing_proofs for each row execute function filing_parts_keep();
        create trigger conversions_keep before delete or truncate on conversions execute function conversion_rows_refuse();
        create trigger conversions_words before update on conversions for each row
          when ((old.reference, old.origin, old.origin_id, old.at) is distinct from (new.reference, new.origin, new.origin_id, new.at)) execute function conversion_rows_refuse();
        create trigger suspects_keep before delete or truncate on suspects execute function conversion_rows_refuse();
        create trigger merges_keep before delete or truncate on merges execute function conversion_rows_refuse();
        create trigger merges_words before update on merges for each row
          when (old.undone_at is not null and new.undone_at is distinct from old.undone_at
            or (old.from_id, old.into_id, old.reason, old.at) is distinct from (new.from_id, new.into_id, new.reason, new.at)) execute function conversion_rows_refuse();
        create trigger count_periods_words before update on count_periods for each row
          when (old.locked_at is not null and new.locked_at is distinct from old.locked_at
            or (old.region_path, old.year, old.quarter) is distinct from (new.region_path, new.year, new.quarter)) execute function conversion_rows_refuse();
        """;

    public const string Drop = """
        drop function filing_parts_keep() cascade;
        drop function conversion_rows_refuse() cascade;
        """;
}
