using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Platform.Audit;

/// <summary>
/// Each entry's hash covers the one before it. The chain is written by a deferred trigger at commit, under the lock that also orders the
/// outbox, and by the tables' owner, so that the program itself can neither forge a link nor hold the lock while it thinks.
/// </summary>
internal static class AuditSql
{
    /// <summary>The text that is hashed after the previous hash; the verifier asks for the same expression.</summary>
    public const string Canonical = """
        jsonb_build_array(e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor, e.act, e.subject, e.succeeded, e.address, e.request, e.details)::text
        """;

    public const string Create = $$"""
        create function audit_link() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        declare last_position bigint; last_hash bytea; canonical text; e audit_entries := new;
        begin
          perform pg_advisory_xact_lock({{OutboxSql.CommitLock}});
          select position, hash into last_position, last_hash from audit_links order by position desc limit 1;
          last_hash := coalesce(last_hash, '\x'::bytea);
          select {{Canonical}} into canonical;
          insert into audit_links (position, entry_id, previous, hash)
          values (coalesce(last_position, 0) + 1, new.id, last_hash, sha256(last_hash || convert_to(canonical, 'UTF8')));
          return null;
        end $$;
        create constraint trigger audit_link after insert on audit_entries deferrable initially deferred for each row execute function audit_link();
        create function audit_refuse() returns trigger language plpgsql as $$
        begin raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege'; end $$;
        create trigger audit_refuse before update or delete or truncate on audit_entries execute function audit_refuse();
        create trigger audit_refuse before update or delete or truncate on audit_links execute function audit_refuse();
        """;

    public const string Drop = """
        drop trigger audit_refuse on audit_links;
        drop trigger audit_refuse on audit_entries;
        drop function audit_refuse();
        drop trigger audit_link on audit_entries;
        drop function audit_link();
        """;

    /// <summary>
    /// Where one role owns the tables and works with them it has the right to write links, and needs it for the chain's trigger. Within that
    /// trigger the depth is 1; a link that comes from anywhere else is refused.
    /// </summary>
    public const string GuardLinks = """
        create trigger audit_refuse_insert before insert on audit_links for each row when (pg_trigger_depth() = 0) execute function audit_refuse();
        """;

    public const string UnguardLinks = "drop trigger audit_refuse_insert on audit_links;";
}
