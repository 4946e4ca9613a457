namespace Marketplace.Web.Plans;

/// <summary>What nobody may do to figures, not even at the console: change a definition or a number that was written, or lose one.</summary>
internal static class PlanSql
{
    public const string Create = """
        create function plan_rows_refuse() returns trigger language plpgsql as $$
        begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;
        create trigger plan_steps_refuse before delete or truncate on plan_steps execute function plan_rows_refuse();
        create trigger plan_steps_keep before update on plan_steps for each row
          when ((old.plan_id, old.number, old."from", old.cause, old."to", old."on", old.at, old.reason, old.file_id)
            is distinct from (new.plan_id, new.number, new."from", new.cause, new."to", new."on", new.at, new.reason, new.file_id)) execute function plan_rows_refuse();
        create trigger year_targets_refuse before update or delete or truncate on year_targets execute function plan_rows_refuse();
        create trigger indicator_definitions_refuse before delete or truncate on indicator_definitions execute function plan_rows_refuse();
        create trigger indicator_definitions_keep before update on indicator_definitions for each row
          when ((to_jsonb(old) - 'person_id') is distinct from (to_jsonb(new) - 'person_id')) execute function plan_rows_refuse();
        create trigger indicator_values_refuse before delete or truncate on indicator_values execute function plan_rows_refuse();
        create trigger indicator_values_keep before update on indicator_values for each row
          when (old.state <> 'Entered' and (to_jsonb(old) - 'person_id' - 'decided_by') is distinct from (to_jsonb(new) - 'person_id' - 'decided_by')
            or (to_jsonb(old) - 'person_id' - 'state' - 'decided_by' - 'decided_at' - 'decision') is distinct from (to_jsonb(new) - 'person_id' - 'state' - 'decided_by' - 'decided_at' - 'decision'))
          execute function plan_rows_refuse();
        """;

    public const string Drop = "drop function plan_rows_refuse() cascade;";
}
