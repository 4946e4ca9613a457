namespace Marketplace.Web.Platform.Outbox;

/// <summary>
/// Positions follow the order of commits, not of inserts: a deferred trigger draws them under a lock that is held to the end of the commit. So
/// "everything up to position n is applied" is a fact, although transactions overlap. It costs little: NOTIFY, which we need anyway, lets
/// commits through one at a time as well.
/// </summary>
internal static class OutboxSql
{
    /// <summary>Shared with the audit chain, so that both have one order and cannot wait for each other. "commit" in ASCII.</summary>
    public const string CommitLock = "109330228406644";

    public const string Create = $$"""
        create sequence outbox_positions;
        create function outbox_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          perform pg_advisory_xact_lock({{CommitLock}});
          update outbox_events set position = nextval('outbox_positions') where id = new.id;
          perform pg_notify('outbox', '');
          return null;
        end $$;
        create constraint trigger outbox_place after insert on outbox_events deferrable initially deferred
          for each row execute function outbox_place();
        create table outbox_watermark (one boolean primary key default true check (one), position bigint not null);
        insert into outbox_watermark (position) values (0);
        """;

    public const string Drop = """
        drop table outbox_watermark;
        drop trigger outbox_place on outbox_events;
        drop function outbox_place();
        drop sequence outbox_positions;
        """;
}
