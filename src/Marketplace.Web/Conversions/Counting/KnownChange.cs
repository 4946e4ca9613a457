using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Counting;

/// <summary>That more is known of a conversion: a filing was verified, it was merged or parted, something was ruled of it. Written by the database itself, in the transaction that did it.</summary>
public sealed class KnownChange
{
    public long Id { get; init; }
    public Guid ConversionId { get; init; }

    /// <summary>Which transaction: one with a lower number may be seen later, so moments would not do.</summary>
    public long Transaction { get; init; }
}

internal sealed class KnownChangeTable : IEntityTypeConfiguration<KnownChange>
{
    public void Configure(EntityTypeBuilder<KnownChange> builder)
    {
        builder.ToTable("known_changes");
        builder.HasIndex(k => k.Transaction);
    }
}

/// <summary>Who writes them.</summary>
internal static class KnownChangeSql
{
    public const string Create = """
        create function conversion_known() returns trigger language plpgsql as $body$
        begin
          if tg_table_name = 'filings' then
            insert into known_changes (conversion_id, transaction) values (new.conversion_id, pg_current_xact_id()::text::bigint);
          elsif tg_table_name = 'merges' then
            insert into known_changes (conversion_id, transaction) values (new.from_id, pg_current_xact_id()::text::bigint);
          else
            insert into known_changes (conversion_id, transaction) values (new.second_id, pg_current_xact_id()::text::bigint);
          end if;
          return null;
        end $body$;
        create trigger filings_known after insert or update of verified_at on filings for each row when (new.verified_at is not null) execute function conversion_known();
        create trigger merges_known after insert or update on merges for each row execute function conversion_known();
        create trigger suspects_known after update of state on suspects for each row execute function conversion_known();
        """;

    public const string Drop = """
        drop trigger suspects_known on suspects;
        drop trigger merges_known on merges;
        drop trigger filings_known on filings;
        drop function conversion_known();
        """;
}
