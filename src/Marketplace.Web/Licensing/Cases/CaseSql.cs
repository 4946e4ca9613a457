using Marketplace.Web.Platform.StateMachines;
using Npgsql;

namespace Marketplace.Web.Licensing.Cases;

/// <summary>
/// What a machine does not allow is impossible in the database too. A step must be one of the machine's (a foreign key), begin where the last one of its case ended and never change; and
/// when a transaction commits, a case must stand where its last step led to. So neither a forgotten check nor a hand at the console can put a case where the law does not.
/// </summary>
internal static class CaseSql
{
    public const string Create = """
        create function case_step_follows() returns trigger language plpgsql as $$
        declare last case_steps;
        begin
          select * into last from case_steps where case_id = new.case_id order by number desc limit 1;
          if new.number <> coalesce(last.number, 0) + 1 or new."from" <> coalesce(last."to", '') or new.machine <> coalesce(last.machine, new.machine) then
            raise exception 'case %: step % from % does not follow step % to %', new.case_id, new.number, new."from", last.number, last."to" using errcode = 'check_violation';
          end if;
          return new;
        end $$;
        create trigger case_step_follows before insert on case_steps for each row execute function case_step_follows();
        create function case_steps_refuse() returns trigger language plpgsql as $$
        begin raise exception 'steps of a case are append-only' using errcode = 'insufficient_privilege'; end $$;
        create trigger case_steps_refuse before delete or truncate on case_steps execute function case_steps_refuse();
        create trigger case_steps_keep before update on case_steps for each row
          when ((old.case_id, old.number, old.machine, old."from", old.cause, old."to", old."on", old.at, old.organisation_id, old.reason, old.evidence, old.facts)
            is distinct from (new.case_id, new.number, new.machine, new."from", new.cause, new."to", new."on", new.at, new.organisation_id, new.reason, new.evidence, new.facts))
          execute function case_steps_refuse();
        create function case_stands() returns trigger language plpgsql as $$
        declare stands text; taken int; last case_steps;
        begin
          execute format('select state, steps from %I where id = $1', tg_table_name) into stands, taken using new.id;
          select * into last from case_steps where case_id = new.id order by number desc limit 1;
          if taken is not null and (last.number is distinct from taken or last."to" is distinct from stands or last.machine is distinct from tg_argv[0]) then
            raise exception '% %: stands at % after % steps, its last step % led to %', tg_table_name, new.id, stands, taken, last.number, last."to" using errcode = 'check_violation';
          end if;
          return null;
        end $$;
        """;

    public const string Drop = """
        drop function case_stands() cascade;
        drop function case_steps_refuse() cascade;
        drop trigger case_step_follows on case_steps;
        drop function case_step_follows();
        """;

    /// <summary>For a table of cases: nobody loses a case either.</summary>
    public static string Guard(string table, IMachine machine) => $"""
        create constraint trigger {table}_stand after insert or update of state, steps on {table} deferrable initially deferred for each row execute function case_stands('{machine.Name}');
        create trigger {table}_keep before delete or truncate on {table} execute function case_steps_refuse();
        """;

    /// <summary>Steps of machines that changed stay for the cases that took them; only what is allowed today is asked by the program.</summary>
    public static async Task SyncAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var steps = CaseMachines.All.SelectMany(machine => machine.Steps).ToList();
        await using var command = new NpgsqlCommand("""
            insert into machine_steps (machine, "from", cause, "to") select * from unnest($1, $2, $3, $4) on conflict do nothing
            """, connection)
        {
            Parameters =
            {
                new() { Value = steps.Select(step => step.Machine).ToArray() },
                new() { Value = steps.Select(step => step.From).ToArray() },
                new() { Value = steps.Select(step => step.Cause).ToArray() },
                new() { Value = steps.Select(step => step.To).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
